// Cancels: reminders that were not sent yet, an appointment with all of its reminders, or a rule.

import { NotFoundError, UsageError } from '../core/errors.ts';
import type { Reminder } from '../core/reminder.ts';
import type { Appointment } from '../store/appointments.ts';
import type { Sql } from '../store/db.ts';
import { listReminders, remindersOfAppointment } from '../store/reminders.ts';
import { getRule, type Rule } from '../store/rules.ts';
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
  /** Also ends the recurring rules that the reminders belong to. */
  readonly rule?: boolean | undefined;
}

/** What a cancel would do; nothing is changed yet. */
export interface CancelPlan {
  readonly reminders: readonly Reminder[];
  readonly appointment: Appointment | null;
  readonly rules: readonly Rule[];
  readonly notes: readonly string[];
}

/** @throws UsageError when one of the ids can no longer be cancelled; NotFoundError for what is not there */
export async function planCancel(deps: ReminderDeps, request: CancelRequest): Promise<CancelPlan> {
  const given = [request.ids.length > 0, request.appointment !== undefined, request.to !== undefined];
  if (given.filter(Boolean).length !== 1) {
    throw new UsageError('say what to cancel: ids, or --appointment ID, or --to WHO');
  }
  const plan = await found(deps, request);
  const rules = request.rule ? await rulesOf(deps.db, plan.reminders) : [];
  return { ...plan, rules };
}

/** Carries the plan out, all of it or nothing. @throws UsageError when a reminder has moved on in the meantime */
export async function cancel(deps: ReminderDeps, plan: CancelPlan): Promise<void> {
  const { appointment, rules } = plan;
  if (plan.reminders.length === 0 && !appointment) return;
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

type Found = Omit<CancelPlan, 'rules'>;

async function found(deps: ReminderDeps, request: CancelRequest): Promise<Found> {
  if (request.appointment !== undefined) return ofAppointment(deps.db, request.appointment);
  if (request.to !== undefined) return ofPerson(deps, request.to, request.tenant);
  const reminders = new Map<number, Reminder>();
  const notes: string[] = [];
  for (const id of request.ids) {
    const reminder = await findReminder(deps.db, id);
    // Cancelling twice is no mistake; cancelling what was sent is one.
    if (reminder.state === 'cancelled') notes.push(`${whyClosed(reminder)} already`);
    else {
      assertOpen(reminder, 'cancelled');
      reminders.set(reminder.id, reminder);
    }
  }
  return { reminders: [...reminders.values()], appointment: null, notes };
}

async function ofAppointment(sql: Sql, id: string): Promise<Found> {
  const appointment = await findAppointment(sql, id);
  const all = await remindersOfAppointment(sql, appointment.id);
  const closed = all.filter((each) => !isOpen(each) && each.state !== 'cancelled');
  const reminders = all.filter(isOpen);
  if (appointment.state === 'cancelled' && reminders.length === 0)
    return { reminders, appointment: null, notes: [`appointment ${id} is cancelled already`] };
  return { reminders, appointment, notes: closed.flatMap((each) => whyClosed(each) ?? []) };
}

async function ofPerson(deps: ReminderDeps, who: string, tenantName: string | undefined): Promise<Found> {
  const tenant = await findTenant(deps.db, tenantName);
  const filter = await recipientFilter(deps.db, who, { tenant, defaults: deps.defaults });
  const reminders = await listReminders(deps.db, {
    ...filter,
    tenantId: tenant.id,
    states: ['scheduled', 'held'],
    limit: MOST + 1,
  });
  if (reminders.length === 0) {
    throw new NotFoundError(`nothing is scheduled to ${who}`, { hint: 'remind list --all --to …' });
  }
  if (reminders.length > MOST) throw new UsageError(`more than ${MOST} reminders are scheduled to ${who}`);
  return { reminders, appointment: null, notes: [] };
}

async function rulesOf(sql: Sql, reminders: readonly Reminder[]): Promise<Rule[]> {
  const ids = new Set(reminders.flatMap(({ ruleId }) => ruleId ?? []));
  const rules: Rule[] = [];
  for (const id of ids) {
    const rule = await getRule(sql, id);
    if (rule && rule.endedAt === null) rules.push(rule);
  }
  if (rules.length === 0) throw new UsageError('--rule: none of these reminders recurs');
  return rules;
}

function detailOf({ appointment, rules }: CancelPlan): string {
  if (appointment) return 'with its appointment';
  return rules.length > 0 ? 'with its recurring rule' : 'by itself';
}
