// What the fuse and the budgets will say to what is to come, and whether the money lasts.

import { BUDGET_WINDOWS, describeBudget } from '../../core/budget.ts';
import { counted } from '../../core/count.ts';
import { isUseless } from '../../core/forecast.ts';
import { describeLimit, FUSE_LIMITS, type FuseLimits, windowsOf } from '../../core/limits.ts';
import { formatMicros } from '../../core/price.ts';
import { describeStop, wayBack } from '../../core/stop.ts';
import { nextAllowedAt } from '../../core/windows.ts';
import type { Spending } from '../../store/limits.ts';
import { type Finding, isAsked, type Outlook, type Told } from './outlook.ts';
import { clockIn, lateWords } from './words.ts';

export function findStops({ stops }: Outlook): readonly Finding[] {
  return stops.map((stop) => ({
    kind: 'stopped',
    level: 'problem',
    detail: describeStop(stop),
    remedy: wayBack(stop),
  }));
}

/** Sends of the span that would be too many in a minute, or too many to new people in an hour. */
export function findTrips(outlook: Outlook): readonly Finding[] {
  if (outlook.isFuseOff) return [];
  const going = outlook.told.filter((each) => !isUseless(each));
  const greeted = new Set<string>();
  const first = going.filter(({ row }) => row.isNew && !greeted.has(row.to) && greeted.add(row.to));
  return [
    ...tripBy(outlook, 'allPerMinute', going),
    ...tripBy(outlook, 'newPerHour', first),
    ...findBlocked(outlook),
  ];
}

function tripBy(outlook: Outlook, key: 'allPerMinute' | 'newPerHour', sends: readonly Told[]): Finding[] {
  const most = outlook.fuse[key];
  const { windowMs } = FUSE_LIMITS[key];
  const over = sends.find(({ at }, index) => {
    const oldest = sends[index - most];
    return oldest !== undefined && at - oldest.at < windowMs;
  });
  if (!over || over.at < outlook.from || over.at >= outlook.until) return [];
  return [
    {
      kind: 'fuse',
      level: 'problem',
      detail: `the fuse trips at ${clockIn(over.at, outlook.zone)}: more than ${describeLimit(key, most)}`,
      remedy: `if they are meant, remind config set fuse.${key} N`,
    },
  ];
}

/** When they go where one person gets no more than so many: later, when that person may be sent something again. */
export function heldBack(told: readonly Told[], fuse: FuseLimits): readonly Told[] {
  const sent = new Map<string, number[]>();
  return told.map((each) => {
    const { row, at } = each;
    if (isUseless(each)) return each;
    const key = `${row.channel} ${row.to}`;
    const instants = sent.get(key) ?? [];
    sent.set(key, instants);
    const allowedAt = nextAllowedAt(instants, windowsOf(row.channel, fuse), at);
    instants.push(allowedAt);
    return allowedAt > at ? { row, at: allowedAt, waitsFrom: at } : each;
  });
}

/** Sends to people who would have had as many as one person gets. */
function findBlocked(outlook: Outlook): Finding[] {
  const blocked = outlook.told.flatMap((each) =>
    each.waitsFrom !== undefined && isAsked(outlook, each.row) ? [{ ...each, from: each.waitsFrom }] : [],
  );
  const most = outlook.fuse.blocksPerMinute;
  const tries = blocked.map(({ from }) => from).sort((a, b) => a - b);
  const over = tries.find((from, index) => {
    const oldest = tries[index - most + 1];
    return oldest !== undefined && from - oldest < FUSE_LIMITS.blocksPerMinute.windowMs;
  });
  const [one] = blocked;
  if (!one) return [];
  const people = new Set(blocked.map(({ row }) => row.to)).size;
  const longest = Math.max(...blocked.map(({ at, from }) => at - from));
  const useless = blocked.filter(isUseless).length;
  const lost = useless === 0 ? '' : `; ${useless} of no more use by then, and held`;
  const trips = over === undefined ? '' : `, and the fuse trips at ${clockIn(over, outlook.zone)}`;
  return [
    {
      kind: 'fuse',
      level: over === undefined && useless === 0 ? 'note' : 'problem',
      detail: `${counted(blocked.length, 'reminder')} to ${people === 1 ? one.row.to : `${people} people`} wait up to ${lateWords(longest)}: one person gets no more so fast${lost}${trips}`,
      remedy: `look at them: remind list --to ${one.row.to}`,
    },
  ];
}

/** Where a budget will be spent, by what each send is likely to cost. What is spent now counts for its whole window. */
export function findOverspent(outlook: Outlook): readonly Finding[] {
  const found: Finding[] = [];
  const everybody = [...outlook.spending.values()][0]?.filter(({ who }) => who === 'everybody') ?? [];
  for (const budget of everybody) found.push(...overspent(outlook, budget, outlook.told));
  for (const [tenantId, spending] of outlook.spending) {
    const theirs = outlook.told.filter(({ row }) => row.tenantId === tenantId);
    for (const budget of spending.filter(({ who }) => who === 'tenant')) {
      // A tenant that may use all of everybody's is told of that.
      const same = everybody.find(({ window }) => window === budget.window)?.budget;
      if (same && same.sends === budget.budget.sends && same.micros === budget.budget.micros) continue;
      found.push(...overspent(outlook, budget, theirs));
    }
  }
  return found;
}

function overspent(outlook: Outlook, spending: Spending, sends: readonly Told[]): Finding[] {
  const { who, window, spent, budget } = spending;
  const windowMs = BUDGET_WINDOWS[window];
  let [oldest, count, micros, held, heldMicros] = [0, 0, 0, 0, 0];
  let first: Told | undefined;
  for (const each of sends) {
    for (let old = sends[oldest]; old && old.at <= each.at - windowMs; old = sends[oldest]) {
      oldest += 1;
      count -= 1;
      micros -= old.row.micros;
    }
    const before = each.at - outlook.now < windowMs ? spent : { sends: 0, micros: 0 };
    count += 1;
    micros += each.row.micros;
    if (count + before.sends <= budget.sends && micros + before.micros <= budget.micros) continue;
    if (!isAsked(outlook, each.row)) continue;
    first ??= each;
    held += 1;
    heldMicros += each.row.micros;
  }
  if (!first) return [];
  const whose = who === 'tenant' ? `${first.row.tenantName}'s budget` : 'the budget';
  const key = who === 'tenant' ? `tenant${window.charAt(0).toUpperCase()}${window.slice(1)}` : window;
  return [
    {
      kind: 'budget',
      level: 'problem',
      detail: `${whose} of ${describeBudget(budget, window)} is spent at ${clockIn(first.at, outlook.zone)}: ${counted(held, 'reminder')} would be held`,
      remedy: `if they are meant, remind config set budget.${key} ${budget.sends + held},${Math.ceil((budget.micros + heldMicros) / 1_000_000)}USD`,
    },
  ];
}

export function findUnfunded({ told, balance, zone }: Outlook): readonly Finding[] {
  if (balance?.currency !== 'USD') return [];
  let left = balance.micros;
  const last = told.find(({ row }) => {
    left -= row.micros;
    return left < 0;
  });
  if (!last) return [];
  const cost = told.reduce((sum, { row }) => sum + row.micros, 0);
  return [
    {
      kind: 'balance',
      level: 'problem',
      detail: `these cost about ${formatMicros(cost)}, and the balance of ${formatMicros(balance.micros)} lasts until about ${clockIn(last.at, zone)}`,
      remedy: 'add funds at console.twilio.com',
    },
  ];
}
