// The limits of sending as SQL: one text of rules, asked by the door and enforced by triggers on whoever writes.

import { ALARM_LIMITS, type FuseKey, RECIPIENT_LIMITS, type RecipientKey } from '../core/limits.ts';
import type { Channel } from '../core/reminder.ts';
import {
  ALL,
  areApart,
  EVERYBODY,
  isNew,
  isUnheard,
  limitColumn,
  NEW,
  ordinary,
  SCOPES,
  sends,
  stands,
  TENANT,
  UNSAID_MICROS,
} from './send-scopes.ts';
import { beginStretch, type Scope, stretchOf } from './tally.ts';

const HOUR_MS = 3_600_000;

/** The rule that says no: `alarms` is the cap of alarms, `begin` asks for the stretches to be begun. */
export type RuleName = FuseKey | 'alarms' | 'begin' | 'budget' | 'stopped';

/** Writes a rule's name as the answer to a question, or as the end of a statement. */
export type Say = (name: RuleName) => string;

const answer: Say = (name) => `'${name}'`;
export const refuse: Say = (name) => `raise(abort, 'limit: ${name}')`;

/** Calls, or texts, to one recipient: one look at the widest window counts for all of them. */
function recipientRule(channel: Channel, say: Say): string {
  const keys = keysOf(channel);
  const since = (ms: number): string => `i.created_at > new.created_at - ${ms}`;
  return `(select case
    ${keys.map((key) => `when sum(${since(RECIPIENT_LIMITS[key].windowMs)}) >= l.${limitColumn(key)} then ${say(key)}`).join('\n')}
    end
    from intent i where i.to_number = new.to_number and i.kind = new.kind and ${since(widestOf(channel))}
      and ${ordinary('i')} and ${stands('i')})`;
}

function keysOf(channel: Channel): readonly RecipientKey[] {
  const keys = Object.keys(RECIPIENT_LIMITS) as RecipientKey[];
  return keys.filter((key) => RECIPIENT_LIMITS[key].channel === channel);
}

function widestOf(channel: Channel): number {
  return Math.max(...keysOf(channel).map((key) => RECIPIENT_LIMITS[key].windowMs));
}

/** One seek tells of most recipients that they were sent nothing of late; then there is nothing to count. */
function sentOfLate(): string {
  return `exists (select 1 from intent i where i.to_number = new.to_number and i.kind = new.kind
    and i.created_at > new.created_at - ${widestOf('sms')})`;
}

// Words, media, template or script: whatever a person would hear or read. Twilio's other parameters may differ.
const content = (row: string): string =>
  `json_extract(${row}.params, '$.Body', '$.MediaUrl', '$.ContentSid', '$.ContentVariables', '$.Twiml', '$.Url')`;
const NO_CONTENT = JSON.stringify(Array(6).fill(null));

/**
 * Of different reminders only: a second try is the same one. Two appointments, or two times of a rule, are two; a call that
 * was called back is none.
 */
function identicalRule(say: Say): string {
  return `(select case when count(distinct i.reminder_id) >= l.identical_per_hour then ${say('identicalPerHour')} end
    from intent i where i.to_number = new.to_number and i.kind = new.kind
      and i.created_at > new.created_at - ${HOUR_MS} and i.reminder_id <> new.reminder_id
      and ${ordinary('i')} and ${stands('i')}
      and ${content('i')} = ${content('new')} and ${content('new')} <> '${NO_CONTENT}'
      and not ${areApart('i.reminder_id', 'new.reminder_id')} and not ${isUnheard('i')})`;
}

/** A stretch that has not been begun has no room either: it is begun, and the rules are asked again. */
function tallyRule(scope: Scope, key: FuseKey, say: Say, applies = '1'): string {
  const row = `from tally t where t.scope = ${scope.name('new')} and t.stretch = ${stretchOf('new.created_at', scope)}`;
  return `case coalesce((select t.room > 0 ${row}), 2) when 1 then null
    when 0 then case when ${applies} then ${say(key)} end
    else case when ${applies} then ${say('begin')} end end`;
}

/** Neither one more send nor its money fits into what a budget has left. */
function budgetRule(scope: Scope, say: Say): string {
  const row = `from tally t where t.scope = ${scope.name('new')} and t.stretch = ${stretchOf('new.created_at', scope)}`;
  const fits = `t.room > 0 and t.room_micros >= coalesce(new.estimated_micros, ${UNSAID_MICROS})`;
  return `case coalesce((select ${fits} ${row}), 2) when 0 then ${say('budget')} when 2 then ${say('begin')} end`;
}

function alarmRule(say: Say): string {
  const since = (ms: number): string => `i.created_at > new.created_at - ${ms}`;
  const widest = Math.max(...ALARM_LIMITS.map(({ windowMs }) => windowMs));
  return `(select case
    ${ALARM_LIMITS.map(({ most, windowMs }) => `when sum(${since(windowMs)}) >= ${most} then ${say('alarms')}`).join('\n')}
    end
    from intent i where i.to_number = new.to_number and i.kind in ('message', 'call') and ${since(widest)}
      and i.purpose = 'alarm' and ${sends('i')} and ${stands('i')})`;
}

const IS_OFF = `l.fuse_off = 1 and exists (select 1 from stamp where mode = 'simulator')`;

/** The first rule that says no to `new`, under the limits `l`; null when none does. */
export function verdict(say: Say): string {
  const ofRecipient = `coalesce(
    case new.kind when 'call' then ${recipientRule('call', say)} else ${recipientRule('sms', say)} end,
    ${identicalRule(say)})`;
  const rules = [
    `case when ${sentOfLate()} then ${ofRecipient} end`,
    tallyRule(ALL, 'allPerMinute', say),
    tallyRule(NEW, 'newPerHour', say, isNew('new')),
  ];
  const fuse = `case when not (${IS_OFF}) then coalesce(${rules.join(',\n')}) end`;
  return `case
    when new.purpose = 'alarm' then ${alarmRule(say)}
    else coalesce(${fuse}, ${budgetRule(EVERYBODY, say)}, ${budgetRule(TENANT, say)})
  end`;
}

// Parameters in this order: kind, purpose, tenant, reminder, recipient, Twilio's parameters, now, what it may cost.
const DRAFT = `(select 0 as id, ? as kind, ? as purpose, ? as tenant_id, ? as reminder_id, ? as to_number,
  ? as params, ? as created_at, ? as estimated_micros) as new`;

const IS_STOPPED = `new.purpose <> 'alarm' and exists (
  select 1 from stop where ended_at is null and (tenant_id is null or tenant_id = new.tenant_id))`;

/** Asks every rule about an intent that is not written yet. */
export const ASK_RULES = `select case when ${IS_STOPPED} then 'stopped' else ${verdict(answer)} end as verdict
  from ${DRAFT}, send_limit l where l.id = 1`;

/** Begins the stretches that such an intent would fall in. */
export const BEGIN_STRETCHES: readonly string[] = SCOPES.map((scope) =>
  beginStretch(scope, 'new', `from ${DRAFT}`),
);
