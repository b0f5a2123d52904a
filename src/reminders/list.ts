// Lists reminders: by state, person, tenant and time, a page at a time.

import { UsageError } from '../core/errors.ts';
import { HOLD_REASONS, type HoldReason, REMINDER_STATES, type ReminderState } from '../core/lifecycle.ts';
import { DAY_MS } from '../core/wall.ts';
import { type ByHand, unclearlyAnswered, undecided } from '../store/by-hand.ts';
import type { Sql } from '../store/db.ts';
import { type ListedReminder, listReminders, type ReminderFilter } from '../store/reminders.ts';
import { unreached } from '../store/rerouting.ts';
import type { Tenant } from '../store/tenants.ts';
import { chooseZone } from './choose-zone.ts';
import { parseCursor, type ReminderCursor } from './cursor.ts';
import type { ReminderDeps } from './deps.ts';
import { recipientFilter } from './recipient.ts';
import { readSpan, type SpanWords } from './span.ts';
import { findTenant } from './tenants.ts';

// What went wrong is shown this long without being asked for; after that it would bury what is to come.
const TROUBLE_SHOWN_MS = 7 * DAY_MS;

/** As typed. */
export interface ListRequest extends SpanWords {
  /** States or `held:REASON`, commas allowed. */
  readonly states?: readonly string[] | undefined;
  readonly to?: string | undefined;
  readonly tenant?: string | undefined;
  readonly tz?: string | undefined;
  readonly all?: boolean | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

export interface ListPage {
  readonly rows: readonly ListedReminder[];
  /** Where the next page begins; null when this is the last. */
  readonly next: ReminderCursor | null;
}

/**
 * Whom neither text nor call reached and who is still to be told, and whatever waits for a decision: of unknown outcome
 * with no look to come, or answered by a text that only a person understands. The soonest appointment first.
 * @throws UsageError for any other condition than the tenant
 */
export async function listByHand(
  deps: ReminderDeps,
  { tenant, limit, ...rest }: ListRequest,
): Promise<readonly ByHand[]> {
  const { states, to, on, since, until, after, all } = rest;
  if ([states, to, on, since, until, after, all].some((wish) => wish !== undefined))
    throw new UsageError('--by-hand goes with --tenant and --limit only', { hint: 'remind list --by-hand' });
  const tenantId = tenant === undefined ? undefined : (await findTenant(deps.db, tenant)).id;
  const filter = { now: deps.clock.now(), tenantId, limit };
  const rows = new Map<number, ByHand>();
  for (const find of [unreached, undecided, unclearlyAnswered])
    for (const row of await find(deps.db, filter)) rows.set(row.id, row);
  return [...rows.values()].sort((a, b) => a.at - b.at || a.id - b.id).slice(0, limit);
}

/** One state to be shown, held ones perhaps for one reason only. */
interface Choice {
  readonly state: ReminderState;
  readonly holdReason?: HoldReason;
  readonly dueFrom?: number;
}

/**
 * Oldest first. Without states: what is to come, what is under way or waits, and what failed or expired in the
 * last seven days.
 * @throws UsageError, NotFoundError
 */
export async function list(deps: ReminderDeps, request: ListRequest): Promise<ListPage> {
  const now = deps.clock.now();
  const tenant = request.tenant === undefined ? undefined : await findTenant(deps.db, request.tenant);
  const zone = (): string =>
    chooseZone(
      { row: request.tz, contact: null, tenant: tenant?.zone, profile: deps.defaults.zone },
      'the day asked about',
    );
  const span = await readSpan(request, { now, zone });
  const filter: ReminderFilter = {
    ...(await whoFilter(deps, request.to, tenant)),
    tenantId: tenant?.id,
    dueFrom: span.from,
    dueBefore: span.until,
    after: request.after === undefined ? undefined : parseCursor(request.after),
    limit: request.limit + 1,
  };
  const rows = await select(deps.db, filter, choicesOf(request, now));
  const page = rows.slice(0, request.limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > page.length && last ? { dueAt: last.dueAt, id: last.id } : null };
}

/**
 * One query for each state, merged: each walks one index and stops at the limit, where `state in (…)` would sort
 * every scheduled row to show fifty (100 ms in place of 2 on a million).
 */
async function select(
  sql: Sql,
  filter: ReminderFilter,
  choices: readonly Choice[] | null,
): Promise<ListedReminder[]> {
  if (choices === null) return listReminders(sql, filter);
  const rows: ListedReminder[] = [];
  for (const { state, holdReason, dueFrom } of choices) {
    const from = Math.max(filter.dueFrom ?? 0, dueFrom ?? 0);
    rows.push(
      ...(await listReminders(sql, { ...filter, states: [state], holdReason, dueFrom: from || undefined })),
    );
  }
  return rows.sort((a, b) => a.dueAt - b.dueAt || a.id - b.id).slice(0, filter.limit);
}

async function whoFilter(
  deps: ReminderDeps,
  who: string | undefined,
  tenant: Tenant | undefined,
): Promise<Pick<ReminderFilter, 'contactId' | 'to'>> {
  if (who === undefined) return {};
  const home = tenant ?? (await findTenant(deps.db, undefined));
  return recipientFilter(deps.db, who, { tenant: home, defaults: deps.defaults });
}

/** Null for every state. */
function choicesOf({ states, all, on, since, until }: ListRequest, now: number): readonly Choice[] | null {
  if (states !== undefined && states.length > 0) {
    if (all)
      throw new UsageError('--all and --state exclude each other', { hint: '--all shows every state' });
    return states.flatMap((text) => text.split(',')).map((word) => readState(word.trim().toLowerCase()));
  }
  if (all) return null;
  // Whoever names a stretch of time wants all that was due in it.
  if (on !== undefined || since !== undefined || until !== undefined) return null;
  const dueFrom = now - TROUBLE_SHOWN_MS;
  return [
    ...(['scheduled', 'held', 'processing', 'unknown'] as const).map((state) => ({ state })),
    ...(['failed', 'expired'] as const).map((state) => ({ state, dueFrom })),
  ];
}

function readState(word: string): Choice {
  const [state, reason] = word.split(':');
  if (!REMINDER_STATES.includes(state as ReminderState)) {
    throw new UsageError(`there is no state "${word}"`, { hint: `states: ${REMINDER_STATES.join(', ')}` });
  }
  if (reason === undefined) return { state: state as ReminderState };
  if (state === 'held' && HOLD_REASONS.includes(reason as HoldReason))
    return { state, holdReason: reason as HoldReason };
  throw new UsageError(`there is no state "${word}"`, {
    hint: `held: ${HOLD_REASONS.map((each) => `held:${each}`).join(', ')}`,
  });
}
