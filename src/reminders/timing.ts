// When the reminders of a request are due: at an instant, before an appointment, or by a rule.

import { formatDuration, parseLeadTimes } from '../core/duration.ts';
import { UsageError } from '../core/errors.ts';
import { nextOccurrence, type Occurrence } from '../core/recurrence.ts';
import { describeInstant } from '../core/say-time.ts';
import { DAY_MS, MINUTE_MS } from '../core/wall.ts';
import { assertNotPast, leadBefore, resolveWhen } from '../core/when.ts';
import type { Slot } from './draft.ts';
import { told } from './told.ts';

/** For an appointment without --before: long enough ahead to change one's plans. */
export const USUAL_LEAD_MS = DAY_MS;

/** As typed: exactly one of `at`, `for` and `cron`. */
export interface TimeWords {
  readonly at?: string | undefined;
  readonly for?: string | undefined;
  readonly before?: string | undefined;
  readonly cron?: string | undefined;
}

export interface Timing {
  readonly slots: readonly Slot[];
  readonly appointment: { readonly startsAt: number; readonly wall: string } | null;
  /** The first time of a rule. */
  readonly first: Occurrence | null;
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
}

export interface TimingTerms {
  readonly now: number;
  readonly zone: string;
}

/** @throws UsageError for times that cannot be read, do not exist or are past */
export async function planTiming(words: TimeWords, terms: TimingTerms): Promise<Timing> {
  const given = (['at', 'for', 'cron'] as const).filter((key) => words[key] !== undefined);
  if (given.length !== 1) {
    throw new UsageError(
      given.length === 0 ? 'no time is given' : `--${given.join(' and --')} exclude each other`,
      { hint: 'one of --for TIME (of the appointment), --at TIME (of the reminder) or --cron EXPRESSION' },
    );
  }
  if (words.before !== undefined && words.for === undefined) {
    throw new UsageError('--before counts from an appointment', { hint: 'give its time with --for' });
  }
  if (words.for !== undefined) return beforeAppointment(words.for, words.before, terms);
  return words.cron === undefined ? atInstant(words.at ?? '', terms) : byRule(words.cron, terms);
}

async function atInstant(text: string, terms: TimingTerms): Promise<Timing> {
  const when = await resolveWhen(text, terms);
  assertNotPast(when, terms.now);
  const slot = { dueAt: when.instant, wall: when.wall, leadMs: null, appointment: null };
  return { slots: [slot], appointment: null, first: null, notes: told(when.note), warnings: [] };
}

async function byRule(cron: string, { now, zone }: TimingTerms): Promise<Timing> {
  const first = await nextOccurrence({ cron, zone }, now);
  if (!first) throw new UsageError(`"${cron}" never comes`);
  const slot = { dueAt: first.instant, wall: first.wall, leadMs: null, appointment: null };
  return { slots: [slot], appointment: null, first, notes: [], warnings: [] };
}

async function beforeAppointment(
  text: string,
  before: string | undefined,
  terms: TimingTerms,
): Promise<Timing> {
  const start = await resolveWhen(text, terms);
  assertNotPast(start, terms.now, '--for');
  const appointment = { startsAt: start.instant, wall: start.wall };
  const leads = before === undefined ? [USUAL_LEAD_MS] : parseLeadTimes(before);
  const { slots, skipped } = leadSlots(leads, appointment, terms);
  if (slots.length === 0) {
    throw new UsageError(
      `the appointment is ${describeInstant(start.instant, terms.zone)}; ${skipped.join(' and ')} before it is past`,
      { hint: 'give a shorter lead time, such as --before 30m, or --at now' },
    );
  }
  const usual = before === undefined ? `no --before given: ${formatDuration(USUAL_LEAD_MS)} before` : null;
  return {
    slots,
    appointment,
    first: null,
    notes: told(start.note, usual),
    warnings: skipped.map((lead) => `${lead} before the appointment is past: that reminder is left out`),
  };
}

/** A slot for each lead time still to come; those past by more than a minute are named in `skipped`. */
export function leadSlots(
  leads: readonly number[],
  appointment: { readonly startsAt: number; readonly wall: string },
  { now, zone }: TimingTerms,
): { slots: Slot[]; skipped: string[] } {
  const slots: Slot[] = [];
  const skipped: string[] = [];
  for (const leadMs of leads) {
    const due = leadBefore(appointment.startsAt, leadMs, zone);
    if (now - due.instant > MINUTE_MS) skipped.push(formatDuration(leadMs));
    else slots.push({ dueAt: due.instant, wall: due.wall, leadMs, appointment });
  }
  return { slots, skipped };
}
