// The limits of sending in the database: what they are, and what they say about a send.

import {
  BUDGET_NAMES,
  BUDGET_WINDOWS,
  type Budget,
  type Budgets,
  type BudgetWindow,
  type WindowBudgets,
} from '../core/budget.ts';
import type { IntentDraft } from '../core/intent.ts';
import { FUSE_KEYS, type FuseLimits } from '../core/limits.ts';
import { forgetAlarms } from './alarms.ts';
import type { Db, Sql, Value } from './db.ts';
import { ASK_RULES, BEGIN_STRETCHES, type RuleName } from './send-rules.ts';
import { budgetColumn, limitColumn, SPENDERS } from './send-scopes.ts';

export interface SendLimits {
  readonly fuse: FuseLimits;
  readonly budgets: Budgets;
  /** True where a simulator's fuse is switched off. On any other database it holds all the same. */
  readonly isFuseOff: boolean;
}

const FUSE_COLUMNS = FUSE_KEYS.map((key) => `${limitColumn(key)} as "${key}"`);
const BUDGET_COLUMNS = (['everybody', 'tenant'] as const).flatMap((who) =>
  BUDGET_NAMES.flatMap((window) =>
    (['sends', 'micros'] as const).map((half) => ({
      who,
      window,
      half,
      column: budgetColumn(who, window, half),
    })),
  ),
);

const READ_LIMITS = `select fuse_off as "isFuseOff", ${[
  ...FUSE_COLUMNS,
  ...BUDGET_COLUMNS.map(({ column }) => column),
].join(', ')} from send_limit where id = 1`;

export async function readLimits(sql: Sql): Promise<SendLimits> {
  const row = await sql.get<Record<string, number>>(READ_LIMITS);
  if (!row) throw new Error('the limits of sending are gone from the database');
  const amount = (key: string): number => row[key] ?? Number.NaN;
  const budgetsOf = (who: keyof Budgets): WindowBudgets =>
    Object.fromEntries(
      BUDGET_NAMES.map((window) => {
        const half = (name: keyof Budget): number => amount(budgetColumn(who, window, name));
        return [window, { sends: half('sends'), micros: half('micros') }];
      }),
    ) as WindowBudgets;
  return {
    fuse: Object.fromEntries(FUSE_KEYS.map((key) => [key, amount(key)])) as FuseLimits,
    budgets: { everybody: budgetsOf('everybody'), tenant: budgetsOf('tenant') },
    isFuseOff: row['isFuseOff'] === 1,
  };
}

const WRITE_LIMITS = `update send_limit set fuse_off = ?, ${[
  ...FUSE_KEYS.map(limitColumn),
  ...BUDGET_COLUMNS.map(({ column }) => column),
]
  .map((column) => `${column} = ?`)
  .join(', ')} where id = 1`;

/** Makes these the limits that hold, for every process from the commit on. */
export async function writeLimits(sql: Sql, { fuse, budgets, isFuseOff }: SendLimits): Promise<void> {
  await sql.run(WRITE_LIMITS, [
    isFuseOff ? 1 : 0,
    ...FUSE_KEYS.map((key) => fuse[key]),
    ...BUDGET_COLUMNS.map(({ who, window, half }) => budgets[who][window][half]),
  ]);
  // Who has set other limits is told when those are reached, too.
  await forgetAlarms(sql);
}

/** Writes them where they are not what holds already. */
export async function bringLimits(db: Db, limits: SendLimits): Promise<void> {
  if (JSON.stringify(await readLimits(db)) !== JSON.stringify(limits)) {
    await db.tx((sql) => writeLimits(sql, limits));
  }
}

type Asked = Pick<IntentDraft, 'kind' | 'purpose' | 'tenantId' | 'reminderId' | 'to' | 'params'>;

/** The first rule that forbids this send at `now`; null when none does. Its own transaction must write the intent. */
export async function askRules(
  sql: Sql,
  draft: Asked,
  { now, estimatedMicros }: { readonly now: number; readonly estimatedMicros: number },
): Promise<Exclude<RuleName, 'begin'> | null> {
  const { kind, purpose, tenantId, reminderId, to } = draft;
  const words = JSON.stringify(draft.params);
  const params = [kind, purpose, tenantId, reminderId, to, words, now, estimatedMicros];
  let verdict = await ask(sql, params);
  if (verdict === 'begin') {
    for (const begin of BEGIN_STRETCHES) await sql.run(begin, params);
    verdict = await ask(sql, params);
  }
  if (verdict === 'begin') throw new Error('a stretch of the tally could not be begun');
  return verdict;
}

async function ask(sql: Sql, params: readonly Value[]): Promise<RuleName | null> {
  return (await sql.get<{ verdict: RuleName | null }>(ASK_RULES, params))?.verdict ?? null;
}

/** Forgets sums that no window reaches any more, but for the last one before: windows are counted from it. */
export async function pruneTally(sql: Sql, now: number): Promise<void> {
  for (const [scope, keptMs] of [
    ['all', 10 * 60_000],
    ['new', 2 * 3_600_000],
  ] as const) {
    await sql.run(PRUNE.replace('SCOPES', 'scope = ?'), [scope, now - keptMs]);
  }
  const kept = BUDGET_WINDOWS.month + 24 * 3_600_000;
  await sql.run(PRUNE.replace('SCOPES', `scope not in ('all', 'new')`), [now - kept]);
}

const PRUNE = `delete from tally where SCOPES and stretch < (
  select max(t.stretch) from tally t where t.scope = tally.scope and t.stretch < ?)`;

/** What a budget has left. */
export interface Spending {
  readonly who: keyof Budgets;
  readonly window: BudgetWindow;
  readonly spent: Budget;
  readonly budget: Budget;
}

/** How far the budgets are used at `now`: everybody's, then those of the tenant. */
export async function readSpending(sql: Sql, tenantId: number, now: number): Promise<readonly Spending[]> {
  const { budgets } = await readLimits(sql);
  const rows: Spending[] = [];
  for (const [who, scope] of [
    ['everybody', 'everybody'],
    ['tenant', `tenant:${tenantId}`],
  ] as const) {
    for (const window of BUDGET_NAMES) {
      const spent = await spentIn(sql, { scope, ms: BUDGET_WINDOWS[window] }, now);
      rows.push({ who, window, spent, budget: budgets[who][window] });
    }
  }
  return rows;
}

async function spentIn(
  sql: Sql,
  { scope, ms }: { readonly scope: string; readonly ms: number },
  now: number,
): Promise<Budget> {
  const stretch = now - (now % SPENDERS.everybody.stretchMs);
  const row = await sql.get<Budget>(
    `select t.sends - coalesce(b.sends, 0) as sends, t.micros - coalesce(b.micros, 0) as micros
     from (select sends, micros from tally where scope = ? and stretch <= ? order by stretch desc limit 1) t
       left join (select sends, micros from tally where scope = ? and stretch < ? order by stretch desc limit 1) b`,
    [scope, stretch, scope, stretch - ms],
  );
  return row ?? { sends: 0, micros: 0 };
}
