// Cancels: reminders that were not sent yet, an appointment with all of its reminders, or a rule.

import { NotFoundError, UsageError } from '../core/errors.ts';
import type { Reminder } from '../core/reminder.ts';
import type { Appointment } from '../store/appointments.ts';
import type { Sql } from '../store/db.ts';
import { openRemindersOfRule } from '../store/reminder-changes.ts';
import { listReminders, remindersOfAppointment } from '../store/reminders.ts';
import { getRule, type Rule, rulesTo } from '../store/rules.ts';
import { applyChange } from './change.ts';
import type { ReminderDeps } from './deps.ts';
import { findAppointment, findReminder } from './find.ts';
import { assertOpen, isOpen, whyClosed } from './may-change.ts';
import { recipientFilter } from './recipient.ts';
import { findTenant } from './tenants.ts';

// What one cancel may reach: some 100 ms of one transaction.
const MOST = 10_000;

/** As typed: ids, or an appointment, or everything to a person. */
export interface CancelRequest {
  readonly ids: readonly string[];
  readonly appointment?: string | undefined;
  readonly to?: string | undefined;
  readonly tenant?: string | undefined;
  /** Ends the recurring rules that the reminders belong to, and cancels all that is to come of them. */
  readonly rule?: boolean | undefined;
}

/** What a cancel would do; nothing is changed yet. */
export interface CancelPlan {
  readonly reminders: readonly Reminder[];
  readonly appointment: Appointment | null;
  readonly rules: readonly Rule[];
  readonly notes: readonly string[];
}

const NOTHING: CancelPlan = { reminders: [], appointment: null, rules: [], notes: [] };

/** @throws UsageError when one of the ids can no longer be cancelled; NotFoundError for what is not there */
export async function planCancel(deps: ReminderDeps, request: CancelRequest): Promise<CancelPlan> {
  const given = [request.ids.length > 0, request.appointment !== undefined, request.to !== undefined];
  if (given.filter(Boolean).length !== 1) {
    throw new UsageError(given.includes(true) ? 'more than one kind of thing is named' : 'nothing is named', {
      hint: 'say what to cancel: ids, or --appointment ID, or --to WHO',
    });
  }
  if (request.appointment !== undefined) return ofAppointment(deps.db, request.appointment);
  if (request.to !== undefined) return ofPerson(deps, request.to, request);
  return request.rule ? rulesOf(deps.db, request.ids) : named(deps.db, request.ids);
}

/** Carries the plan out, all of it or nothing. @throws UsageError when a reminder has moved on in the meantime */
export async function cancel(deps: ReminderDeps, plan: CancelPlan): Promise<void> {
  const { appointment, rules } = plan;
  if (plan.reminders.length === 0 && !appointment && rules.length === 0) return;
  const now = deps.clock.now();
  await deps.db.tx((sql) =>
    applyChange(
      sql,
      {
        kind: 'cancelled',
        reminders: plan.reminders.map((before) => ({
          before,
          after: { state: 'cancelled', holdReason: null },
          detail: detailOf(plan),
        })),
        appointment: appointment && { before: appointment, after: { ...appointment, state: 'cancelled' } },
        rules,
      },
      now,
    ),
  );
}

async function named(sql: Sql, ids: readonly string[]): Promise<CancelPlan> {
  const reminders = new Map<number, Reminder>();
  const notes: string[] = [];
  for (const id of ids) {
    const reminder = await findReminder(sql, id);
    // Cancelling twice is no mistake; cancelling what was sent is one.
    if (reminder.state === 'cancelled') notes.push(`${whyClosed(reminder)} already`);
    else {
      assertOpen(reminder, 'cancelled');
      reminders.set(reminder.id, reminder);
    }
  }
  return { ...NOTHING, reminders: [...reminders.values()], notes };
}

/** The rules that the ids belong to, sent or not, with all that is to come of them. */
async function rulesOf(sql: Sql, ids: readonly string[]): Promise<CancelPlan> {
  const rules = new Map<number, Rule>();
  for (const id of ids) {
    const { ruleId } = await findReminder(sql, id);
    const rule = ruleId === null ? undefined : await getRule(sql, ruleId);
    if (!rule)
      throw new UsageError(`reminder ${id} does not recur; nothing was cancelled`, {
        hint: 'leave --rule out',
      });
    if (rule.endedAt === null) rules.set(rule.id, rule);
  }
  const ended = rules.size === 0 ? ['the rule has ended already'] : [];
  return withRules(sql, { ...NOTHING, notes: ended }, [...rules.values()]);
}

async function withRules(sql: Sql, plan: CancelPlan, rules: readonly Rule[]): Promise<CancelPlan> {
  const reminders = new Map(plan.reminders.map((reminder) => [reminder.id, reminder]));
  for (const rule of rules) {
    for (const reminder of await openRemindersOfRule(sql, rule.id)) reminders.set(reminder.id, reminder);
  }
  return { ...plan, rules, reminders: [...reminders.values()] };
}

async function ofAppointment(sql: Sql, id: string): Promise<CancelPlan> {
  const appointment = await findAppointment(sql, id);
  const all = await remindersOfAppointment(sql, appointment.id);
  const closed = all.filter((each) => !isOpen(each) && each.state !== 'cancelled');
  const reminders = all.filter(isOpen);
  if (appointment.state === 'cancelled' && reminders.length === 0)
    return { ...NOTHING, notes: [`appointment ${id} is cancelled already`] };
  return { ...NOTHING, reminders, appointment, notes: closed.flatMap((each) => whyClosed(each) ?? []) };
}

async function ofPerson(
  deps: ReminderDeps,
  who: string,
  { tenant: tenantName, rule }: CancelRequest,
): Promise<CancelPlan> {
  const { db, defaults } = deps;
  const tenant = await findTenant(db, tenantName);
  const filter = await recipientFilter(db, who, { tenant, defaults });
  const states = ['scheduled', 'held'] as const;
  const reminders = await listReminders(db, { ...filter, tenantId: tenant.id, states, limit: MOST + 1 });
  if (reminders.length > MOST)
    throw new UsageError(`more than ${MOST} reminders are scheduled to ${who}`, {
      hint: `cancel them by id: remind list --to "${who}" --json=id`,
    });
  const rules = rule ? await rulesTo(db, tenant.id, filter) : [];
  if (reminders.length + rules.length === 0) {
    throw new NotFoundError(`nothing is scheduled to ${who}`, {
      hint: `see: remind list --all --to "${who}"`,
    });
  }
  return withRules(db, { ...NOTHING, reminders }, rules);
}

function detailOf({ appointment, rules }: CancelPlan): string {
  if (appointment) return 'with its appointment';
  return rules.length > 0 ? 'with its recurring rule' : 'by itself';
}
