// Where Twilio's description contradicts itself (a schema and its own examples), and so what a value may be besides.

import type { Schema } from './document.ts';

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

/** Parameters that the official client of this project has and the description does not have yet, by operation. */
export const NEWER: Readonly<Record<string, readonly string[]>> = {
  CreateMessage: ['MessageIntent', 'FallbackFrom'],
  CreateCall: ['RecordingConfigurationId', 'Passports', 'ClientNotificationUrl'],
};

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

/** Numbers that Twilio writes as texts: the schemas say `string` and no more. */
const WHOLE = new Set(['duration', 'queue_time', 'num_media', 'num_segments', 'log', 'error_code']);
const DECIMAL = new Set(['price', 'balance', 'usage', 'count', 'current_value', 'trigger_value']);

/** What the text of a key is expected to be. Undefined when it may be any. */
export function numberIn(key: string): RegExp | undefined {
  if (WHOLE.has(key)) return /^\d+$/;
  return DECIMAL.has(key) ? /^-?\d+(?:\.\d+)?$/ : undefined;
}
