// Decides about reminders of unknown outcome: they were sent as a certain message, go out again, or are given up.

import { wordsOf } from '../core/content.ts';
import { counted } from '../core/count.ts';
import { RefusedError, UsageError } from '../core/errors.ts';
import { formatId } from '../core/id.ts';
import type { Channel, Reminder } from '../core/reminder.ts';
import { toUtc } from '../core/say-time.ts';
import type { TwilioRow } from '../gateway/door.ts';
import { bindEvidence } from '../gateway/evidence.ts';
import type { Sql } from '../store/db.ts';
import { closeDoubt } from '../store/doubts.ts';
import { insertEvent } from '../store/events.ts';
import { getIntent, isSidBound, type StoredIntent } from '../store/intents.ts';
import { getListedReminder, rewriteReminder } from '../store/reminder-changes.ts';
import { type ListedReminder, moveReminder } from '../store/reminders.ts';
import type { ReminderDeps } from './deps.ts';
import { findReminder } from './find.ts';
import { newExpiry } from './retry.ts';
import { isRecalled } from './send-anew.ts';

/** As typed. */
export interface ResolveRequest {
  readonly ids: readonly string[];
  /** The SID it was sent as. */
  readonly sent?: string | undefined;
  readonly retry?: boolean | undefined;
  readonly drop?: boolean | undefined;
  /** For --retry. */
  readonly expires?: string | undefined;
}

export interface ResolveDeps extends ReminderDeps {
  /** Asks Twilio for it. @throws NotFoundError when Twilio has no such message or call */
  fetchSend(channel: Channel, sid: string): Promise<TwilioRow>;
}

interface InDoubt {
  readonly reminder: Reminder;
  readonly intent: StoredIntent;
}

export type ResolvePlan = {
  readonly doubts: readonly InDoubt[];
  /** What has to be confirmed; null when nothing can go wrong that cannot be mended. */
  readonly question: string | null;
  readonly warnings: readonly string[];
} & (
  | { readonly verb: 'sent'; readonly row: TwilioRow }
  | { readonly verb: 'retry'; readonly expires: string | undefined }
  | { readonly verb: 'drop' }
);

/**
 * What is to be done, checked: for --sent with Twilio, too. Nothing is changed yet.
 * @throws UsageError for a reminder in any other state, and for a SID that cannot be it
 * @throws RefusedError for a SID that is another send's
 */
export async function planResolve(deps: ResolveDeps, request: ResolveRequest): Promise<ResolvePlan> {
  const verb = verbOf(request);
  const doubts: InDoubt[] = [];
  for (const id of new Set(request.ids)) doubts.push(await inDoubt(deps.db, id));
  if (verb === 'retry') return planRetry(doubts, request.expires);
  if (verb === 'drop') {
    const question = doubts.length > 1 ? `Give up ${counted(doubts.length, 'reminder')}?` : null;
    return { verb, doubts, question, warnings: [] };
  }
  const [doubt] = doubts;
  if (!doubt || doubts.length > 1) {
    throw new UsageError('--sent is about one reminder: a SID belongs to one', { hint: 'name one id' });
  }
  return planSent(deps, doubt, request.sent ?? '');
}

function verbOf({ sent, retry, drop, expires }: ResolveRequest): ResolvePlan['verb'] {
  const verbs = [sent === undefined ? [] : 'sent', retry ? 'retry' : [], drop ? 'drop' : []].flat();
  const [verb] = verbs;
  if (verb === undefined || verbs.length > 1) {
    throw new UsageError('say one of --sent SID, --retry and --drop', { hint: 'remind resolve --help' });
  }
  if (expires !== undefined && verb !== 'retry') {
    throw new UsageError('--expires goes with --retry', { hint: 'remind resolve --help' });
  }
  return verb as ResolvePlan['verb'];
}

async function inDoubt(sql: Sql, id: string): Promise<InDoubt> {
  const reminder = await findReminder(sql, id);
  if (reminder.state !== 'unknown') {
    throw new UsageError(
      `reminder ${formatId(reminder.id)} is ${reminder.state}: there is nothing to decide; nothing was changed`,
      { hint: hintFor(reminder) },
    );
  }
  const intent = reminder.intentId === null ? undefined : await getIntent(sql, reminder.intentId);
  if (!intent) throw new Error(`reminder ${reminder.id} is unknown and has no intent`);
  return { reminder, intent };
}

function hintFor(reminder: Reminder): string {
  const id = formatId(reminder.id);
  return isRecalled(reminder)
    ? `it was called back; to send it anew: remind retry ${id}`
    : `see what became of it: remind show ${id}`;
}

function planRetry(doubts: readonly InDoubt[], expires: string | undefined): ResolvePlan {
  const risky = doubts.filter(({ intent }) => intent.outcome !== 'absent');
  const ids = risky.map(({ reminder }) => formatId(reminder.id)).join(', ');
  const warnings = risky.length === 0 ? [] : [`it is not proved that ${ids} was not sent: it may come twice`];
  const question = risky.length === 0 ? null : `Send ${ids} again all the same?`;
  return { verb: 'retry', doubts, question, warnings, expires };
}

const SID_SHAPES: Readonly<Record<Channel, RegExp>> = {
  sms: /^(SM|MM)[0-9a-f]{32}$/i,
  call: /^CA[0-9a-f]{32}$/i,
};

async function planSent(deps: ResolveDeps, doubt: InDoubt, sid: string): Promise<ResolvePlan> {
  const { reminder, intent } = doubt;
  const { channel } = reminder;
  if (!SID_SHAPES[channel].test(sid)) {
    const shape = channel === 'sms' ? 'a text: SM or MM' : 'a call: CA';
    throw new UsageError(`--sent: "${sid}" is not the SID of ${shape} and 32 hexadecimal digits`);
  }
  await assertUnbound(deps.db, intent.accountSid, sid);
  const row = await deps.fetchSend(channel, sid);
  assertCouldBe(row, reminder);
  const warnings = oddities(row, doubt);
  const question = `Take ${row.value.sid} (${describe(row)}) for reminder ${formatId(reminder.id)}?`;
  return { verb: 'sent', doubts: [doubt], question, warnings, row };
}

async function assertUnbound(sql: Sql, accountSid: string, sid: string): Promise<void> {
  if (!(await isSidBound(sql, accountSid, sid))) return;
  throw new RefusedError(`${sid} is another send's; nothing was changed`, {
    hint: 'the timeline of remind show has the SID of each send',
  });
}

/** @throws UsageError when it went to somebody else, or was not sent by a program at all */
function assertCouldBe({ kind, value }: TwilioRow, { id, to }: Reminder): void {
  const isChild = kind === 'call' && value.parentCallSid !== null;
  if (value.to === to && value.direction === 'outbound-api' && !isChild) return;
  const what =
    value.to === to
      ? `is ${isChild ? 'a leg of another call' : (value.direction ?? 'of no known direction')}`
      : `went to ${value.to ?? 'nobody'}`;
  throw new UsageError(`${value.sid} ${what}; reminder ${formatId(id)} is to ${to}, sent by remind`, {
    hint: 'nothing was changed',
  });
}

/** What speaks against it without ruling it out: a person may know better. */
function oddities({ kind, value }: TwilioRow, { reminder, intent }: InDoubt): string[] {
  const odd: string[] = [];
  if (kind === 'message' && value.body !== null && wordsOf(value.body) !== wordsOf(reminder.body)) {
    odd.push(`the words of ${value.sid} are others`);
  }
  if (value.dateCreated !== null && value.dateCreated < intent.createdAt - 60_000) {
    odd.push(`${value.sid} was made before remind tried`);
  }
  return odd;
}

function describe({ kind, value }: TwilioRow): string {
  const at = value.dateCreated === null ? '' : `, ${toUtc(value.dateCreated)}`;
  return `${kind === 'message' ? 'text' : 'call'} to ${value.to}, ${value.status}${at}`;
}

/** Carries the plan out: all of it or nothing. @throws UsageError when the outcome became known meanwhile */
export async function resolve(deps: ReminderDeps, plan: ResolvePlan): Promise<readonly ListedReminder[]> {
  const now = deps.clock.now();
  return deps.db.tx(async (sql) => {
    const resolved: ListedReminder[] = [];
    for (const { reminder } of plan.doubts) {
      const doubt = await inDoubt(sql, formatId(reminder.id));
      const detail = await carryOut(sql, doubt, plan, now);
      const { id: reminderId, tenantId } = reminder;
      await insertEvent(sql, { at: now, tenantId, reminderId, kind: 'resolved', detail });
      const after = await getListedReminder(sql, reminder.id);
      if (after) resolved.push(after);
    }
    return resolved;
  });
}

/** Returns what was decided, for the timeline. */
async function carryOut(
  sql: Sql,
  { reminder, intent }: InDoubt,
  plan: ResolvePlan,
  now: number,
): Promise<string> {
  const known = intent.outcome === 'absent' ? 'Twilio does not have it' : 'nobody knows whether it was sent';
  if (plan.verb === 'sent') {
    const { sid } = plan.row.value;
    await assertUnbound(sql, intent.accountSid, sid);
    await bindEvidence(sql, { intentId: intent.id, reminderId: reminder.id, row: plan.row }, now);
    return `it was sent as ${sid}`;
  }
  await closeDoubt(sql, intent.id, now);
  if (plan.verb === 'drop') {
    const step = { from: 'unknown', to: 'failed', error: `given up by hand: ${known}` } as const;
    await moveReminder(sql, reminder.id, step, now);
    return `given up; ${known}`;
  }
  const expiresAt = await newExpiry(sql, reminder, { expires: plan.expires, now });
  const values = { ...reminder, state: 'scheduled', holdReason: null, runAt: now, expiresAt } as const;
  await rewriteReminder(sql, { id: reminder.id, from: 'unknown', values }, now);
  return `to be sent again; ${known}`;
}
