// The audit trail of an account: who changed what, as Twilio's Monitor tells it.

import { newSid } from './random.ts';
import type { Account, World } from './world.ts';

/** Plain data: it is written to the state file as it is. */
export interface AuditEvent {
  readonly seq: number;
  readonly sid: string;
  /** Whose resource it is about. */
  readonly accountSid: string;
  /** The account whose login made the change. */
  readonly actorSid: string;
  readonly at: number;
  /** `phone-number.created` */
  readonly type: string;
  readonly resourceType: string;
  readonly resourceSid: string;
  /** What it was like, or what of it was changed. */
  readonly data: Readonly<Record<string, unknown>>;
}

export interface AuditDraft {
  /** `phone-number`; with the verb below Twilio's event type. */
  readonly resource: string;
  readonly sid: string;
  readonly verb: 'created' | 'updated' | 'deleted';
  readonly data?: Readonly<Record<string, unknown>>;
  /** The account's own when left out. */
  readonly actorSid?: string;
}

/** Writes down that something of an account was made, changed or removed, now. */
export function audit(world: World, account: Account, draft: AuditDraft): AuditEvent {
  const { resource, sid, verb, data = {}, actorSid = account.sid } = draft;
  const event: AuditEvent = {
    seq: account.events.nextSeq(),
    sid: newSid(world.sids, 'AE'),
    accountSid: account.sid,
    actorSid,
    at: world.clock.now(),
    type: `${resource}.${verb}`,
    resourceType: resource,
    resourceSid: sid,
    data,
  };
  account.events.add(event);
  return event;
}

/** The `data` of an update: each property that differs, as it was and as it is. */
export function changesOf(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const changed = Object.keys(after).filter((key) => before[key] !== after[key] && !key.startsWith('date_'));
  const entries = changed.map((key) => [key, { previous: before[key], updated: after[key] }]);
  return { resource_properties: Object.fromEntries(entries) };
}
