// A reminder's timeline: what was decided about it, each try, and what Twilio said, in order.

import { type BadNumber, describeBadNumber } from '../core/bad-number.ts';
import { counted } from '../core/count.ts';
import { formatId } from '../core/id.ts';
import type { IntentOutcome } from '../core/intent.ts';
import { formatMicros } from '../core/price.ts';
import { callReceipt } from '../core/receipt.ts';
import { marksOfReminder } from '../store/bad-numbers.ts';
import type { Sql } from '../store/db.ts';
import { eventsOfReminder, type StoredEvent } from '../store/events.ts';
import { intentsOfReminder, type StoredIntent } from '../store/intents.ts';
import type { ListedReminder } from '../store/reminders.ts';
import { type SentRow, sentRowsOfReminder } from '../store/timeline.ts';

export interface Moment {
  readonly at: number;
  /** `created`, an event's kind, `intent`, `outcome`, `twilio` or `marked`. */
  readonly kind: string;
  readonly text: string;
  /** Twilio's id of the message or call, where there is one. */
  readonly sid: string | null;
}

const OUTCOMES: Readonly<Record<Exclude<IntentOutcome, 'pending'>, string>> = {
  accepted: 'Twilio accepted it',
  rejected: 'Twilio refused it',
  'not-sent': 'nothing was sent',
  unknown: 'no answer: it may have been sent',
  absent: 'Twilio does not have it: it was not sent',
};

/** Oldest first; what happened at the same instant in the order it must have happened in. */
export async function timelineOf(sql: Sql, reminder: ListedReminder): Promise<Moment[]> {
  const events = await eventsOfReminder(sql, reminder.id);
  // Written with the outcome that it follows from.
  const isSequel = ({ kind }: StoredEvent): boolean => kind === 'postponed';
  const moments = [
    created(reminder),
    ...events.filter((event) => !isSequel(event)).flatMap(ofEvent),
    ...(await intentsOfReminder(sql, reminder.id)).flatMap(ofIntent),
    ...events.filter(isSequel).flatMap(ofEvent),
    ...(await sentRowsOfReminder(sql, reminder.id)).map(ofTwilio),
    ...(await marksOfReminder(sql, reminder.id)).map(ofMark),
  ];
  return moments.sort((a, b) => a.at - b.at);
}

function created(reminder: ListedReminder): Moment {
  const origin =
    reminder.importId !== null
      ? ` by import ${formatId(reminder.importId)}`
      : reminder.ruleId !== null
        ? ` by rule ${formatId(reminder.ruleId)}`
        : '';
  return { at: reminder.createdAt, kind: 'created', text: `scheduled${origin}`, sid: null };
}

function ofEvent(event: StoredEvent): Moment[] {
  const undone = event.undoneAt === null ? '' : ' (undone since)';
  const detail = event.detail === null ? '' : `: ${event.detail}`;
  return [{ at: event.at, kind: event.kind, text: `${event.kind}${detail}${undone}`, sid: null }];
}

function ofIntent(intent: StoredIntent): Moment[] {
  const verb = intent.kind === 'call' ? 'calling' : 'texting';
  const tried: Moment = {
    at: intent.createdAt,
    kind: 'intent',
    text: `try ${intent.attempt}: ${verb} ${intent.to} from ${intent.from}`,
    sid: null,
  };
  const { outcome, sid, settledAt, unknownAt } = intent;
  if (outcome === 'pending' || settledAt === null) return [tried];
  const error = intent.error === null ? '' : `: ${withCode(intent.error, intent.twilioCode)}`;
  // What was found out later does not hide what was thought before.
  const doubted = unknownAt !== null && outcome !== 'unknown' && outcome !== 'rejected';
  const unknown: Moment[] = doubted
    ? [{ at: unknownAt, kind: 'outcome', text: `${OUTCOMES.unknown}${error}`, sid: null }]
    : [];
  const text = `${OUTCOMES[outcome]}${sid === null ? '' : ` as ${sid}`}${doubted ? '' : error}`;
  return [tried, ...unknown, { at: settledAt, kind: 'outcome', text, sid }];
}

/** Most errors begin with Twilio's number: `21606: the sending number …`. */
function withCode(error: string, code: number | null): string {
  return code === null || error.startsWith(`${code}`) ? error : `${code} ${error}`;
}

function ofTwilio(row: SentRow): Moment {
  const status = row.kind === 'call' ? callReceipt(row.status, row.answeredBy) : row.status;
  const facts = [
    row.errorCode === null ? null : `error ${row.errorCode}${row.errorMessage ? ` ${row.errorMessage}` : ''}`,
    row.durationS === null ? null : `${row.durationS} s`,
    row.segments === null ? null : counted(row.segments, 'segment'),
    row.priceMicros === null ? null : priceText(row.priceMicros, row.priceUnit),
  ].filter((fact) => fact !== null);
  const more = facts.length > 0 ? ` (${facts.join(', ')})` : '';
  const at = row.endedAt ?? row.updatedAt ?? row.fetchedAt;
  return { at, kind: 'twilio', text: `${row.kind} ${status}${more}`, sid: row.sid };
}

/** The next reminder to that number fails without a try, and this one is why. */
function ofMark(mark: BadNumber & { readonly endedAt: number | null }): Moment {
  const since = mark.endedAt === null ? '' : '; taken back since';
  return { at: mark.since, kind: 'marked', text: `marked: ${describeBadNumber(mark)}${since}`, sid: null };
}

/** Twilio's prices are negative; what a person pays is not. */
function priceText(micros: number, unit: string | null): string {
  const amount = formatMicros(Math.abs(micros));
  return unit === null || unit.toUpperCase() === 'USD' ? amount : `${amount.replace('$', '')} ${unit}`;
}
