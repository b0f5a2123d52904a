// The report on a day: who has confirmed or cancelled, who was reached, and whom somebody has to call.

import { formatId } from '../core/id.ts';
import type { ReminderState } from '../core/lifecycle.ts';
import { type ReportedReminder, remindersOfDay } from '../store/report.ts';
import { endWords, isUndecided, unclearWords } from './by-hand.ts';
import { chooseZone } from './choose-zone.ts';
import type { ReminderDeps } from './deps.ts';
import { readSpan } from './span.ts';
import { findTenant } from './tenants.ts';

/**
 * - `confirmed`, `cancelled`: they said so, or it was cancelled here
 * - `reached`: something came through, and there is no answer
 * - `to-come`: nothing has come through yet, and something is still under way
 * - `undecided`: nothing is known to have come through, and nothing more happens before a person decides about it
 * - `unreached`: nothing came through, and nothing will
 * - `asks`: they want to be called, or wrote what only a person understands
 */
export type Standing = 'confirmed' | 'cancelled' | 'reached' | 'to-come' | 'undecided' | 'unreached' | 'asks';

/** One appointment; without one, what belongs together of a day's reminders. */
export interface Entry {
  readonly at: number;
  readonly zone: string;
  readonly tenant: string;
  readonly name: string | null;
  readonly to: string;
  readonly standing: Standing;
  /** What stands in the way of those who were not reached, and how to decide; null for the others. */
  readonly why: string | null;
  readonly reminders: readonly string[];
}

export interface Report {
  readonly from: number;
  readonly until: number;
  readonly zone: string;
  readonly tenant: string | null;
  readonly entries: readonly Entry[];
}

export interface ReportRequest {
  readonly on: string;
  readonly tenant?: string | undefined;
  readonly tz?: string | undefined;
}

/** @throws UsageError, NotFoundError */
export async function report(deps: ReminderDeps, request: ReportRequest): Promise<Report> {
  const tenant = request.tenant === undefined ? undefined : await findTenant(deps.db, request.tenant);
  const sources = { row: request.tz, contact: null, tenant: tenant?.zone, profile: deps.defaults.zone };
  const askedZone = () => chooseZone(sources, 'the day asked about');
  const span = await readSpan({ on: request.on }, { now: deps.clock.now(), zone: askedZone });
  const zone = askedZone();
  const [from, until] = [span.from ?? 0, span.until ?? 0];
  const rows = await remindersOfDay(deps.db, { from, until, tenantId: tenant?.id ?? null });
  return { from, until, zone, tenant: tenant?.name ?? null, entries: entriesOf(rows) };
}

/** Those whom somebody has to see to. */
export const BY_HAND: readonly Standing[] = ['unreached', 'undecided', 'asks'];

/** In the order of the rows. */
export function entriesOf(rows: readonly ReportedReminder[]): Entry[] {
  const groups = new Map<string, ReportedReminder[]>();
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const row of rows) {
    const key =
      row.appointmentId === null ? (row.groupKey ?? `one ${firstOf(row, byId)}`) : `of ${row.appointmentId}`;
    const others = groups.get(key);
    if (others) others.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first ? [entryOf(first, group)] : [];
  });
}

/** Where the chain of those that took its place begins, as far as it is of this day. */
function firstOf({ id, insteadOf }: ReportedReminder, byId: ReadonlyMap<number, ReportedReminder>): number {
  const before = insteadOf === null ? undefined : byId.get(insteadOf);
  return before === undefined ? (insteadOf ?? id) : firstOf(before, byId);
}

function entryOf(first: ReportedReminder, group: readonly ReportedReminder[]): Entry {
  const standing = standingOf(group);
  const { at, zone, tenantName: tenant, to } = first;
  const name = group.find((row) => row.name !== null)?.name ?? null;
  const why = BY_HAND.includes(standing) ? whyOf(group) : null;
  return { at, zone, tenant, name, to, standing, why, reminders: group.map(({ id }) => formatId(id)) };
}

// `sent` as well: some carriers never say more, and then it is all that will be known. A machine has heard it, too.
const CAME_THROUGH: readonly string[] = ['sent', 'delivered', 'read', 'answered', 'machine'];
const ON_ITS_WAY: readonly string[] = [
  'accepted',
  'scheduled',
  'queued',
  'sending',
  'initiated',
  'ringing',
  'in-progress',
];
const TO_COME: readonly ReminderState[] = ['scheduled', 'processing'];

/** What a person did counts for more than what Twilio says, and what came through for more than what did not. */
function standingOf(group: readonly ReportedReminder[]): Standing {
  const says = (response: ReportedReminder['response']): boolean =>
    group.some((row) => row.response === response);
  if (group[0]?.appointmentState === 'cancelled' || says('cancelled')) return 'cancelled';
  if (says('contact') || group.some(({ replyId }) => replyId !== null)) return 'asks';
  if (says('confirmed')) return 'confirmed';
  const open = group.filter(({ state }) => state !== 'cancelled');
  // Who wants no more texts has said nothing about the appointment.
  if (open.length === 0) return group.some(isOptedOut) ? 'unreached' : 'cancelled';
  if (open.some(({ state, receipt }) => state === 'sent' && CAME_THROUGH.includes(receipt ?? '')))
    return 'reached';
  if (open.some(isToCome)) return 'to-come';
  return open.some(isUndecided) ? 'undecided' : 'unreached';
}

function isOptedOut(row: ReportedReminder): boolean {
  return row.isOptedOut === 1;
}

/** What is held for its rate goes by itself; whatever else is held waits for a person, who may as well call. */
function isToCome({ state, holdReason, receipt, doubt }: ReportedReminder): boolean {
  if (state === 'sent') return receipt === null || ON_ITS_WAY.includes(receipt);
  if (state === 'held') return holdReason === 'rate' || holdReason === 'quiet-hours';
  return TO_COME.includes(state) || (state === 'unknown' && !isUndecided({ state, doubt }));
}

/** Each channel's last word, and each that is to be decided about: `call busy, text undelivered`. */
function whyOf(group: readonly ReportedReminder[]): string {
  if (group.some(({ response }) => response === 'contact')) return 'asks to be called';
  const unclear = group.find(({ replyId }) => replyId !== null);
  if (unclear) return unclearWords(unclear) ?? '';
  const words = new Map<string, string>();
  for (const row of group) {
    if (isOptedOut(row)) words.set(row.channel, 'opted out');
    if (row.state === 'cancelled') continue;
    words.set(isUndecided(row) ? String(row.id) : row.channel, endWords(row));
  }
  return [...new Set(words.values())].join(', ');
}
