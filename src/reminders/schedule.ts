// Schedules: one request becomes an appointment or a rule, if any, and its reminders, all or nothing.

import { UsageError } from '../core/errors.ts';
import { formatId } from '../core/id.ts';
import type { NewReminder, Reminder } from '../core/reminder.ts';
import { appointmentByExternalId, insertAppointment } from '../store/appointments.ts';
import { getContact } from '../store/contacts.ts';
import type { Sql } from '../store/db.ts';
import { remindersOfOccurrence } from '../store/reminder-changes.ts';
import { insertReminder, remindersByDedupeKey, remindersOfAppointment } from '../store/reminders.ts';
import { insertRule, ruleByDedupeKey } from '../store/rules.ts';
import type { Tenant } from '../store/tenants.ts';
import type { ReminderDeps } from './deps.ts';
import { draftReminders, NO_TIES, type Ties } from './draft.ts';
import { type Estimate, estimateReminder } from './estimate.ts';
import { planSchedule, type SchedulePlan } from './plan.ts';
import type { ScheduleRequest } from './request.ts';
import { findTenant } from './tenants.ts';

const MAX_KEY = 200;

/** A reminder as scheduled; without an id after a dry run. */
export interface ScheduledReminder extends NewReminder {
  readonly id: number | null;
  readonly state: Reminder['state'];
  readonly estimate: Estimate;
}

export interface Scheduled {
  readonly outcome: 'scheduled' | 'already-scheduled' | 'dry-run';
  readonly appointmentId: number | null;
  readonly appointmentAt: number | null;
  readonly ruleId: number | null;
  readonly contactName: string | null;
  readonly tenantName: string;
  readonly reminders: readonly ScheduledReminder[];
  /** What the person should know, and what may be wrong. */
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * A dedupe key that was used before changes nothing and gives back what it made, even when the time it was made
 * for has passed.
 * @throws UsageError or NotFoundError; nothing is stored then
 */
export async function schedule(deps: ReminderDeps, request: ScheduleRequest): Promise<Scheduled> {
  const now = deps.clock.now();
  const tenant = await findTenant(deps.db, request.tenant);
  const key = dedupeKeyOf(request.dedupeKey);
  const before = await alreadyScheduled(deps.db, tenant, key);
  if (before) return before;
  const plan = await planSchedule(deps, request, { tenant, now });
  const drafts = plan.timing.slots.flatMap((slot) => draftReminders(plan.draft, slot, NO_TIES));
  await assertSpeakable(drafts);
  if (request.dryRun) {
    const reminders = drafts.map((draft) => scheduledOf(draft, null));
    return result('dry-run', plan, { reminders, appointmentId: null, ruleId: null });
  }
  const group = plan.timing.appointment || drafts.length > 1 ? deps.random.hex(8) : null;
  return deps.db.tx(
    async (sql) =>
      // Somebody else may have used the key since.
      (await alreadyScheduled(sql, tenant, key)) ?? store(sql, plan, { key, group, now }),
  );
}

async function store(
  sql: Sql,
  plan: SchedulePlan,
  { key, group, now }: { readonly key: string | null; readonly group: string | null; readonly now: number },
): Promise<Scheduled> {
  const appointmentId = await storeAppointment(sql, plan, key, now);
  const ruleId = await storeRule(sql, plan, key, now);
  const ties: Ties = {
    appointmentId,
    ruleId,
    // An appointment or a rule has the key itself, since it may have several reminders.
    dedupeKey: appointmentId === null && ruleId === null ? key : null,
    groupKey: group,
    occurrenceKey: plan.timing.first?.key ?? null,
  };
  const reminders: ScheduledReminder[] = [];
  for (const slot of plan.timing.slots) {
    for (const draft of draftReminders(plan.draft, slot, ties)) {
      reminders.push(scheduledOf(draft, await insertReminder(sql, draft, now)));
    }
  }
  return result('scheduled', plan, { reminders, appointmentId, ruleId });
}

async function storeAppointment(
  sql: Sql,
  { draft, timing, name }: SchedulePlan,
  key: string | null,
  now: number,
): Promise<number | null> {
  if (!timing.appointment) return null;
  const { tenantId, contactId, to, zone } = draft;
  const row = { tenantId, contactId, to, zone, name, importId: null, externalId: key, ...timing.appointment };
  return insertAppointment(sql, row, now);
}

async function storeRule(
  sql: Sql,
  { draft, timing, cron, catchUp, via, name }: SchedulePlan,
  key: string | null,
  now: number,
): Promise<number | null> {
  const { first } = timing;
  if (!first || cron === null || draft.expires === null || !('afterMs' in draft.expires)) return null;
  const { variables, template } = draft.wording;
  const row = {
    ...draft,
    cron,
    catchUp,
    via,
    name,
    template,
    variables: Object.keys(variables).length === 0 ? null : JSON.stringify(variables),
    expiresAfterMs: draft.expires.afterMs,
    dedupeKey: key,
    newestAt: first.instant,
    newestKey: first.key,
  };
  return insertRule(sql, row, now);
}

/** What the key made, or undefined. */
async function alreadyScheduled(
  sql: Sql,
  tenant: Tenant,
  key: string | null,
): Promise<Scheduled | undefined> {
  if (key === null) return undefined;
  const appointment = await appointmentByExternalId(sql, tenant.id, key);
  const rule = appointment ? undefined : await ruleByDedupeKey(sql, tenant.id, key);
  const reminders = appointment
    ? await remindersOfAppointment(sql, appointment.id)
    : rule
      ? await remindersOfOccurrence(sql, rule.id, rule.newestKey)
      : await remindersByDedupeKey(sql, tenant.id, key);
  const [first] = reminders;
  if (!first && !appointment && !rule) return undefined;
  const ids = reminders.map(({ id }) => formatId(id)).join(', ');
  return {
    outcome: 'already-scheduled',
    appointmentId: appointment?.id ?? null,
    appointmentAt: appointment?.startsAt ?? null,
    ruleId: rule?.id ?? null,
    contactName: first?.contactId ? ((await getContact(sql, first.contactId))?.name ?? null) : null,
    tenantName: tenant.name,
    reminders: reminders.map((reminder) => ({ ...reminder, estimate: estimateReminder(reminder) })),
    notes: [`already scheduled under "${key}"${ids ? ` as ${ids}` : ''}; nothing was changed`],
    warnings: [],
  };
}

function scheduledOf(draft: NewReminder, id: number | null): ScheduledReminder {
  return { ...draft, id, state: 'scheduled', estimate: estimateReminder(draft) };
}

function result(
  outcome: 'scheduled' | 'dry-run',
  plan: SchedulePlan,
  stored: Pick<Scheduled, 'reminders' | 'appointmentId' | 'ruleId'>,
): Scheduled {
  return {
    ...stored,
    outcome,
    appointmentAt: plan.timing.appointment?.startsAt ?? null,
    contactName: plan.contact?.name ?? plan.name,
    tenantName: plan.tenant.name,
    notes: plan.notes,
    warnings: plan.warnings,
  };
}

/** @throws UsageError for a call whose words do not fit; the builder is loaded for calls only (13 ms) */
export async function assertSpeakable(
  drafts: readonly Pick<NewReminder, 'channel' | 'body'>[],
): Promise<void> {
  const calls = drafts.filter(({ channel }) => channel === 'call');
  if (calls.length === 0) return;
  const { spokenMessage } = await import('../gateway/twiml.ts');
  for (const { body } of calls) spokenMessage(body);
}

function dedupeKeyOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  const key = text.trim();
  if (key !== '' && key.length <= MAX_KEY) return key;
  throw new UsageError(`--dedupe-key is a text of 1 to ${MAX_KEY} characters`);
}
