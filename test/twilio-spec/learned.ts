// What only Twilio's examples say: which links a map of links holds, and where each link leads.

import { OPERATIONS, resolve, type Schema } from './document.ts';

/** The examples of an operation's answers, by name; throws for an operation without any. */
export function examplesOf(id: string): ReadonlyMap<string, unknown> {
  const answers = OPERATIONS.filter((operation) => operation.id === id).flatMap(({ answers }) => [
    ...answers.values(),
  ]);
  const named = answers.flatMap((content) => Object.entries(content?.examples ?? {}));
  if (named.length === 0) throw new Error(`Twilio has no example of ${id}`);
  return new Map(named.map(([name, { value }]) => [name, value]));
}

interface Keys {
  /** In some example. */
  readonly all: Set<string>;
  /** In every example. */
  readonly always: Set<string>;
}

/** By `schema.key`, and `schema.key.name` for a link in a map. */
const MAPS = new Map<string, Keys>();
const LINKS = new Map<string, Set<string>>();

/** The keys of a map of links. Undefined when no example has one. */
export function mapKeys(schema: string, key: string) {
  const keys = MAPS.get(`${schema}.${key}`);
  return keys as { readonly all: ReadonlySet<string>; readonly always: ReadonlySet<string> } | undefined;
}

/** What is wrong with a link: nothing when it has the form of one of the examples, or when there are none. */
export function checkLink(schema: string, key: string, link: string): string | undefined {
  const known = LINKS.get(`${schema}.${key}`);
  const form = formOf(link);
  if (known === undefined || known.has(form ?? '')) return undefined;
  return `expected ${[...known].join(' or ')}, got ${link}`;
}

// Twilio's own paths only: a webhook's URL leads anywhere. An absolute link keeps nothing of where it was served.
function formOf(link: string): string | undefined {
  const path = /^(?:https?:\/\/[^/]+)?(\/(?:2010-04-01|v1)\/[^?]*)/.exec(link)?.[1];
  return path
    ?.replace(/\/MM(?=[0-9a-fA-F]{32})/g, '/SM')
    .replace(/\/([A-Z]{2})[0-9a-fA-F]{32}/g, '/$1…')
    .replace(/(?<=AvailablePhoneNumbers\/)[A-Z]{2}\b/, 'US');
}

function learn(value: unknown, given: Schema, named: string): void {
  const { schema, name } = resolve(given, named);
  if (Array.isArray(value)) for (const row of value) learn(row, schema.items ?? {}, name);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      const property = schema.properties?.[key];
      if (typeof inner === 'string') learnLink(`${name}.${key}`, inner);
      else if (property?.format === 'uri-map') learnMap(`${name}.${key}`, inner ?? {});
      else if (property) learn(inner, property, name);
    }
  }
}

function learnLink(place: string, link: string): void {
  const form = formOf(link);
  if (form === undefined) return;
  const known = LINKS.get(place);
  if (known) known.add(form);
  else LINKS.set(place, new Set([form]));
}

function learnMap(place: string, links: Readonly<Record<string, string>>): void {
  const keys = Object.keys(links);
  const known = MAPS.get(place);
  if (known === undefined) MAPS.set(place, { all: new Set(keys), always: new Set(keys) });
  else {
    for (const key of keys) known.all.add(key);
    for (const key of known.always) if (!keys.includes(key)) known.always.delete(key);
  }
  for (const [key, link] of Object.entries(links)) learnLink(`${place}.${key}`, link);
}

for (const { id, answers } of OPERATIONS) {
  for (const content of answers.values()) {
    for (const { value } of Object.values(content?.examples ?? {})) learn(value, content?.schema ?? {}, id);
  }
}

// An audit event may be about anything; the examples know accounts.
LINKS.delete('monitor.v1.event.links.actor');
LINKS.delete('monitor.v1.event.links.resource');
// Kinds of numbers that other countries have, or lack; the examples know three countries.
const kinds = MAPS.get('api.v2010.account.available_phone_number_country.subresource_uris');
for (const kind of ['national', 'voip', 'shared_cost', 'machine_to_machine', 'mobile']) kinds?.all.add(kind);
kinds?.always.delete('toll_free');
