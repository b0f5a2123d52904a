// What sends are counted in, and what they count as: the words that rules and triggers are put together from.

import {
  BUDGET_NAMES,
  BUDGET_WINDOWS,
  type Budget,
  type Budgets,
  type BudgetWindow,
} from '../core/budget.ts';
import type { Scope } from './tally.ts';

const HOUR_MS = 3_600_000;

/** `callsPer15Minutes` is kept in `calls_per_15_minutes`. */
export function limitColumn(key: string): string {
  return key.replace(/[A-Z]|\d+/g, (part) => `_${part.toLowerCase()}`);
}

export function budgetColumn(who: keyof Budgets, window: BudgetWindow, half: keyof Budget): string {
  return `${who}_${window}_${half}`;
}

// What rings or texts somebody, as opposed to what changes a call or buys a number.
export const sends = (row: string): string =>
  `${row}.kind in ('message', 'call') and ${row}.target_sid is null`;
/** What has reached somebody: sends, and those of before a restore, which are filed under what Twilio has of them. */
export const reaches = (row: string): string =>
  `${row}.kind in ('message', 'call') and (${row}.target_sid is null or ${row}.purpose = 'reminder')`;
export const stands = (row: string): string => `${row}.outcome not in ('not-sent', 'absent')`;
export const ordinary = (row: string): string => `${reaches(row)} and ${row}.purpose <> 'alarm'`;

export const isNew = (row: string): string => `not exists (
  select 1 from intent s where s.to_number = ${row}.to_number and s.kind in ('message', 'call')
    and s.id <> ${row}.id and ${ordinary('s')} and ${stands('s')})
  and not exists (select 1 from reminder m where m.id = ${row}.reminder_id and m.import_id is not null)`;

/** Of two reminders in the same words: two appointments, or two times of a rule, are two and not the same one twice. */
export const areApart = (one: string, other: string): string => `exists (
  select 1 from reminder a, reminder b where a.id = ${one} and b.id = ${other}
    and (a.appointment_id <> b.appointment_id or (a.rule_id = b.rule_id and a.occurrence_key <> b.occurrence_key)))`;

/** A call that was cancelled at Twilio before anybody answered: its words were said to nobody. */
export const isUnheard = (row: string): string => `exists (
  select 1 from twilio_call x where x.account_sid = ${row}.account_sid and x.sid = ${row}.sid and x.status = 'canceled')`;

export const ALL: Scope = {
  name: () => `'all'`,
  applies: (row) => `${row}.purpose <> 'alarm'`,
  stretchMs: 1_000,
  windows: [{ ms: 60_000, sends: 'all_per_minute' }],
};

export const NEW: Scope = {
  name: () => `'new'`,
  applies: (row) => `${row}.purpose <> 'alarm' and ${isNew(row)}`,
  stretchMs: 60_000,
  windows: [{ ms: HOUR_MS, sends: 'new_per_hour' }],
};

const budgetWindows = (who: keyof Budgets): Scope['windows'] =>
  BUDGET_NAMES.map((window) => ({
    ms: BUDGET_WINDOWS[window],
    sends: budgetColumn(who, window, 'sends'),
    micros: budgetColumn(who, window, 'micros'),
  }));

const BUDGET_STRETCH_MS = 5 * 60_000;

/** The scopes whose sends cost money, by whose budget they are. */
export const SPENDERS: Readonly<Record<keyof Budgets, Scope>> = {
  everybody: {
    name: () => `'everybody'`,
    stretchMs: BUDGET_STRETCH_MS,
    windows: budgetWindows('everybody'),
  },
  tenant: {
    name: (row) => `'tenant:' || ${row}.tenant_id`,
    stretchMs: BUDGET_STRETCH_MS,
    windows: budgetWindows('tenant'),
  },
};

export const { everybody: EVERYBODY, tenant: TENANT } = SPENDERS;
export const SCOPES: readonly Scope[] = [ALL, NEW, EVERYBODY, TENANT];

/** What an intent that is written is counted in: whether its recipient was new then, its row remembers. */
export const COUNTED: readonly Scope[] = [
  ALL,
  { ...NEW, applies: (row) => `(select f.fresh from intent f where f.id = ${row}.id) = 1` },
  EVERYBODY,
  TENANT,
];

export const CORRECTED: readonly Scope[] = [
  ALL,
  { ...NEW, applies: (row) => `${row}.fresh = 1` },
  EVERYBODY,
  TENANT,
];

// Whoever writes an intent without saying what it may cost is taken for the dearest: a minute to anywhere.
export const UNSAID_MICROS = 250_000;

/**
 * What an intent costs: nothing unless it left and was taken; Twilio's price once there is one. Not `in (…)`, for which
 * SQLite makes a table of its own from three values on: asked eight times for an intent, that took 180 µs of 290.
 */
export const cost = (row: string): string => `case ${row}.outcome
  when 'not-sent' then 0 when 'absent' then 0 when 'rejected' then 0
  else coalesce(${row}.price_micros, ${row}.estimated_micros, ${UNSAID_MICROS}) end`;
