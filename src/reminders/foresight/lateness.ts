// Lateness foretold: where more is due than the rate lets go in time, how late the last comes, and what would help.

import { counted } from '../../core/count.ts';
import { forecast, isUseless, longestWaitMs, startsInTime, wantedAt } from '../../core/forecast.ts';
import { quietEndAt } from '../../core/quiet-hours.ts';
import { isCallLane } from '../../core/rate.ts';
import {
  type Finding,
  isAsked,
  isQuietFor,
  isSent,
  type LaneOutlook,
  type Outlook,
  type Send,
  type Told,
} from './outlook.ts';
import { clockIn, lateWords, rateWords } from './words.ts';

export const WINDOW_MS = 15 * 60_000;
/** Nobody minds a minute. */
export const LATE_MS = 60_000;
/** What tells of an appointment should not come much before it was meant to. */
export const MOST_EARLY_MS = 60 * 60_000;
// Twilio sells up to 30 calls a second without a talk; more than a hundred is no advice.
const MOST_BOUGHT = 100;

export function findLate(outlook: Outlook): readonly Finding[] {
  return outlook.lanes.flatMap((lane) => crowdsOf(lane, outlook).map((crowd) => told(lane, crowd, outlook)));
}

/** Sends of one lane due in windows that follow one another, in each of which some are late. */
interface Crowd {
  readonly from: number;
  readonly until: number;
  readonly sends: readonly Told[];
}

function crowdsOf({ told }: LaneOutlook, outlook: Outlook): Crowd[] {
  const asked = told.filter(({ row }) => isAsked(outlook, row));
  const windows = byWindow(asked, wantedAt);
  const crowds: Crowd[] = [];
  for (const [from, sends] of [...windows].sort(([a], [b]) => a - b)) {
    if (areInTime(sends, outlook.now)) continue;
    const before = crowds.at(-1);
    const until = from + WINDOW_MS;
    if (before?.until !== from) crowds.push({ from, until, sends });
    else crowds.splice(-1, 1, { from: before.from, until, sends: [...before.sends, ...sends] });
  }
  return crowds;
}

/** Nobody waits long, and nobody so long that it is of no more use. */
function areInTime(sends: readonly Told[], now: number): boolean {
  const isLost = (told: Told) =>
    isUseless(told) && !told.row.isUnwanted && wantedAt(told.row) <= told.row.expiresAt;
  return longestWaitMs(sends.filter(isSent), now) <= LATE_MS && !sends.some(isLost);
}

/** By the quarter of an hour that an instant of theirs is in. */
export function byWindow(
  told: readonly Told[],
  instantOf: (row: Send) => number,
): ReadonlyMap<number, readonly Told[]> {
  const windows = new Map<number, Told[]>();
  for (const each of told) {
    const instant = instantOf(each.row);
    const from = instant - (instant % WINDOW_MS);
    const others = windows.get(from);
    if (others) others.push(each);
    else windows.set(from, [each]);
  }
  return windows;
}

function told(lane: LaneOutlook, { from, until, sends }: Crowd, outlook: Outlook): Finding {
  const isCall = isCallLane(lane.lane);
  const { zone } = outlook;
  const what = counted(sends.length, isCall ? 'call' : 'text');
  const rate = `${rateWords(lane.lane, lane.perSecond)}${lane.isUsual ? ", Twilio's usual rate," : ''}`;
  const going = sends.filter(isSent);
  const late = lateWords(longestWaitMs(going, outlook.now));
  const useless = sends.filter(isUseless).length;
  const lost = useless === 0 ? '' : `; ${useless} come too late to be of use`;
  const lateness =
    going.length === 0
      ? 'all come too late to be of use'
      : `the last ${isCall ? 'rings' : 'goes'} ${late} late${lost}`;
  return {
    kind: 'late',
    level: 'problem',
    detail: `${what} due ${clockIn(from, zone)}–${clockIn(until, zone)}; at ${rate} ${lateness}`,
    remedy: either(startWords(lane, sends, outlook), rateRemedy(lane, sends, outlook.now)),
  };
}

function either(...ways: readonly (string | null)[]): string | null {
  return ways.filter((way) => way !== null).join(' or ') || null;
}

/** When the first would have to go; null when that is over, or too early for a reminder. */
function startWords(lane: LaneOutlook, sends: readonly Told[], { now, zone }: Outlook): string | null {
  const crowd = new Set(sends.map(({ row }) => row));
  const last = Math.max(...sends.map(({ row }) => wantedAt(row)));
  const rows = lane.told.map(({ row }) => row).filter((row) => wantedAt(row) <= last);
  const starts = startsInTime(rows, lane.perSecond, () => Number.NEGATIVE_INFINITY);
  const first = starts.filter(({ row }) => crowd.has(row)).reduce((a, b) => (b.at < a.at ? b : a));
  const isFeasible = starts.every(({ row, at }) => at >= earliestOf(row, now));
  return isFeasible ? `start at ${clockIn(first.at, zone)}` : null;
}

function rateRemedy(lane: LaneOutlook, sends: readonly Told[], now: number): string | null {
  const crowd = new Set(sends.map(({ row }) => row));
  const rows = lane.told.map(({ row }) => row);
  const isEnough = (perSecond: number): boolean => {
    const again = forecast(rows, { ...lane, perSecond }, now);
    return areInTime(
      again.filter(({ row }) => crowd.has(row)),
      now,
    );
  };
  if (!isEnough(MOST_BOUGHT)) return null;
  let [tooLittle, enough] = [Math.floor(lane.perSecond), MOST_BOUGHT];
  while (enough - tooLittle > 1) {
    const middle = (tooLittle + enough) >> 1;
    if (isEnough(middle)) enough = middle;
    else tooLittle = middle;
  }
  return isCallLane(lane.lane)
    ? `buy ${enough} CPS`
    : `send from ${Math.ceil(enough / lane.perSecond)} numbers`;
}

/** How early it may go instead: not before what put it off is over, and in nobody's quiet hours. */
function earliestOf({ dueAt, readyAt, recipientZone, quiet }: Send, now: number): number {
  if (readyAt > dueAt) return readyAt;
  const early = Math.max(now, dueAt - MOST_EARLY_MS);
  return isQuietFor({ recipientZone, quiet }, early) ? quietEndAt(early, recipientZone, quiet) : early;
}

/** What has to go earlier, and when, so that all that is due in the span goes in time. */
export function movesOf(
  outlook: Outlook,
): readonly (Told & { readonly row: Send & { readonly id: number } })[] {
  return outlook.lanes.flatMap((lane) => {
    if (lane.perSecond === 0 || crowdsOf(lane, outlook).length === 0) return [];
    const rows = lane.told.map(({ row }) => row).filter((row) => wantedAt(row) < outlook.until);
    const earliest = (row: Send): number => earliestOf(row, outlook.now);
    return startsInTime(rows, lane.perSecond, earliest).flatMap(({ row, at }) =>
      row.id !== null && at < row.readyAt && row.readyAt > outlook.now && isAsked(outlook, row)
        ? [{ row: { ...row, id: row.id }, at }]
        : [],
    );
  });
}
