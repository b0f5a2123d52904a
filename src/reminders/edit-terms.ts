// Reads what an edit asks for, against the reminder as it is.

import { parseSender } from '../config/numbers.ts';
import { UsageError } from '../core/errors.ts';
import { formatId } from '../core/id.ts';
import { ON_UNKNOWN } from '../core/on-unknown.ts';
import { chooseQuiet } from '../core/quiet-hours.ts';
import type { OnUnknown, Priority, Reminder } from '../core/reminder.ts';
import { describeInstant } from '../core/say-time.ts';
import { assertNotPast, resolveWhen, type When } from '../core/when.ts';
import { wallAt, zoneName } from '../core/zone.ts';
import type { Appointment } from '../store/appointments.ts';
import type { Contact } from '../store/contacts.ts';
import type { Tenant } from '../store/tenants.ts';
import { assertMayGoAnyHour, choiceOf } from './choice.ts';
import type { ReminderDeps } from './deps.ts';
import { parseExpiryWish } from './expiry-wish.ts';
import type { EditTerms } from './new-values.ts';
import { type Recipient, resolveRecipient } from './recipient.ts';
import { orNone } from './tenants.ts';
import { parseVariables } from './wording.ts';

/** As typed. Left out is left as it is. */
export interface EditRequest {
  readonly id: string;
  readonly at?: string | undefined;
  /** Moves the appointment, and with it all of its reminders. */
  readonly for?: string | undefined;
  readonly to?: string | undefined;
  readonly tz?: string | undefined;
  readonly body?: string | undefined;
  readonly variables?: readonly string[] | undefined;
  readonly name?: string | undefined;
  readonly expires?: string | undefined;
  readonly from?: string | undefined;
  readonly priority?: string | undefined;
  readonly anyHour?: boolean | undefined;
  readonly onUnknown?: string | undefined;
  readonly dryRun?: boolean | undefined;
}

/** What the edit starts from. */
export interface EditSubject {
  readonly reminder: Reminder;
  readonly appointment: Appointment | null;
  readonly contact: Contact | null;
  readonly tenant: Tenant;
}

export interface ReadEdit {
  readonly terms: EditTerms;
  /** The appointment as it will be; null when it stays as it is, or there is none. */
  readonly appointment: Appointment | null;
  readonly notes: readonly string[];
}

/** @throws UsageError, NotFoundError */
export async function readEdit(
  deps: ReminderDeps,
  request: EditRequest,
  subject: EditSubject,
): Promise<ReadEdit> {
  assertAsksSomething(request, subject);
  const { reminder, tenant } = subject;
  const now = deps.clock.now();
  const recipient =
    request.to === undefined
      ? undefined
      : await resolveRecipient(deps.db, request.to, { tenant, defaults: deps.defaults });
  const zone = request.tz === undefined ? (recipient?.contact?.zone ?? reminder.zone) : zoneName(request.tz);
  const time = await readTime(request, { now, zone });
  const appointment = movedAppointment(request, { subject, recipient, zone, time });
  const current = appointment ?? subject.appointment;
  const given = parseVariables(request.variables ?? []);
  const dueAt = request.at === undefined ? undefined : time?.instant;
  if (dueAt !== undefined && current && dueAt >= current.startsAt) {
    throw new UsageError(
      `--at is not before the appointment, ${describeInstant(current.startsAt, current.zone)}`,
      { hint: 'move the appointment with --for' },
    );
  }
  const terms: EditTerms = {
    now,
    zone,
    appointment: current && { startsAt: current.startsAt, wall: wallAt(current.startsAt, zone) },
    wasAt: subject.appointment?.startsAt ?? null,
    moves: request.for !== undefined,
    dueAt,
    recipient: recipient && { contactId: recipient.contact?.id ?? null, to: recipient.to },
    name: nameOf(request, subject, recipient),
    body: request.body,
    variables: current || request.name === undefined ? given : { name: request.name, ...given },
    rewords: asksForWords(request),
    quiet: chooseQuiet(recipient ? recipient.contact : subject.contact, tenant, deps.defaults.quietHours),
    expires: await parseExpiryWish(request.expires, { now, zone }),
    ...(await readChoices(deps, request, subject)),
  };
  return { terms, appointment, notes: [time?.note ?? [], recipient?.note ?? []].flat() };
}

function assertAsksSomething(request: EditRequest, { reminder, appointment }: EditSubject): void {
  const { id, dryRun, ...wishes } = request;
  if (Object.values(wishes).every((wish) => wish === undefined)) {
    throw new UsageError('nothing is to be changed', {
      hint: 'say what: --at, --for, --body, --to, --expires, …',
    });
  }
  if (request.at !== undefined && request.for !== undefined)
    throw new UsageError('--at and --for exclude each other', {
      hint: '--for moves the appointment with its reminders, --at this reminder alone',
    });
  if (request.for !== undefined && !appointment) {
    throw new UsageError(`reminder ${formatId(reminder.id)} belongs to no appointment`, {
      hint: 'move the reminder itself with --at',
    });
  }
}

async function readTime(
  { at, for: start }: EditRequest,
  terms: { readonly now: number; readonly zone: string },
): Promise<When | undefined> {
  const text = at ?? start;
  if (text === undefined) return undefined;
  const when = await resolveWhen(text, terms);
  assertNotPast(when, terms.now, at === undefined ? '--for' : '--at');
  return when;
}

interface MoveTerms {
  readonly subject: EditSubject;
  readonly recipient: Recipient | undefined;
  readonly zone: string;
  readonly time: When | undefined;
}

/** The appointment is whose and when its reminders are about: --for, --to, --tz and --name change it. */
function movedAppointment(
  request: EditRequest,
  { subject, recipient, zone, time }: MoveTerms,
): Appointment | null {
  const { appointment } = subject;
  const asked = [request.for, request.to, request.tz, request.name].some((wish) => wish !== undefined);
  if (!appointment || !asked) return null;
  const startsAt = request.for === undefined || !time ? appointment.startsAt : time.instant;
  return {
    ...appointment,
    startsAt,
    zone,
    wall: wallAt(startsAt, zone),
    name: request.name ?? (recipient ? null : appointment.name),
    ...(recipient ? { contactId: recipient.contact?.id ?? null, to: recipient.to } : {}),
  };
}

function nameOf(
  { name }: EditRequest,
  { appointment, contact }: EditSubject,
  recipient: Recipient | undefined,
): string | null {
  if (name !== undefined) return name;
  return recipient ? (recipient.contact?.name ?? null) : (appointment?.name ?? contact?.name ?? null);
}

function asksForWords(request: EditRequest): boolean {
  const { body, variables, name, to } = request;
  return [body, variables, name, to].some((wish) => wish !== undefined);
}

async function readChoices(
  deps: ReminderDeps,
  { from, priority: word, anyHour, onUnknown }: EditRequest,
  { reminder, tenant }: EditSubject,
): Promise<Pick<EditTerms, 'from' | 'priority' | 'anyHour' | 'onUnknown'>> {
  const country = tenant.country ?? deps.defaults.country;
  const priority =
    word === undefined ? undefined : choiceOf<Priority>('--priority', word, ['critical', 'normal']);
  if (anyHour) assertMayGoAnyHour(priority ?? reminder.priority);
  return {
    from:
      from === undefined
        ? undefined
        : await orNone(from, (text) => parseSender(text, { what: '--from', country, typed: true })),
    priority,
    // What is not critical any more keeps to quiet hours like everything else.
    anyHour: priority === 'normal' ? false : anyHour,
    onUnknown:
      onUnknown === undefined ? undefined : choiceOf<OnUnknown>('--on-unknown', onUnknown, ON_UNKNOWN),
  };
}
