// Retries: sends what failed, came too late, was held or was called back, with a new expiry.

import { RefusedError, UsageError } from '../core/errors.ts';
import { expiryAt } from '../core/expiry.ts';
import { formatId } from '../core/id.ts';
import type { ReminderState } from '../core/lifecycle.ts';
import type { Reminder } from '../core/reminder.ts';
import { describeInstant } from '../core/say-time.ts';
import { getAppointment } from '../store/appointments.ts';
import type { Sql } from '../store/db.ts';
import { insertEvent } from '../store/events.ts';
import { getIntent } from '../store/intents.ts';
import { getListedReminder, rewriteReminder } from '../store/reminder-changes.ts';
import type { ListedReminder } from '../store/reminders.ts';
import { spreadOut } from '../store/spread-out.ts';
import type { ReminderDeps } from './deps.ts';
import { parseExpiryWish } from './expiry-wish.ts';
import { findReminder } from './find.ts';
import { assertTakesPlace, goesAnewAlready, isRecalled, newestOf, sendAnew } from './send-anew.ts';

type Refusal = readonly [why: string, hint: string];

const REFUSALS: Readonly<Record<Exclude<ReminderState, 'failed' | 'expired' | 'held'>, Refusal>> = {
  scheduled: ['is scheduled already', 'to move it: remind edit ID --at now'],
  processing: ['is being sent right now', 'wait for what comes of it: remind show ID'],
  sent: ['was sent', 'to say it again, schedule a new one'],
  unknown: [
    'may have been sent: Twilio gave no answer, so a second try might ring twice',
    'Twilio is asked about it while a daemon runs; to decide by hand: remind resolve ID --sent SID, --retry or --drop',
  ],
  cancelled: ['is cancelled', 'take that back with: remind undo ID'],
};

/**
 * Lets failed, expired and held reminders go now, or as soon as their recipient may be sent something again (a guard that
 * still says no holds them once more), until the new expiry: by default what a reminder due now would have. In place of
 * what was called back a new reminder goes. All of them or none.
 * @throws UsageError for one in any other state, or whose appointment is over
 * @throws RefusedError without `yes` for one that was given up while nobody knew whether it had been sent
 */
export async function retry(
  deps: ReminderDeps,
  ids: readonly string[],
  { expires, yes }: { readonly expires?: string | undefined; readonly yes?: boolean | undefined },
): Promise<readonly ListedReminder[]> {
  const now = deps.clock.now();
  return deps.db.tx(async (sql) => {
    const retried: ListedReminder[] = [];
    for (const id of ids) {
      const before = await retriable(sql, id);
      if (!yes) await assertNotInDoubt(sql, before);
      retried.push(await retryOne(sql, before, { expires, now }));
    }
    return retried;
  });
}

async function retryOne(
  sql: Sql,
  before: Reminder,
  { expires, now }: { readonly expires: string | undefined; readonly now: number },
): Promise<ListedReminder> {
  const expiresAt = await newExpiry(sql, before, { expires, now });
  // Whoever was rung a moment ago is not rung at once: ten of those held back within a minute trip the fuse.
  const { go } = await spreadOut(sql, [{ ...before, expiresAt, holdReason: undefined }], now);
  const runAt = go[0]?.runAt ?? now;
  if (isRecalled(before)) return await listed(sql, await sendAnew(sql, before, { expiresAt, now, runAt }));
  const values = { ...before, state: 'scheduled', holdReason: null, runAt, expiresAt } as const;
  await rewriteReminder(sql, { id: before.id, from: before.state, values }, now);
  await insertEvent(sql, {
    at: now,
    tenantId: before.tenantId,
    reminderId: before.id,
    kind: 'retried',
    detail: `it ${before.state === 'held' ? 'was' : 'had'} ${before.state}; now until ${describeInstant(expiresAt, before.zone)}`,
  });
  return await listed(sql, before.id);
}

async function listed(sql: Sql, id: number): Promise<ListedReminder> {
  const after = await getListedReminder(sql, id);
  if (!after) throw new Error(`reminder ${id} vanished in its own transaction`);
  return after;
}

/**
 * Those of them that were called back, to be shown before they go anew. Nothing is changed.
 * @throws as `retry` would
 */
export async function recalledAmong(
  { db }: Pick<ReminderDeps, 'db'>,
  ids: readonly string[],
): Promise<readonly ListedReminder[]> {
  const recalled: ListedReminder[] = [];
  for (const id of ids) {
    const reminder = await retriable(db, id);
    if (isRecalled(reminder)) recalled.push(await listed(db, reminder.id));
  }
  return recalled;
}

/** The one of that id, or what has taken its place. @throws UsageError, or NotFoundError */
async function retriable(sql: Sql, typed: string): Promise<Reminder> {
  const asked = await findReminder(sql, typed);
  const reminder = await newestOf(sql, asked);
  const { id, state } = reminder;
  if (isRecalled(reminder)) await assertTakesPlace(sql, reminder);
  else if (state !== 'failed' && state !== 'expired' && state !== 'held') {
    if (id !== asked.id) throw goesAnewAlready(asked, reminder);
    const [why, hint] = REFUSALS[state];
    throw new UsageError(`reminder ${formatId(id)} ${why}; nothing was changed`, {
      hint: hint.replace('ID', formatId(id)),
    });
  }
  return reminder;
}

async function assertNotInDoubt(sql: Sql, { id, intentId }: Reminder): Promise<void> {
  const intent = intentId === null ? undefined : await getIntent(sql, intentId);
  if (intent?.outcome !== 'unknown') return;
  throw new RefusedError(
    `reminder ${formatId(id)} was given up while nobody knew whether it had been sent: it may come twice`,
    { hint: `to send it all the same: remind retry ${formatId(id)} --yes` },
  );
}

/** Good until then when it is due now: as `expires` says, by default as any reminder due now. */
export async function newExpiry(
  sql: Sql,
  { id, zone, appointmentId }: Reminder,
  { expires, now }: { readonly expires: string | undefined; readonly now: number },
): Promise<number> {
  const explicit = await parseExpiryWish(expires, { now, zone });
  const appointment = appointmentId === null ? undefined : await getAppointment(sql, appointmentId);
  if (explicit === null && appointment && appointment.startsAt <= now) {
    throw new UsageError(
      `the appointment of reminder ${formatId(id)} was ${describeInstant(appointment.startsAt, zone)}; nothing was changed`,
      { hint: 'to send it all the same, say how long it is good for: --expires 1h' },
    );
  }
  return expiryAt({ dueAt: now, appointmentAt: appointment?.startsAt ?? null, explicit, zone });
}
