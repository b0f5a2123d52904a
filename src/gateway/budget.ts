// The budget at the door: which one a send does not fit into, in words, and the way to raise it.

import {
  BUDGET_WINDOWS,
  type Budget,
  type BudgetWindow,
  describeBudget,
  formatBudget,
} from '../core/budget.ts';
import { counted } from '../core/count.ts';
import type { IntentDraft } from '../core/intent.ts';
import { formatMicros } from '../core/price.ts';
import type { Sql } from '../store/db.ts';
import { readSpending, type Spending } from '../store/limits.ts';
import type { Refusal } from './reserve.ts';

/** It is held: whether more may be spent, a person decides. */
export async function overBudget(
  sql: Sql,
  { tenantId }: IntentDraft,
  { now, estimatedMicros }: { readonly now: number; readonly estimatedMicros: number },
): Promise<Refusal> {
  const spending = await readSpending(sql, tenantId, now);
  const over = tellable(spending.filter((each) => isOver(each, estimatedMicros))) ?? fullest(spending);
  const { who, window, spent, budget } = over;
  const whose = who === 'tenant' ? "a tenant's budget" : 'the budget';
  const used = `${counted(spent.sends, 'send')}, ${formatMicros(spent.micros)}`;
  const hint = `raise it with remind config set ${settingOf(over)} ${formatBudget(twice(budget))}; what is held: remind resume`;
  const message = `${whose} of ${describeBudget(budget, window)} is spent`;
  return {
    hold: 'budget',
    message,
    hint,
    overspends: {
      key: `budget:${who}:${who === 'tenant' ? tenantId : 0}:${window}`,
      quietMs: BUDGET_WINDOWS[window],
      detail: `${message} (${used}); ${hint}`,
    },
  };
}

/** The day's before the others: an hour's is the day's unless it was set, and people set days. */
function tellable(over: readonly Spending[]): Spending | undefined {
  return over.find(({ window }) => window === 'day') ?? over[0];
}

function isOver({ spent, budget }: Spending, estimatedMicros: number): boolean {
  return spent.sends >= budget.sends || spent.micros + estimatedMicros > budget.micros;
}

/** The room of a stretch was worked out when it began: what it lacks may have come back since. */
function fullest(spending: readonly Spending[]): Spending {
  const share = ({ spent, budget }: Spending): number =>
    Math.max(spent.sends / budget.sends, spent.micros / budget.micros);
  return spending.reduce((fuller, each) => (share(each) > share(fuller) ? each : fuller));
}

function settingOf({ who, window }: Pick<Spending, 'who' | 'window'>): string {
  return who === 'tenant' ? `budget.tenant${capital(window)}` : `budget.${window}`;
}

function capital(window: BudgetWindow): string {
  return `${window.charAt(0).toUpperCase()}${window.slice(1)}`;
}

function twice({ sends, micros }: Budget): Budget {
  return { sends: sends * 2, micros: micros * 2 };
}
