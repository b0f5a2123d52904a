// What an edit makes of one reminder: its new time, words, expiry and state.

import { expiryAt } from '../core/expiry.ts';
import { moveOutOfQuiet, type QuietHours } from '../core/quiet-hours.ts';
import type { OnUnknown, Priority, Reminder } from '../core/reminder.ts';
import { describeInstant } from '../core/say-time.ts';
import { MINUTE_MS } from '../core/wall.ts';
import { leadBefore } from '../core/when.ts';
import { wallAt } from '../core/zone.ts';
import type { Editable } from '../store/reminder-changes.ts';
import type { ReminderChange } from './change.ts';
import type { ExpiryWish } from './draft.ts';
import { wordingOf, wordReminder } from './wording.ts';

/** What was asked for, read and resolved. Left out means left as it is. */
export interface EditTerms {
  readonly now: number;
  readonly zone: string;
  /** The appointment as it will be; null for a reminder of none. */
  readonly appointment: { readonly startsAt: number; readonly wall: string } | null;
  /** When the appointment was until now. */
  readonly wasAt: number | null;
  /** True when the appointment moves: each of its reminders follows by its lead time. */
  readonly moves: boolean;
  /** A new instant for this reminder alone. */
  readonly dueAt: number | undefined;
  readonly recipient: { readonly contactId: number | null; readonly to: string } | undefined;
  /** What `{{name}}` becomes. */
  readonly name: string | null;
  readonly body: string | undefined;
  readonly variables: Readonly<Record<string, string>>;
  /** True when the words or the person they speak to are new; a template also tells a new time or zone. */
  readonly rewords: boolean;
  readonly expires: ExpiryWish;
  /** The recipient's. */
  readonly quiet: QuietHours;
  readonly from: string | null | undefined;
  readonly priority: Priority | undefined;
  readonly anyHour: boolean | undefined;
  readonly onUnknown: OnUnknown | undefined;
}

/** What an edit of one reminder means for the others of its appointment: when it is, and for whom. */
export function termsForOthers(terms: EditTerms): EditTerms {
  return {
    ...terms,
    dueAt: undefined,
    body: undefined,
    variables: {},
    expires: null,
    from: undefined,
    priority: undefined,
    anyHour: undefined,
    onUnknown: undefined,
  };
}

/**
 * The change of one reminder. One whose lead time has passed when its appointment moves is cancelled: sent now, it
 * would come as a surprise and at no time that anybody chose.
 * @throws UsageError for words that cannot be sent or an expiry that is not after due
 */
export function changeOf(before: Reminder, terms: EditTerms): ReminderChange {
  const due = dueOf(before, terms);
  if (terms.moves && terms.now - due.dueAt > MINUTE_MS) {
    const detail = `its time, ${describeInstant(due.dueAt, terms.zone)}, had passed when the appointment was moved`;
    return { before, after: { state: 'cancelled', holdReason: null }, detail };
  }
  const after: Partial<Editable> = {
    ...due,
    ...(terms.recipient ?? {}),
    ...wordsOf(before, due.wall, terms),
    expiresAt: expiryOf(before, due, terms),
    ...(terms.from === undefined ? {} : { from: terms.from }),
    ...(terms.priority === undefined ? {} : { priority: terms.priority }),
    ...(terms.anyHour === undefined ? {} : { anyHour: anyHourOf(before, terms) }),
    ...(terms.onUnknown === undefined ? {} : { onUnknown: terms.onUnknown }),
    ...restart(before, due, terms),
  };
  return { before, after, detail: detailOf(before, after) };
}

type Due = Pick<Reminder, 'dueAt' | 'wall' | 'zone' | 'leadMs'>;

function dueOf(before: Reminder, { zone, appointment, moves, dueAt }: EditTerms): Due {
  if (moves && appointment && before.leadMs !== null) {
    const { instant, wall } = leadBefore(appointment.startsAt, before.leadMs, zone);
    return { dueAt: instant, wall, zone, leadMs: before.leadMs };
  }
  const at = dueAt ?? before.dueAt;
  // A reminder of an appointment keeps following it, by the lead it has from now on.
  const leadMs = dueAt === undefined || !appointment ? before.leadMs : appointment.startsAt - dueAt;
  return { dueAt: at, wall: wallAt(at, zone), zone, leadMs };
}

function wordsOf(before: Reminder, wall: string, terms: EditTerms): Partial<Editable> {
  const retells = terms.moves || terms.dueAt !== undefined || terms.zone !== before.zone;
  if (!terms.rewords && (before.template === null || !retells)) return {};
  const old = wordingOf(before, terms.name);
  const wording = {
    ...old,
    template: terms.body ?? old.template,
    variables: { ...old.variables, ...terms.variables },
  };
  return wordReminder(wording, terms.appointment?.wall ?? wall);
}

/** Unless --expires says otherwise: a usual expiry stays the usual one, any other keeps its distance from due. */
function expiryOf(before: Reminder, due: Due, terms: EditTerms): number {
  const appointmentAt = terms.appointment?.startsAt ?? null;
  const at = { dueAt: due.dueAt, appointmentAt, zone: terms.zone };
  if (terms.expires !== null) return expiryAt({ ...at, explicit: terms.expires });
  if (due.dueAt === before.dueAt && !terms.moves) return before.expiresAt;
  const usual = usualExpiry(before, terms);
  const afterMs = before.expiresAt - before.dueAt;
  return expiryAt({ ...at, explicit: before.expiresAt === usual ? null : { afterMs } });
}

/** The expiry it had if nobody chose one; undefined when it never could have had one. */
function usualExpiry({ dueAt }: Reminder, { wasAt, zone }: EditTerms): number | undefined {
  if (wasAt !== null && wasAt <= dueAt) return undefined;
  return expiryAt({ dueAt, appointmentAt: wasAt, explicit: null, zone });
}

function anyHourOf(before: Reminder, { anyHour }: EditTerms): 0 | 1 {
  if (anyHour === undefined) return before.anyHour;
  return anyHour ? 1 : 0;
}

/** A new time, person, sender or hour is a new case for the guards: what they held is tried again. */
function restart(before: Reminder, { dueAt, zone }: Due, terms: EditTerms): Partial<Editable> {
  const anyHour = anyHourOf(before, terms);
  const isNewCase =
    dueAt !== before.dueAt ||
    anyHour !== before.anyHour ||
    terms.recipient !== undefined ||
    terms.from !== undefined;
  if (!isNewCase) return {};
  const { quiet: hours, appointment, now } = terms;
  const moved = moveOutOfQuiet({ dueAt, zone, hours, isBefore: appointment !== null, now });
  return { runAt: anyHour === 1 ? dueAt : moved.runAt, state: 'scheduled', holdReason: null };
}

const NAMES: Readonly<Partial<Record<keyof Editable, string>>> = {
  to: 'number',
  from: 'sender',
  body: 'words',
  priority: 'priority',
  onUnknown: 'what to do when unknown',
  expiresAt: 'expiry',
  anyHour: 'hours',
  zone: 'zone',
};

function detailOf(before: Reminder, after: Partial<Editable>): string {
  const keys = Object.keys(after) as (keyof Editable)[];
  const changed = keys.filter((key) => after[key] !== before[key]);
  const moved =
    after.dueAt !== undefined && after.dueAt !== before.dueAt
      ? `from ${describeInstant(before.dueAt, before.zone)} to ${describeInstant(after.dueAt, after.zone ?? before.zone)}`
      : null;
  const others = changed.flatMap((key) => NAMES[key] ?? []);
  return (
    [moved, others.length > 0 ? `new ${others.join(', ')}` : null].filter(Boolean).join('; ') || 'as it was'
  );
}
