// The budget as data: how many sends, and how much money, in an hour, a day and a month. Never without a number.

import { counted } from './count.ts';
import { UsageError } from './errors.ts';
import { formatMicros } from './price.ts';

/** Both hold: whichever is reached first. */
export interface Budget {
  readonly sends: number;
  /** Millionths of a US dollar. */
  readonly micros: number;
}

/** What a person set; null leaves that half as it would be without. */
export type BudgetWish = { readonly [Half in keyof Budget]: Budget[Half] | null };

const HOUR_MS = 3_600_000;

/** They roll: a day is the last 24 hours, a month the last 30 days. */
export const BUDGET_WINDOWS = { hour: HOUR_MS, day: 24 * HOUR_MS, month: 30 * 24 * HOUR_MS } as const;
export type BudgetWindow = keyof typeof BUDGET_WINDOWS;
export const BUDGET_NAMES = Object.keys(BUDGET_WINDOWS) as readonly BudgetWindow[];

export type WindowBudgets = Readonly<Record<BudgetWindow, Budget>>;

/** What everybody together may spend, and what each tenant may. */
export interface Budgets {
  readonly everybody: WindowBudgets;
  readonly tenant: WindowBudgets;
}

// Six practices with 160 appointments a day and two reminders of each; some $25 of texts in America. Above what the
// blast fuse lets go in a minute, so that a blast is told as one. Who sends more says so, once.
export const DEFAULT_DAY: Budget = { sends: 2_000, micros: 50_000_000 };
// Twenty working days as busy as the busiest.
const DAYS_A_MONTH = 20;

// More than these cannot be set: a budget that nothing reaches is none.
export const MOST_SENDS = 10_000_000;
export const MOST_MICROS = 1_000_000_000_000;

const UNSET: BudgetWish = { sends: null, micros: null };

/** What holds when only some of it is set: an hour may use the day's, a month is twenty days, a tenant may use all. */
export function completeBudgets(
  wishes: Readonly<
    Record<'everybody' | 'tenant', Readonly<Partial<Record<BudgetWindow, BudgetWish | undefined>>>>
  >,
): Budgets {
  const { everybody, tenant } = wishes;
  const day = merge(everybody.day, DEFAULT_DAY);
  const all = { hour: merge(everybody.hour, day), day, month: merge(everybody.month, monthOf(day)) };
  return {
    everybody: all,
    tenant: {
      hour: merge(tenant.hour, all.hour),
      day: merge(tenant.day, all.day),
      month: merge(tenant.month, all.month),
    },
  };
}

export const DEFAULT_BUDGETS = completeBudgets({ everybody: {}, tenant: {} });

function merge({ sends, micros }: BudgetWish = UNSET, without: Budget): Budget {
  return { sends: sends ?? without.sends, micros: micros ?? without.micros };
}

function monthOf({ sends, micros }: Budget): Budget {
  return {
    sends: Math.min(MOST_SENDS, sends * DAYS_A_MONTH),
    micros: Math.min(MOST_MICROS, micros * DAYS_A_MONTH),
  };
}

const COUNT = /^\d+$/;
const MONEY = /^(?:\$(\d+(?:\.\d{1,2})?)|(\d+(?:\.\d{1,2})?)\s*USD)$/i;

/**
 * `500,50USD`: so many sends and so much money, or either alone. `$50` is read as well; in a shell it would have to
 * be quoted.
 * @throws UsageError beginning with `what`
 */
export function parseBudget(text: string, what: string): BudgetWish {
  const parts = text.split(',').map((part) => part.trim());
  const counts = parts.filter((part) => COUNT.test(part)).map(Number);
  const sums = parts.flatMap((part) => {
    const [, dollars, usd] = MONEY.exec(part) ?? [];
    const sum = dollars ?? usd;
    return sum === undefined ? [] : [Math.round(Number(sum) * 1_000_000)];
  });
  if (counts.length + sums.length !== parts.length || counts.length > 1 || sums.length > 1) {
    throw new UsageError(`${what}: "${text}" is not a budget`, {
      hint: 'write 500,50USD for 500 sends and $50, or either alone',
    });
  }
  return { sends: within(counts[0], MOST_SENDS, what), micros: within(sums[0], MOST_MICROS, what) };
}

function within(amount: number | undefined, most: number, what: string): number | null {
  if (amount === undefined) return null;
  if (amount >= 1 && amount <= most) return amount;
  throw new UsageError(
    `${what}: a budget is at least 1 send or a cent, and at most ${MOST_SENDS} sends or ${usd(MOST_MICROS)}`,
  );
}

/** What is said anew, beside what was set before and is not mentioned: raising the sends must not raise the money. */
export function withOtherHalf({ sends, micros }: BudgetWish, before: BudgetWish | undefined): BudgetWish {
  return { sends: sends ?? before?.sends ?? null, micros: micros ?? before?.micros ?? null };
}

/** The text that `parseBudget` reads as the same. */
export function formatBudget({ sends, micros }: BudgetWish): string {
  return [sends === null ? [] : String(sends), micros === null ? [] : usd(micros)].flat().join(',');
}

function usd(micros: number): string {
  const dollars = micros / 1_000_000;
  return `${Number.isInteger(dollars) ? dollars : dollars.toFixed(2)}USD`;
}

const SPOKEN = { hour: 'an hour', day: 'a day', month: 'a month' } as const;

/** `500 sends and $50.00 a day` */
export function describeBudget({ sends, micros }: Budget, window: BudgetWindow): string {
  return `${counted(sends, 'send')} and ${formatMicros(micros)} ${SPOKEN[window]}`;
}
