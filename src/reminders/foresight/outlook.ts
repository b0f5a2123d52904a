// The outlook: what is to be sent in a span of time, when each will go, and what it will meet. What findings are made of.

import { type Foretold, forecast, isUseless, type LaneTerms } from '../../core/forecast.ts';
import type { FuseLimits } from '../../core/limits.ts';
import { isQuiet, type QuietHours } from '../../core/quiet-hours.ts';
import { laneRate, type Rates, USUAL_RATES } from '../../core/rate.ts';
import type { Channel } from '../../core/reminder.ts';
import type { Stop } from '../../core/stop.ts';
import { wallAt } from '../../core/zone.ts';
import type { Spending } from '../../store/limits.ts';
import type { LaneState } from '../../store/rates.ts';

/** A send that is to come. */
export interface Send {
  /** Null for a time of a rule that is not a reminder yet. */
  readonly id: number | null;
  readonly tenantId: number;
  readonly tenantName: string;
  readonly channel: Channel;
  readonly to: string;
  readonly words: string;
  readonly appointmentId: number | null;
  readonly ruleId: number | null;
  readonly occurrenceKey: string | null;
  readonly lane: string;
  readonly priority: 'critical' | 'normal';
  readonly dueAt: number;
  readonly readyAt: number;
  readonly expiresAt: number;
  readonly tokens: number;
  readonly micros: number;
  readonly isNew: boolean;
  /** Its recipient has opted out of it. */
  readonly isUnwanted: boolean;
  /** The recipient's. */
  readonly recipientZone: string;
  /** Never, for what may go at any hour. */
  readonly quiet: QuietHours;
}

/** `waitsFrom`: it could go then, but its recipient has had as many as one person gets. */
export type Told = Foretold<Send> & { readonly waitsFrom?: number };

/** What shares one rate. */
export interface LaneOutlook extends LaneTerms {
  readonly lane: string;
  /** The rate is not set: it is what Twilio usually gives. */
  readonly isUsual: boolean;
  readonly told: readonly Told[];
}

export interface Balance {
  readonly micros: number;
  readonly currency: string;
}

export interface Outlook {
  readonly now: number;
  /** The span that was asked about; what goes before it is in here too, since it may be in the way. */
  readonly from: number;
  readonly until: number;
  readonly zone: string;
  readonly lanes: readonly LaneOutlook[];
  /** All of it, in the order in which it goes. */
  readonly told: readonly Told[];
  readonly stops: readonly Stop[];
  readonly fuse: FuseLimits;
  readonly isFuseOff: boolean;
  /** How far the budgets are used now: everybody's and each tenant's, by tenant. */
  readonly spending: ReadonlyMap<number, readonly Spending[]>;
  /** Null when Twilio could not be asked. */
  readonly balance: Balance | null;
}

/** Something to know of before it happens. */
export interface Finding {
  readonly kind: 'late' | 'stopped' | 'fuse' | 'budget' | 'balance' | 'quiet-hours' | 'opt-out';
  /** A `problem` keeps reminders from arriving in time or at all; of a `note` a person may want to know. */
  readonly level: 'problem' | 'note';
  readonly detail: string;
  readonly remedy: string | null;
}

/** Looks for one kind of thing; pure. */
export type Find = (outlook: Outlook) => readonly Finding[];

export interface RateTerms {
  readonly rates: Rates;
  /** Rates to try instead; null leaves what is set. */
  readonly tried: { readonly cps: number | null; readonly mps: number | null };
  readonly laneState: (lane: string) => Omit<LaneState, 'perSecond'>;
}

/** Sorts sends into lanes and tells when each goes. A lane that is not shaped is queued by Twilio, at its usual rate. */
export function foretell(sends: readonly Send[], terms: RateTerms, now: number): LaneOutlook[] {
  const lanes = new Map<string, Send[]>();
  for (const send of sends) {
    const lane = lanes.get(send.lane);
    if (lane) lane.push(send);
    else lanes.set(send.lane, [send]);
  }
  return [...lanes].map(([lane, rows]) => {
    const laneTerms = termsOf(lane, terms);
    return { lane, ...laneTerms, told: forecast(rows, laneTerms, now) };
  });
}

function termsOf(lane: string, { rates, tried, laneState }: RateTerms): LaneTerms & { isUsual: boolean } {
  const { freeAt, lastTenantId } = laneState(lane);
  const set = laneRate(lane, rates);
  const wish = laneRate(lane, { callsPerSecond: tried.cps ?? -1, segmentsPerSecond: tried.mps ?? -1 });
  const perSecond = wish >= 0 ? wish : set > 0 ? set : laneRate(lane, USUAL_RATES);
  if (set > 0) return { perSecond, freeAt, lastTenantId, queue: 'ours', isUsual: false };
  return { perSecond, freeAt: 0, lastTenantId: 0, queue: 'twilio', isUsual: wish < 0 };
}

/** False for what comes too late to be of use, and for what its recipient has opted out of: nobody waits for that. */
export function isSent(told: Told): boolean {
  return !isUseless(told) && !told.row.isUnwanted;
}

/** Whether that instant is in its recipient's quiet hours. */
export function isQuietFor(
  { recipientZone, quiet }: Pick<Send, 'recipientZone' | 'quiet'>,
  instant: number,
): boolean {
  return quiet.from !== quiet.until && isQuiet(wallAt(instant, recipientZone), quiet);
}

/** What is due within the span, or overdue when it begins. */
export function isAsked(
  { now, from, until }: Pick<Outlook, 'now' | 'from' | 'until'>,
  { dueAt }: Send,
): boolean {
  return (dueAt >= from || from <= now) && dueAt < until;
}
