// Plans a request: everything worked out and checked, nothing stored yet.

import { parseSender } from '../config/numbers.ts';
import { UsageError } from '../core/errors.ts';
import { ON_UNKNOWN } from '../core/on-unknown.ts';
import { chooseQuiet } from '../core/quiet-hours.ts';
import type { CatchUp, OnUnknown, Priority, Via } from '../core/reminder.ts';
import { describeInstant } from '../core/say-time.ts';
import { HOUR_MS, MINUTE_MS } from '../core/wall.ts';
import type { Contact } from '../store/contacts.ts';
import type { Tenant } from '../store/tenants.ts';
import { assertMayGoAnyHour, choiceOf } from './choice.ts';
import { chooseZone } from './choose-zone.ts';
import type { ReminderDeps } from './deps.ts';
import { CHANNELS, type Draft } from './draft.ts';
import { parseExpiryWish } from './expiry-wish.ts';
import { tellMoves } from './quiet-moves.ts';
import { type Recipient, resolveRecipient } from './recipient.ts';
import type { ScheduleRequest } from './request.ts';
import { checkSender } from './senders.ts';
import { planTiming, type Timing } from './timing.ts';
import { told } from './told.ts';
import { unwantedNote } from './unwanted.ts';
import { parseVariables } from './wording.ts';

// A rule's reminder is good for as long as any other (core's default), unless --expires says otherwise.
const USUAL_EXPIRY_MS = 4 * HOUR_MS;
// `skip` means on time or not at all. Five minutes are a restart of the daemon, not an outage.
const SKIP_EXPIRY_MS = 5 * MINUTE_MS;

export interface SchedulePlan {
  readonly tenant: Tenant;
  readonly contact: Contact | null;
  readonly draft: Draft;
  readonly timing: Timing;
  readonly via: Via;
  readonly cron: string | null;
  readonly catchUp: CatchUp;
  /** `--name`. */
  readonly name: string | null;
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
}

/** @throws UsageError or NotFoundError for anything in the request that cannot be carried out */
export async function planSchedule(
  deps: ReminderDeps,
  request: ScheduleRequest,
  { tenant, now }: { readonly tenant: Tenant; readonly now: number },
): Promise<SchedulePlan> {
  const choices = readChoices(request);
  const recipient = await resolveRecipient(deps.db, request.to, { tenant, defaults: deps.defaults });
  const zone = chooseZone({
    row: request.tz,
    contact: recipient.contact?.zone,
    tenant: tenant.zone,
    profile: deps.defaults.zone,
  });
  const timing = await planTiming(request, { now, zone });
  const draft = await draftOf(deps, request, { tenant, now, zone, recipient, timing, choices });
  const moves = tellMoves(draft, timing);
  const from = draft.from ?? tenant.sender ?? deps.defaults.from ?? null;
  const sender = checkSender(draft.from, draft.channels, { tenant, defaults: deps.defaults });
  return {
    tenant,
    contact: recipient.contact,
    draft,
    timing,
    via: choices.via,
    cron: request.cron ?? null,
    catchUp: choices.catchUp,
    name: request.name ?? null,
    notes: [...timing.notes, ...told(recipient.note), ...moves.notes],
    warnings: [
      ...timing.warnings,
      ...told(sender, await unwantedNote(deps.db, { ...draft, from })),
      ...moves.warnings,
      ...lateWarning(draft, timing),
    ],
  };
}

interface Choices {
  readonly via: Via;
  readonly priority: Priority;
  readonly onUnknown: OnUnknown | null;
  readonly catchUp: CatchUp;
}

function readChoices(request: ScheduleRequest): Choices {
  const priority = choiceOf<Priority>('--priority', request.priority ?? 'normal', ['critical', 'normal']);
  if (request.anyHour) assertMayGoAnyHour(priority);
  if (request.catchUp !== undefined && request.cron === undefined)
    throw new UsageError('--catch-up is about a recurring reminder', { hint: 'it goes with --cron' });
  return {
    via: choiceOf<Via>('--via', request.via ?? 'sms', ['sms', 'call', 'both']),
    priority,
    onUnknown:
      request.onUnknown === undefined
        ? null
        : choiceOf<OnUnknown>('--on-unknown', request.onUnknown, ON_UNKNOWN),
    catchUp: choiceOf<CatchUp>('--catch-up', request.catchUp ?? 'latest', ['skip', 'latest', 'all']),
  };
}

interface DraftTerms {
  readonly tenant: Tenant;
  readonly now: number;
  readonly zone: string;
  readonly recipient: Recipient;
  readonly timing: Timing;
  readonly choices: Choices;
}

async function draftOf(deps: ReminderDeps, request: ScheduleRequest, terms: DraftTerms): Promise<Draft> {
  const { tenant, now, zone, recipient, timing, choices } = terms;
  const country = tenant.country ?? deps.defaults.country;
  const given = parseVariables(request.variables ?? []);
  const expires = await parseExpiryWish(request.expires, terms);
  // An appointment and a rule keep the name themselves; a bare reminder keeps it among its variables.
  const isBare = timing.appointment === null && timing.first === null;
  return {
    tenantId: tenant.id,
    contactId: recipient.contact?.id ?? null,
    to: recipient.to,
    zone,
    channels: CHANNELS[choices.via],
    wording: {
      template: request.body,
      name: request.name ?? recipient.contact?.name ?? null,
      variables: isBare && request.name !== undefined ? { name: request.name, ...given } : given,
    },
    from:
      request.from === undefined
        ? null
        : await parseSender(request.from, { what: '--from', country, typed: true }),
    priority: choices.priority,
    onUnknown: choices.onUnknown,
    anyHour: request.anyHour,
    quiet: { hours: chooseQuiet(recipient.contact, tenant, deps.defaults.quietHours), now },
    expires: timing.first === null ? expires : ruleExpiry(expires, choices.catchUp),
  };
}

function ruleExpiry(wish: Draft['expires'], catchUp: CatchUp): { readonly afterMs: number } {
  if (wish !== null && 'at' in wish) {
    throw new UsageError('--expires of a recurring reminder is a time after due', { hint: 'such as 2h' });
  }
  const afterMs = wish?.afterMs ?? USUAL_EXPIRY_MS;
  return { afterMs: catchUp === 'skip' ? Math.min(afterMs, SKIP_EXPIRY_MS) : afterMs };
}

function lateWarning({ expires, zone }: Draft, { appointment, slots }: Timing): string[] {
  if (expires === null || appointment === null) return [];
  const last = Math.max(
    ...slots.map(({ dueAt }) => ('at' in expires ? expires.at : dueAt + expires.afterMs)),
  );
  if (last <= appointment.startsAt) return [];
  return [
    `with this --expires a late reminder could still go out after the appointment (${describeInstant(last, zone)})`,
  ];
}
