// A reminder's public fields: the JSON contract that list, show, edit and their kin share (docs/json.md).

import type { Column } from '../core/command.ts';
import { formatId } from '../core/id.ts';
import { showState } from '../core/lifecycle.ts';
import { describeInstant, toUtc } from '../core/say-time.ts';
import { wallAt } from '../core/zone.ts';
import type { ByHand } from '../store/by-hand.ts';
import type { ListedReminder } from '../store/reminders.ts';
import { relativeTime } from '../terminal/relative-time.ts';
import { whyByHand } from './by-hand.ts';

export function idOrNull(id: number | null): string | null {
  return id === null ? null : formatId(id);
}

/** `Cindy Smith`, or the number of somebody who is no contact. */
export function whom(reminder: Pick<ListedReminder, 'contactName' | 'to'>): string {
  return reminder.contactName ?? reminder.to;
}

/** `Tue 24 Nov 14:30 Europe/Berlin`: short enough for a table; the year is told when it is not this one. */
export function shortDue(instant: number, zone: string, now: number): string {
  const [day, time = ''] = describeInstant(instant, zone).split(', ');
  const year = wallAt(now, zone).slice(0, 4);
  return `${day?.replace(` ${year}`, '')} ${time.split(' ')[0]} ${zone}`;
}

/** Every field of a stored reminder, in the order of the documentation. */
export function reminderColumns(now: number): readonly Column<ListedReminder>[] {
  const relative = (at: number | null): string => (at === null ? '' : relativeTime(at, now));
  return [
    { key: 'id', heading: 'ID', value: (r) => formatId(r.id) },
    { key: 'state', heading: 'STATE', value: (r) => showState(r.state, r.holdReason) },
    { key: 'channel', heading: 'VIA', value: (r) => r.channel },
    { key: 'to', heading: 'TO', value: (r) => r.to, show: whom },
    {
      key: 'dueAt',
      heading: 'DUE',
      value: (r) => toUtc(r.dueAt),
      show: (r) => shortDue(r.dueAt, r.zone, now),
    },
    { key: 'receipt', heading: 'RECEIPT', value: (r) => r.receipt, show: (r) => r.receipt ?? '' },
    { key: 'body', heading: 'BODY', value: (r) => r.body, isProse: true },
    { key: 'contact', value: (r) => r.contactName },
    { key: 'tenant', value: (r) => r.tenantName },
    { key: 'zone', value: (r) => r.zone },
    { key: 'localTime', value: (r) => r.wall },
    { key: 'goesAt', value: (r) => toUtc(r.runAt) },
    { key: 'expiresAt', value: (r) => toUtc(r.expiresAt) },
    { key: 'from', value: (r) => r.from },
    { key: 'priority', value: (r) => r.priority },
    { key: 'onUnknown', value: (r) => r.onUnknown },
    { key: 'response', value: (r) => r.response },
    { key: 'attempts', value: (r) => r.attempts },
    { key: 'lastError', value: (r) => r.lastError },
    { key: 'appointmentId', value: (r) => idOrNull(r.appointmentId) },
    { key: 'ruleId', value: (r) => idOrNull(r.ruleId) },
    { key: 'importId', value: (r) => idOrNull(r.importId) },
    { key: 'dedupeKey', value: (r) => r.dedupeKey },
    { key: 'groupKey', value: (r) => r.groupKey },
    { key: 'createdAt', value: (r) => toUtc(r.createdAt) },
    { key: 'updatedAt', value: (r) => toUtc(r.updatedAt) },
    { key: 'doubt', value: (r) => r.doubt },
    { key: 'unknownSince', value: (r) => toUtc(r.unknownSince), show: (r) => relative(r.unknownSince) },
    { key: 'nextLookAt', value: (r) => toUtc(r.nextLookAt), show: (r) => relative(r.nextLookAt) },
  ];
}

// What a table of reminders of unknown outcome shows in place of receipts, which they have none of.
const IN_DOUBT: Readonly<Record<string, string>> = {
  doubt: 'DOUBT',
  unknownSince: 'SINCE',
  nextLookAt: 'NEXT LOOK',
};
// What a table of those that nobody will send any more shows: how often it was tried, and why it ended.
const DEAD: Readonly<Record<string, string>> = { state: 'STATE', attempts: 'TRIES', lastError: 'WHY' };
const PLAIN = ['id', 'channel', 'to', 'dueAt'];

/** The same fields; a table shows since when each is unknown and when Twilio is asked next. */
export function doubtColumns(now: number): readonly Column<ListedReminder>[] {
  return tableOf(now, { plain: [...PLAIN, 'body'], others: IN_DOUBT });
}

/** The same fields; a table shows why each was given up. */
export function deadColumns(now: number): readonly Column<ListedReminder>[] {
  return tableOf(now, { plain: PLAIN, others: DEAD }).map((column) =>
    column.key === 'lastError' ? { ...column, isProse: true, show: (r) => r.lastError ?? '' } : column,
  );
}

/** Why somebody has to see to it, and how to decide; of the rows of `remind list --by-hand` only. */
export const NOT_BY_HAND: Column<ListedReminder> = { key: 'byHand', value: () => null };

/** The same fields; a table shows why each needs a person. */
export function byHandColumns(now: number): readonly Column<ByHand>[] {
  return [
    ...tableOf(now, { plain: PLAIN, others: {} }),
    { key: 'byHand', heading: 'WHY', value: whyByHand, isProse: true },
  ];
}

function tableOf(
  now: number,
  { plain, others }: { readonly plain: readonly string[]; readonly others: Readonly<Record<string, string>> },
): readonly Column<ListedReminder>[] {
  const columns = reminderColumns(now).map(({ heading: usual, ...column }): Column<ListedReminder> => {
    const heading = plain.includes(column.key) ? usual : others[column.key];
    return heading === undefined ? column : { ...column, heading };
  });
  // Prose stands last.
  const isProse = (column: Column<ListedReminder>): boolean => column.isProse === true;
  return [...columns.filter((column) => !isProse(column)), ...columns.filter(isProse)];
}

/** A stored reminder as an object of all its public fields, for records that hold several. */
export function reminderObject(reminder: ListedReminder): Record<string, unknown> {
  return Object.fromEntries(reminderColumns(0).map(({ key, value }) => [key, value(reminder) ?? null]));
}

/** One line for a person: `7  sms to Cindy Smith, due Tue 24 Nov 2026, 14:30 (…), scheduled`. */
export function reminderLine(reminder: ListedReminder): string {
  const due = describeInstant(reminder.dueAt, reminder.zone);
  const state = showState(reminder.state, reminder.holdReason);
  return `${formatId(reminder.id)}  ${reminder.channel} to ${whom(reminder)}, due ${due}, ${state}`;
}
