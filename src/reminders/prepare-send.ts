// A send at once, as typed, made into reminders that are due now; nothing is stored here.

import { parseSender } from '../config/numbers.ts';
import { RefusedError, UsageError } from '../core/errors.ts';
import { chooseQuiet, formatQuietHours, isQuiet } from '../core/quiet-hours.ts';
import type { NewReminder, Via } from '../core/reminder.ts';
import { listVariables } from '../core/template.ts';
import { wallAt } from '../core/zone.ts';
import type { Tenant } from '../store/tenants.ts';
import { choiceOf } from './choice.ts';
import { chooseZone } from './choose-zone.ts';
import type { ReminderDeps } from './deps.ts';
import { CHANNELS, type Draft, draftReminders, NO_TIES } from './draft.ts';
import { type Recipient, resolveRecipient } from './recipient.ts';
import { assertSpeakable } from './schedule.ts';
import { checkSender } from './senders.ts';
import { findTenant } from './tenants.ts';
import { parseVariables } from './wording.ts';

export interface SendRequest {
  /** A contact's name or a telephone number. */
  readonly to: string;
  readonly body: string;
  readonly via?: string | undefined;
  readonly from?: string | undefined;
  readonly tenant?: string | undefined;
  readonly tz?: string | undefined;
  readonly name?: string | undefined;
  readonly variables?: readonly string[] | undefined;
  /** Also in the recipient's quiet hours. */
  readonly anyHour?: boolean | undefined;
}

export interface PreparedSend {
  readonly reminders: readonly NewReminder[];
  readonly from: string;
  readonly contactName: string | null;
  readonly note: string | null;
}

/**
 * @throws UsageError or NotFoundError for anything that cannot be sent as it is
 * @throws RefusedError in the recipient's quiet hours
 */
export async function prepareSend(deps: ReminderDeps, request: SendRequest): Promise<PreparedSend> {
  const tenant = await findTenant(deps.db, request.tenant);
  const recipient = await resolveRecipient(deps.db, request.to, { tenant, defaults: deps.defaults });
  const via = choiceOf<Via>('--via', request.via ?? 'sms', ['sms', 'call', 'both']);
  const own = await ownSender(deps, request.from, tenant);
  checkSender(own, CHANNELS[via], { tenant, defaults: deps.defaults });
  const from = own ?? tenant.sender ?? deps.defaults.from;
  if (!from) {
    throw new UsageError('no sending number is set', {
      hint: 'give --from, or set REMIND_FROM, or: remind init',
    });
  }
  const draft = draftOf(deps, request, { tenant, recipient, from, via });
  const now = deps.clock.now();
  if (!request.anyHour) assertNotQuiet(deps, request, { tenant, recipient, now });
  const slot = { dueAt: now, wall: wallAt(now, draft.zone), leadMs: null, appointment: null };
  const reminders = draftReminders(draft, slot, {
    ...NO_TIES,
    groupKey: via === 'both' ? deps.random.hex(8) : null,
  });
  await assertSpeakable(reminders);
  return { reminders, from, contactName: recipient.contact?.name ?? null, note: recipient.note };
}

interface Resolved {
  readonly tenant: Tenant;
  readonly recipient: Recipient;
  readonly from: string;
  readonly via: Via;
}

function draftOf(
  deps: ReminderDeps,
  request: SendRequest,
  { tenant, recipient, from, via }: Resolved,
): Draft {
  return {
    tenantId: tenant.id,
    contactId: recipient.contact?.id ?? null,
    to: recipient.to,
    zone: zoneOf(deps, request, { tenant, recipient }),
    channels: CHANNELS[via],
    wording: {
      template: request.body,
      name: request.name ?? recipient.contact?.name ?? null,
      variables: parseVariables(request.variables ?? []),
    },
    from,
    priority: 'critical',
    onUnknown: null,
    expires: null,
  };
}

/** "Now" needs no zone, unless the words tell the time: then one must be known, as for any reminder. */
function zoneOf(
  deps: ReminderDeps,
  request: SendRequest,
  { tenant, recipient }: Pick<Resolved, 'tenant' | 'recipient'>,
): string {
  const sources = {
    row: request.tz,
    contact: recipient.contact?.zone,
    tenant: tenant.zone,
    profile: deps.defaults.zone,
  };
  const tellsTime = listVariables(request.body).some((name) => name === 'time' || name === 'date');
  return chooseZone(tellsTime ? sources : { ...sources, profile: sources.profile ?? 'UTC' });
}

/** Where the recipient's zone is known; "now" needs none otherwise. */
function assertNotQuiet(
  { defaults }: ReminderDeps,
  { tz }: SendRequest,
  { tenant, recipient, now }: Pick<Resolved, 'tenant' | 'recipient'> & { readonly now: number },
): void {
  const { contact } = recipient;
  const hours = chooseQuiet(contact, tenant, defaults.quietHours);
  const sources = { row: tz, contact: contact?.zone, tenant: tenant.zone, profile: defaults.zone };
  const isKnown = Object.values(sources).some((source) => source !== undefined && source !== null);
  if (hours.from === hours.until || !isKnown) return;
  const zone = chooseZone(sources);
  const wall = wallAt(now, zone);
  if (!isQuiet(wall, hours)) return;
  throw new RefusedError(
    `it is ${wall.slice(11, 16)} in ${zone}, within quiet hours (${formatQuietHours(hours)}); nothing was sent`,
    { hint: 'to send it all the same: --any-hour; or remind schedule --at TIME' },
  );
}

async function ownSender(
  deps: ReminderDeps,
  from: string | undefined,
  tenant: Tenant,
): Promise<string | null> {
  if (from === undefined) return null;
  const country = tenant.country ?? deps.defaults.country;
  return await parseSender(from, { what: '--from', country, typed: true });
}
