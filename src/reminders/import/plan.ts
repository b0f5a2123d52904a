// From a row to an entry, or to every reason why not. Reads the database, writes nothing.

import { createHash } from 'node:crypto';
import { parseSender } from '../../config/numbers.ts';
import type { Channel, NewReminder, Priority, Via } from '../../core/reminder.ts';
import { choiceOf } from '../choice.ts';
import { CHANNELS, type Draft, draftReminders, NO_TIES, type Ties } from '../draft.ts';
import { assertSpeakable } from '../schedule.ts';
import { checkSender } from '../senders.ts';
import { unwantedNote } from '../unwanted.ts';
import { wordReminder } from '../wording.ts';
import { KNOWN_COLUMNS } from './columns.ts';
import type { Entry } from './entry.ts';
import { type Person, type PersonTerms, personOf } from './person.ts';
import { Reasons } from './reasons.ts';
import type { Timing, Timings } from './timing.ts';

/** A row's cells under our names for them; flags have filled in what the row leaves out. */
export type Fields = ReadonlyMap<string, string>;

export interface PlanTerms extends PersonTerms {
  readonly timings: Timings;
}

export type Plan =
  | { readonly entry: Entry; readonly notes: readonly string[] }
  | { readonly reasons: readonly string[] };

// What the program itself knows under these names; a column of that name is not a variable.
const NOT_VARIABLES: ReadonlySet<string> = new Set([...KNOWN_COLUMNS, 'time', 'date']);
/** So that words are checked even where nothing is known of the time. */
const SOME_SLOT = { dueAt: 0, wall: '2000-01-01T00:00:00', leadMs: null, appointment: null };
const MAX_ID = 200;

export async function planRow(fields: Fields, terms: PlanTerms): Promise<Plan> {
  const reasons = new Reasons();
  const person = await personOf(fields, terms, reasons);
  // Without a zone no time can be read; whatever else is wrong is still named.
  const timing = person && (await terms.timings.of(fields, person.zone, reasons));
  const drafted = await draftOf(fields, { person, timing, terms }, reasons);
  const draft = drafted?.draft;
  const id = idOf(fields, reasons);
  const key = id ?? (draft && timing && reasons.try(() => digest(draft, timing)));
  const ties = tiesOf(key ?? '', draft, timing);
  const slots = timing?.slots ?? [SOME_SLOT];
  const wanted = draft && (await wantedOf(draft, slots, { ties, reasons }));
  if (!person || !timing || !wanted || key === undefined || reasons.list.length > 0) {
    return { reasons: [...new Set(reasons.list)] };
  }
  const { contact, name, to, zone } = person;
  const entry = {
    ...{ key, contact, name, to, zone, wanted },
    tenantId: person.tenant.id,
    appointment: timing.appointment,
  };
  const unwanted =
    draft && (await unwantedNote(terms.directory.sql, { ...draft, from: senderFor(draft, person, terms) }));
  const notes = [person.note, timing.note, drafted?.doubt ?? null, unwanted ?? null];
  return { entry, notes: notes.filter((note) => note !== null) };
}

function senderFor({ from }: Draft, { tenant }: Person, { defaults }: PlanTerms): string | null {
  return from ?? tenant.sender ?? defaults.from ?? null;
}

interface Known {
  readonly person: Person | undefined;
  readonly timing: Timing | undefined;
  readonly terms: PlanTerms;
}

/** Everything but the times. Where the person is unknown, one stands in, so that all else is checked as well. */
async function draftOf(
  fields: Fields,
  { person, timing, terms }: Known,
  reasons: Reasons,
): Promise<{ readonly draft: Draft; readonly doubt: string | null } | undefined> {
  const template = fields.get('body') ?? reasons.add('the row has no "body"');
  const channels = reasons.try(() => CHANNELS[choiceOf<Via>('"via"', fields.get('via') ?? 'sms', VIAS)]);
  const priority = reasons.try(() => choiceOf('"priority"', fields.get('priority') ?? 'normal', PRIORITIES));
  const tenant = person?.tenant ?? terms.tenant;
  const sender = channels && (await senderOf(fields, { ...terms, tenant, channels }, reasons));
  if (template === undefined || !channels || !priority || !sender) return undefined;
  const variables = Object.fromEntries([...fields].filter(([column]) => !NOT_VARIABLES.has(column)));
  const name = person ? person.name : (fields.get('name') ?? null);
  // An appointment keeps the name itself; a reminder of none keeps it among its variables.
  if (name !== null && timing?.appointment === null && person?.contact.kind === 'none')
    variables['name'] = name;
  const draft = {
    tenantId: tenant.id,
    contactId: null,
    to: person?.to ?? '',
    zone: person?.zone ?? 'UTC',
    channels,
    wording: { template, name, variables },
    from: sender.from,
    priority,
    onUnknown: null,
    expires: timing?.expires ?? null,
    quiet: person && { hours: person.quiet, now: terms.timings.now },
  };
  return { draft, doubt: sender.doubt };
}

const VIAS: readonly Via[] = ['sms', 'call', 'both'];
const PRIORITIES: readonly Priority[] = ['normal', 'critical'];

/** Null when the row names none: the tenant's is taken when it is due. */
async function senderOf(
  fields: Fields,
  { channels, tenant, defaults }: PersonTerms & { readonly channels: readonly Channel[] },
  reasons: Reasons,
): Promise<{ readonly from: string | null; readonly doubt: string | null } | undefined> {
  const text = fields.get('from');
  const country = tenant.country ?? defaults.country;
  const from =
    text === undefined
      ? null
      : await reasons.tryAsync(() => parseSender(text, { what: '"from"', country, typed: true }));
  if (from === undefined) return undefined;
  return reasons.try(() => ({ from, doubt: checkSender(from, channels, { tenant, defaults }) }));
}

/** An appointment holds the key itself; a reminder of none is found again by it. */
function tiesOf(key: string, draft: Draft | undefined, timing: Timing | undefined): Ties {
  const isGroup = timing?.appointment || (draft?.channels.length ?? 0) > 1;
  return {
    ...NO_TIES,
    dedupeKey: timing?.appointment ? null : key,
    groupKey: isGroup ? `${draft?.tenantId}:${key}` : null,
  };
}

async function wantedOf(
  draft: Draft,
  slots: Timing['slots'],
  { ties, reasons }: { readonly ties: Ties; readonly reasons: Reasons },
): Promise<NewReminder[] | undefined> {
  return await reasons.tryAsync(async () => {
    const wanted = slots.flatMap((slot) => draftReminders(draft, slot, ties));
    // All of them say the same: one call is enough to know whether it can be said.
    const call = wanted.find(({ channel }) => channel === 'call');
    if (call) await assertSpeakable([call]);
    return wanted;
  });
}

/** The id is shown in lists and lines, so it is held to what a name is held to. */
function idOf(fields: Fields, reasons: Reasons): string | undefined {
  const id = fields.get('id')?.trim();
  if (id === undefined || id === '') return undefined;
  if (id.length > MAX_ID) return reasons.add(`"id" has ${id.length} characters; ${MAX_ID} is the most`);
  if (/[\p{Control}\p{Surrogate}]/u.test(id)) return reasons.add('"id" holds a control character');
  return id;
}

/**
 * Stands in for the id of a row that has none: whom, when, how and what. The same row twice is then one reminder;
 * a row that says anything else is another.
 */
function digest({ to, channels, wording }: Draft, { appointment, slots: [first] }: Timing): string {
  const { body } = wordReminder(wording, appointment?.wall ?? first?.wall ?? SOME_SLOT.wall);
  const text = JSON.stringify([to, appointment?.startsAt ?? first?.dueAt, channels, body]);
  return `#${createHash('sha256').update(text).digest('hex').slice(0, 24)}`;
}
