// Usage triggers: a callback once usage has reached a value, evaluated with each charge and never by polling.

import type { HttpMethod } from './call.ts';
import { rfc2822 } from './dates.ts';
import { deliver } from './deliver.ts';
import { type Charged, usageDay } from './usage.ts';
import { type Figures, familyOf, itemsOf, sumUsage, TOTAL } from './usage-report.ts';
import type { Account, World } from './world.ts';

export const RECURRINGS = ['daily', 'monthly', 'yearly', 'alltime'] as const;
export type Recurring = (typeof RECURRINGS)[number];
export const TRIGGERED_BY = ['count', 'usage', 'price'] as const;
export type TriggeredBy = (typeof TRIGGERED_BY)[number];

/** Instants are virtual, in ms. Plain data: it is written to the state file as it is. */
export interface UsageTrigger {
  readonly seq: number;
  readonly sid: string;
  readonly accountSid: string;
  friendlyName: string;
  readonly createdAt: number;
  updatedAt: number;
  /** When it last fired. */
  firedAt: number | null;
  /** The period it last fired in, such as `2026-01`: it fires once in each. */
  firedIn: string | null;
  readonly recurring: Recurring;
  readonly triggerBy: TriggeredBy;
  /** Dollars, when it is triggered by price. */
  readonly value: number;
  readonly usageCategory: string;
  callbackUrl: string;
  callbackMethod: HttpMethod;
}

/** How much of a `YYYY-MM-DD` names the period. */
const PERIOD_LENGTH: Readonly<Record<Recurring, number>> = { daily: 10, monthly: 7, yearly: 4, alltime: 0 };

function periodOf(recurring: Recurring, day: string): string {
  return day.slice(0, PERIOD_LENGTH[recurring]);
}

/** What has been used in the trigger's present period, subaccounts included, in the trigger's own unit. */
export function currentValue(
  world: World,
  account: Account,
  { recurring, triggerBy, usageCategory }: Pick<UsageTrigger, 'recurring' | 'triggerBy' | 'usageCategory'>,
): number {
  const period = periodOf(recurring, usageDay(world.clock.now()));
  // `~` sorts behind every digit and dash: all days that begin with the period.
  const days = { from: period, until: `${period}~` };
  const figures = sumUsage(familyOf(world, account), itemsOf(usageCategory), days);
  return inUnit(figures, triggerBy, usageCategory);
}

function inUnit(figures: Figures, triggerBy: TriggeredBy, category: string): number {
  // The usage of the total is dollars; it has no count.
  if (triggerBy === 'price' || category === TOTAL) return figures.priceMicros / 1e6;
  return figures[triggerBy];
}

/** What was used in a period so far: summed once, then kept up with each charge. Not state: it can be summed anew. */
const running = new WeakMap<UsageTrigger, { period: string; value: number }>();

/** Fires what a charge sets off, at the account and at the one that owns it. */
export function pullTriggers(world: World, account: Account, charged: Charged): void {
  const owner = account.ownerSid === account.sid ? undefined : world.accounts.get(account.ownerSid);
  for (const watcher of owner === undefined ? [account] : [account, owner]) {
    if (watcher.triggers.all().length > 0) pullAll(world, watcher, charged);
  }
}

function pullAll(world: World, account: Account, charged: Charged): void {
  const today = usageDay(world.clock.now());
  for (const trigger of account.triggers.all()) {
    const period = periodOf(trigger.recurring, today);
    if (!itemsOf(trigger.usageCategory).has(charged.item) || !charged.day.startsWith(period)) continue;
    const known = running.get(trigger);
    const value =
      known?.period === period
        ? known.value + inUnit(charged, trigger.triggerBy, trigger.usageCategory)
        : currentValue(world, account, trigger);
    running.set(trigger, { period, value });
    // Prices are sums of fractions of a cent: what is short by less than a millionth is not short.
    if (value >= trigger.value - 1e-9 && trigger.firedIn !== period)
      fire(world, account, { trigger, period, value });
  }
}

interface Firing {
  readonly trigger: UsageTrigger;
  readonly period: string;
  readonly value: number;
}

function fire(world: World, account: Account, { trigger, period, value }: Firing): void {
  trigger.firedAt = world.clock.now();
  trigger.firedIn = period;
  account.triggers.touch(trigger);
  deliver(world, account, {
    owner: trigger,
    callSid: null,
    url: trigger.callbackUrl,
    method: trigger.callbackMethod,
    fields: [
      ['AccountSid', account.sid],
      ['UsageTriggerSid', trigger.sid],
      ['DateFired', rfc2822(trigger.firedAt) ?? ''],
      ['Recurring', trigger.recurring],
      ['UsageCategory', trigger.usageCategory],
      ['TriggerBy', trigger.triggerBy],
      ['TriggerValue', decimal(trigger.value)],
      ['CurrentValue', decimal(value)],
      ['UsageRecordUri', recordUri(trigger)],
      // One firing, however often it is sent: the trigger and its period.
      ['IdempotencyToken', `${trigger.sid}-FIRES-${period || 'alltime'}`],
    ],
  });
}

function recordUri({ accountSid, usageCategory }: UsageTrigger): string {
  return `/2010-04-01/Accounts/${accountSid}/Usage/Records.json?Category=${usageCategory}`;
}

/** At most six decimals and no trailing zeros: a price is kept in millionths. */
function decimal(value: number): string {
  return String(Math.round(value * 1e6) / 1e6);
}

/** Twilio's JSON, with how far it has come. */
export function triggerJson(world: World, account: Account, trigger: UsageTrigger): Record<string, unknown> {
  return {
    account_sid: trigger.accountSid,
    api_version: '2010-04-01',
    callback_method: trigger.callbackMethod,
    callback_url: trigger.callbackUrl,
    current_value: decimal(currentValue(world, account, trigger)),
    date_created: rfc2822(trigger.createdAt),
    date_fired: rfc2822(trigger.firedAt),
    date_updated: rfc2822(trigger.updatedAt),
    friendly_name: trigger.friendlyName,
    recurring: trigger.recurring,
    sid: trigger.sid,
    trigger_by: trigger.triggerBy,
    trigger_value: decimal(trigger.value),
    uri: `/2010-04-01/Accounts/${trigger.accountSid}/Usage/Triggers/${trigger.sid}.json`,
    usage_category: trigger.usageCategory,
    usage_record_uri: recordUri(trigger),
  };
}
