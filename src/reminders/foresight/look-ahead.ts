// Looking ahead: reads what is to be sent in a span, foretells it, finds what a person should know, and moves what is late.

import { UsageError } from '../../core/errors.ts';
import { chooseQuiet, NEVER_QUIET, type QuietHours, quietHoursOf } from '../../core/quiet-hours.ts';
import { laneOf, type Rates } from '../../core/rate.ts';
import { occurrencesBetween } from '../../core/recurrence.ts';
import type { Channel, Reminder } from '../../core/reminder.ts';
import { toUtc } from '../../core/say-time.ts';
import { segmentsOfSend } from '../../core/spend.ts';
import { DAY_MS, HOUR_MS } from '../../core/wall.ts';
import { getContact } from '../../store/contacts.ts';
import type { Db, Sql } from '../../store/db.ts';
import { readLimits, readSpending, type Spending } from '../../store/limits.ts';
import { hasOptedOut, optOutAgainst } from '../../store/opt-outs.ts';
import { type ComingReminder, comingReminders } from '../../store/outlook.ts';
import { readLane } from '../../store/rates.ts';
import { getReminder } from '../../store/reminders.ts';
import { type Rule, rulesToAdvance } from '../../store/rules.ts';
import { openStops } from '../../store/stops.ts';
import { DEFAULT_TENANT_ID, getTenant } from '../../store/tenants.ts';
import { applyChange, type ReminderChange } from '../change.ts';
import { chooseZone } from '../choose-zone.ts';
import type { ReminderDeps } from '../deps.ts';
import { CHANNELS } from '../draft.ts';
import { estimateReminder } from '../estimate.ts';
import { readSpan } from '../span.ts';
import { findingsOf } from './findings.ts';
import { movesOf } from './lateness.ts';
import { heldBack } from './limits.ts';
import { type Balance, type Finding, foretell, type Outlook, type Send, type Told } from './outlook.ts';

// A rule of every minute has as many times in a day.
const MOST_TIMES = 1_440;
const MOST_RULES = 10_000;
// What is still in the way of a day; more than what a rate is behind, Twilio would not keep either (ten hours of texts).
const BEFORE_MS = 10 * HOUR_MS;

export interface ForesightDeps extends ReminderDeps {
  /** As they are set. */
  readonly rates: Rates;
  /** Null when Twilio cannot be asked. */
  balance(): Promise<Balance | null>;
}

/** As typed. */
export interface OutlookRequest {
  readonly on?: string | undefined;
  readonly tz?: string | undefined;
  /** Rates to try instead of those that are set. */
  readonly cps?: string | undefined;
  readonly mps?: string | undefined;
}

export interface Foresight {
  readonly outlook: Outlook;
  readonly findings: readonly Finding[];
}

/** Without a day, the next 24 hours. @throws UsageError */
export async function lookAhead(deps: ForesightDeps, request: OutlookRequest): Promise<Foresight> {
  const now = deps.clock.now();
  const sources = { row: request.tz, contact: null, tenant: null, profile: deps.defaults.zone };
  const askedZone = () => chooseZone(sources, 'the day asked about');
  const day = await readSpan({ on: request.on }, { now, zone: askedZone });
  const zone = askedZone();
  const [from, until] = [day.from ?? now, day.until ?? now + DAY_MS];
  if (until <= now) throw new UsageError('--on: that day is over', { hint: 'remind report --on looks back' });
  const { db, rates } = deps;
  const since = from - BEFORE_MS <= now ? 0 : from - BEFORE_MS;
  const sends = await readSends(deps, { since, until, dueFrom: from }, now);
  const tried = { cps: readRate(request.cps, '--cps'), mps: readRate(request.mps, '--mps') };
  const states = new Map<string, Awaited<ReturnType<typeof readLane>>>();
  for (const { lane } of sends) if (!states.has(lane)) states.set(lane, await readLane(db, lane));
  const laneState = (lane: string) => states.get(lane) ?? { freeAt: 0, lastTenantId: 0 };
  const lanes = foretell(sends, { rates, tried, laneState }, now);
  const { fuse, isFuseOff } = await readLimits(db);
  const inTurn = lanes.flatMap((lane) => lane.told).sort((a, b) => a.at - b.at);
  const told = isFuseOff ? inTurn : [...heldBack(inTurn, fuse)].sort((a, b) => a.at - b.at);
  const outlook: Outlook = {
    ...{ now, from, until, zone, lanes, told, fuse, isFuseOff },
    stops: await openStops(db),
    spending: await spendingOf(db, told, now),
    balance: await deps.balance(),
  };
  return { outlook, findings: findingsOf(outlook) };
}

function readRate(text: string | undefined, what: string): number | null {
  if (text === undefined) return null;
  const rate = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && rate >= 0.01 && rate <= 1_000) return rate;
  throw new UsageError(`${what}: "${text}" is not a number from 0.01 to 1000`);
}

interface Stretch {
  readonly since: number;
  readonly until: number;
  /** What is due from here on belongs to it, whenever it goes. */
  readonly dueFrom: number;
}

async function readSends(deps: ForesightDeps, stretch: Stretch, now: number): Promise<Send[]> {
  const { db, defaults } = deps;
  const { since, until } = stretch;
  const usual = { from: defaults.from ?? '', quietHours: defaults.quietHours };
  const coming = await comingReminders(db, { ...stretch, defaultFrom: usual.from });
  const reminders = coming.map((row) => ofReminder(row, usual));
  const times: Send[] = [];
  for (const rule of await rulesToAdvance(db, until, MOST_RULES)) {
    times.push(...(await ofRule(db, rule, { from: Math.max(rule.newestAt, now, since), until, usual })));
  }
  return [...reminders, ...times];
}

function ofReminder(row: ComingReminder, { from, quietHours }: Usual): Send {
  const lane = laneOf(row.channel, row.from ?? row.tenantSender ?? from);
  return {
    ...row,
    ...weightOf(row),
    words: row.body,
    lane,
    readyAt: row.isWaiting === 1 ? Math.min(row.dueAt, row.runAt) : row.runAt,
    isNew: row.isNew === 1,
    isUnwanted: row.isUnwanted === 1,
    recipientZone: row.zone,
    quiet: quietHoursOf(row, quietHours),
  };
}

/** The profile's, for whoever has none. */
interface Usual {
  readonly from: string;
  readonly quietHours: QuietHours | undefined;
}

function weightOf(words: { readonly channel: Channel; readonly to: string; readonly body: string }) {
  const tokens = words.channel === 'call' ? 1 : segmentsOfSend({ params: { Body: words.body } });
  return { tokens, micros: estimateReminder(words).micros };
}

/** The times of a rule that have no reminder yet: one is always made, the others will be. */
async function ofRule(
  sql: Sql,
  rule: Rule,
  { from, until, usual }: { readonly from: number; readonly until: number; readonly usual: Usual },
): Promise<Send[]> {
  const tenant = await getTenant(sql, rule.tenantId);
  const contact = rule.contactId === null ? undefined : await getContact(sql, rule.contactId);
  const sender = rule.from ?? tenant?.sender ?? usual.from;
  const send = { to: rule.to, from: sender, tenantId: rule.tenantId };
  const isUnwanted = (await hasOptedOut(sql, rule.to)) && (await optOutAgainst(sql, send)) !== undefined;
  const quiet = tenant ? chooseQuiet(contact, tenant, usual.quietHours) : NEVER_QUIET;
  const times = await occurrencesBetween(rule, { from, to: until - 1, max: MOST_TIMES });
  return times.flatMap(({ instant, key }) =>
    CHANNELS[rule.via].map((channel) => ({
      id: null,
      tenantId: rule.tenantId,
      tenantName: tenant?.name ?? '',
      channel,
      to: rule.to,
      words: rule.template,
      ...{ appointmentId: null, ruleId: rule.id, occurrenceKey: key },
      lane: laneOf(channel, sender),
      priority: rule.priority,
      dueAt: instant,
      readyAt: instant,
      expiresAt: instant + rule.expiresAfterMs,
      ...weightOf({ channel, to: rule.to, body: rule.template }),
      isNew: false,
      isUnwanted,
      recipientZone: rule.zone,
      quiet,
    })),
  );
}

async function spendingOf(
  db: Db,
  told: readonly Told[],
  now: number,
): Promise<ReadonlyMap<number, readonly Spending[]>> {
  const tenants = new Set([DEFAULT_TENANT_ID, ...told.map(({ row }) => row.tenantId)]);
  const spending = new Map<number, readonly Spending[]>();
  for (const id of tenants) spending.set(id, await readSpending(db, id, now));
  return spending;
}

/**
 * Lets what would be late go earlier, by so much that all of it is in time, as one change that can be undone as one.
 * When it is due stays the same. Returns how many were moved.
 */
export async function moveEarlier({ db, clock }: ForesightDeps, { outlook }: Foresight): Promise<number> {
  const moves = movesOf(outlook);
  if (moves.length === 0) return 0;
  return await db.tx(async (sql) => {
    const reminders: ReminderChange[] = [];
    for (const { row, at } of moves) {
      const before = await getReminder(sql, row.id);
      if (before && isAsForetold(before, row)) reminders.push(moved(before, at));
    }
    await applyChange(sql, { kind: 'moved', reminders }, clock.now());
    return reminders.length;
  });
}

function isAsForetold(reminder: Reminder, { readyAt }: Send): boolean {
  return reminder.state === 'scheduled' && reminder.runAt === readyAt;
}

function moved(before: Reminder, runAt: number): ReminderChange {
  return { before, after: { runAt }, detail: `goes at ${toUtc(runAt)}, so that it is in time` };
}
