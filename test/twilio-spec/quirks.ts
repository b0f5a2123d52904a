// Where Twilio's description contradicts itself (a schema and its own examples), and so what a value may be besides.

import { OPERATIONS, resolve, type Schema } from './document.ts';

interface Quirk {
  /** The schema's name. */
  readonly schema: RegExp;
  /** The property. */
  readonly key: RegExp;
  readonly accepts: (value: unknown) => boolean;
}

const isDecimal = (value: unknown) => typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value);
const isEmpty = (value: unknown) => value === '';

const QUIRKS: readonly Quirk[] = [
  // Numbers by the schema, decimal strings in the examples.
  { schema: /available_phone_number_local$/, key: /^(?:lat|long)itude$/, accepts: isDecimal },
  { schema: /usage_record|call_recording$|transcription$/, key: /^price$/, accepts: isDecimal },
  // A SID or a URI by the schema; the examples have '' for a number without an application or a webhook,
  { schema: /incoming_phone_number/, key: /_application_sid$|_url$|^status_callback$/, accepts: isEmpty },
  // and for a notification about nothing that was requested.
  { schema: /notification/, key: /^request_url$/, accepts: isEmpty },
  // An enum is a reference, which cannot be nullable; the examples have null until the conference ends.
  { schema: /conference$/, key: /^reason_conference_ended$/, accepts: (value) => value === null },
];

/** Whether a value that breaks its schema is one Twilio sends all the same. */
export function isQuirk(schema: string, key: string, value: unknown): boolean {
  return QUIRKS.some((quirk) => quirk.key.test(key) && quirk.schema.test(schema) && quirk.accepts(value));
}

/**
 * Keys that may be missing. The others must be there: the schemas have no `required`, so every key of a schema is.
 * `fax` of the capabilities is left out of the examples of numbers for sale and of Local, Mobile and TollFree.
 */
export function isOptional(key: string, schema: Schema): boolean {
  return key === 'fax' && schema.format === 'phone-number-capabilities';
}

/** The schema without the paging keys that the searches for numbers do not have in any example. */
export function withoutFalseKeys(schema: Schema): Schema {
  if (!schema.title?.startsWith('ListAvailablePhoneNumber')) return schema;
  const { end, first_page_uri, next_page_uri, page, page_size, previous_page_uri, start, ...properties } =
    schema.properties ?? {};
  return { ...schema, properties };
}

/** Nullable in most schemas, null in not one example. */
export const NEVER_NULL: ReadonlySet<string> = new Set([
  'sid',
  'account_sid',
  'uri',
  'url',
  'api_version',
  'date_created',
  'date_updated',
]);

/** The schemas say of a map of links only that it is one; its keys are those of the examples. */
export interface MapKeys {
  readonly all: ReadonlySet<string>;
  /** In every example. */
  readonly always: ReadonlySet<string>;
}

const MAP_KEYS = new Map<string, { all: Set<string>; always: Set<string> }>();

function learn(value: unknown, given: Schema, named: string): void {
  const { schema, name } = resolve(given, named);
  if (Array.isArray(value)) for (const row of value) learn(row, schema.items ?? {}, name);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      const property = schema.properties?.[key];
      if (property?.format === 'uri-map') note(`${name}.${key}`, Object.keys(inner ?? {}));
      else if (property) learn(inner, property, name);
    }
  }
}

function note(place: string, keys: readonly string[]): void {
  const known = MAP_KEYS.get(place);
  if (known === undefined) MAP_KEYS.set(place, { all: new Set(keys), always: new Set(keys) });
  else {
    for (const key of keys) known.all.add(key);
    for (const key of known.always) if (!keys.includes(key)) known.always.delete(key);
  }
}

for (const { answers } of OPERATIONS) {
  for (const content of answers.values()) {
    for (const { value } of Object.values(content?.examples ?? {})) learn(value, content?.schema ?? {}, '');
  }
}
// Kinds of numbers that other countries have, and that not every country has; the examples know three of them.
const kinds = MAP_KEYS.get('api.v2010.account.available_phone_number_country.subresource_uris');
for (const kind of ['national', 'voip', 'shared_cost', 'machine_to_machine']) kinds?.all.add(kind);
kinds?.always.delete('toll_free');

/** Undefined when no example has one. */
export function mapKeys(schema: string, key: string): MapKeys | undefined {
  return MAP_KEYS.get(`${schema}.${key}`);
}
