// Occurrences: makes the next reminders of recurring rules, each exactly once, and catches up on missed times.

import { crashPoint } from '../core/crash-point.ts';
import { RemindError } from '../core/errors.ts';
import { chooseQuiet, type QuietHours } from '../core/quiet-hours.ts';
import { nextOccurrence, type Occurrence, occurrencesBetween } from '../core/recurrence.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../core/wall.ts';
import { getContact } from '../store/contacts.ts';
import type { Sql } from '../store/db.ts';
import { insertEvent } from '../store/events.ts';
import { remindersOfOccurrence } from '../store/reminder-changes.ts';
import { insertReminder, moveReminder } from '../store/reminders.ts';
import { advanceRule, nextAdvanceAt, type Rule, rulesToAdvance, setRuleEnd } from '../store/rules.ts';
import { getTenant } from '../store/tenants.ts';
import { CHANNELS, draftReminders, NO_TIES } from './draft.ts';
import { isOpen } from './may-change.ts';

export interface OccurrencesRound {
  /** Reminders made. */
  readonly created: number;
  /** Times that passed and are not sent; up to a hundred a rule are counted. */
  readonly missed: number;
  /** When the next rule needs this again; null when none goes on. Not later than `now` when `limit` cut it short. */
  readonly nextAt: number | null;
}

// `all` catches up so many at a time, so that no transaction holds the event loop for long.
const MOST_AT_ONCE = 100;
// The latest time is looked for in ever wider stretches: a rule of every minute has ten in the first, and a
// weekly one is found in the last.
const LOOKS_MS = [10 * MINUTE_MS, 2 * HOUR_MS, DAY_MS];

interface MakeTerms {
  readonly now: number;
  /** For contacts and tenants that have no quiet hours of their own; never when left out. */
  readonly quietHours?: QuietHours | undefined;
}

export interface OccurrenceTerms extends Omit<MakeTerms, 'now'> {
  /** Rules that are advanced at the most. */
  readonly limit: number;
}

/**
 * One occurrence of a rule is always ahead; when it comes due, the one after it is made. Times that passed in
 * between, while no daemon ran, are caught up by the rule's policy within its expiry: `skip` none, `latest` the
 * last one, which then takes the place of an older one not sent yet, `all` each.
 *
 * In the caller's transaction. Nothing is made twice whatever the clock does: a rule only moves forward, and its
 * occurrences are unique by key. Call it before claiming, so that what was overtaken is not sent first.
 */
export async function createDueOccurrences(
  sql: Sql,
  now: number,
  { limit, quietHours }: OccurrenceTerms,
): Promise<OccurrencesRound> {
  let created = 0;
  let missed = 0;
  for (const rule of await rulesToAdvance(sql, now, limit)) {
    const round = await advance(sql, rule, { now, quietHours });
    created += round.created;
    missed += round.missed;
  }
  return { created, missed, nextAt: await nextAdvanceAt(sql) };
}

async function advance(sql: Sql, rule: Rule, terms: MakeTerms): Promise<{ created: number; missed: number }> {
  const { now } = terms;
  const caught = await catchUp(rule, now);
  if (rule.catchUp === 'latest' && caught.length > 0) await dropOvertaken(sql, rule, now);
  let created = 0;
  for (const occurrence of caught) created += await create(sql, rule, occurrence, terms);
  const last = caught.at(-1);
  if (rule.catchUp === 'all' && last && caught.length === MOST_AT_ONCE) {
    // The rest follows in the next round, which this leaves due.
    await advanceRule(sql, rule.id, { at: last.instant, key: last.key }, now);
    return { created, missed: 0 };
  }
  const missed = (await passed(rule, rule.newestAt, now)).length - caught.length;
  const next = await nextOccurrence(rule, now);
  if (next) {
    created += await create(sql, rule, next, terms);
    await advanceRule(sql, rule.id, { at: next.instant, key: next.key }, now);
    crashPoint('recurrence:advanced');
  } else await setRuleEnd(sql, rule.id, now, now);
  return { created, missed };
}

/** The missed times that are still to be sent, oldest first. */
async function catchUp(rule: Rule, now: number): Promise<readonly Occurrence[]> {
  if (rule.catchUp === 'skip') return [];
  // One that expires this instant is of no use.
  const oldest = Math.max(rule.newestAt, now - rule.expiresAfterMs);
  if (rule.catchUp === 'all') return passed(rule, oldest, now);
  for (const look of [...LOOKS_MS, Number.POSITIVE_INFINITY]) {
    const found = (await passed(rule, Math.max(oldest, now - look), now)).slice(-1);
    if (found.length > 0 || now - look <= oldest) return found;
  }
  return [];
}

function passed(rule: Rule, from: number, now: number): Promise<Occurrence[]> {
  return occurrencesBetween(rule, { from, to: now, max: MOST_AT_ONCE });
}

/** How many reminders were made: none when the key has some already. */
async function create(
  sql: Sql,
  rule: Rule,
  { instant, wall, key }: Occurrence,
  { now, quietHours }: MakeTerms,
): Promise<number> {
  if ((await remindersOfOccurrence(sql, rule.id, key)).length > 0) return 0;
  const contact = rule.contactId === null ? undefined : await getContact(sql, rule.contactId);
  const tenant = await getTenant(sql, rule.tenantId);
  const quiet = tenant && { hours: chooseQuiet(contact, tenant, quietHours), now };
  const channels = CHANNELS[rule.via];
  const ties = {
    ...NO_TIES,
    ruleId: rule.id,
    occurrenceKey: key,
    groupKey: channels.length > 1 ? `rule ${rule.id} ${key}` : null,
  };
  const wording = {
    template: rule.template,
    name: rule.name ?? contact?.name ?? null,
    variables: rule.variables === null ? {} : (JSON.parse(rule.variables) as Record<string, string>),
  };
  const slot = { dueAt: instant, wall, leadMs: null, appointment: null };
  const drafts = worded(() =>
    draftReminders(
      { ...rule, channels, wording, quiet, expires: { afterMs: rule.expiresAfterMs } },
      slot,
      ties,
    ),
  );
  for (const draft of drafts) await insertReminder(sql, draft, now);
  crashPoint('recurrence:made');
  return drafts.length;
}

/** Words that fitted once may not on another day ("Wednesday, September 30"): that day is left out, the daemon goes on. */
function worded<T>(draft: () => T[]): T[] {
  try {
    return draft();
  } catch (error) {
    if (error instanceof RemindError) return [];
    throw error;
  }
}

async function dropOvertaken(sql: Sql, rule: Rule, now: number): Promise<void> {
  for (const reminder of await remindersOfOccurrence(sql, rule.id, rule.newestKey)) {
    if (!isOpen(reminder)) continue;
    await moveReminder(sql, reminder.id, { from: reminder.state, to: 'cancelled' }, now);
    await insertEvent(sql, {
      at: now,
      tenantId: rule.tenantId,
      reminderId: reminder.id,
      kind: 'cancelled',
      detail: 'a later occurrence has taken its place',
    });
  }
}
