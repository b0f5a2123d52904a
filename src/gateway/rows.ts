// Reads Twilio's JSON into the rows the database keeps; what it does not know it leaves alone.

import type { TwilioCall, TwilioMessage } from '../core/twilio.ts';
import type { TwilioRow } from './door.ts';

/** An answer that is not the resource it should be: no SID, no account, no status. */
export class RowError extends Error {
  override readonly name = 'RowError';
}

export type Json = Readonly<Record<string, unknown>>;

// Two letters for the kind (SM, MM, CA, AC) and 32 hex digits.
const SID = /^[A-Z]{2}[0-9a-f]{32}$/i;
const RFC_2822 = /^(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} (?:[+-]\d{4}|GMT)$/;
const DECIMAL = /^(-?)(\d{1,9})(?:\.(\d*))?$/;

/** The row in the body of an answer; undefined when it is not JSON or not a resource of that kind. */
export function parseRow(kind: TwilioRow['kind'], body: string): TwilioRow | undefined {
  try {
    const json: unknown = JSON.parse(body);
    return kind === 'message' ? { kind, value: parseMessage(json) } : { kind, value: parseCall(json) };
  } catch (error) {
    if (error instanceof RowError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** @throws RowError */
export function parseMessage(value: unknown): TwilioMessage {
  const json = object(value);
  return {
    accountSid: sid(json, 'account_sid'),
    sid: sid(json, 'sid'),
    direction: word(json, 'direction'),
    from: word(json, 'from'),
    to: word(json, 'to'),
    messagingServiceSid: word(json, 'messaging_service_sid'),
    body: typeof json['body'] === 'string' ? json['body'] : null,
    status: required(json, 'status'),
    errorCode: integer(json, 'error_code'),
    errorMessage: word(json, 'error_message'),
    numSegments: integer(json, 'num_segments'),
    numMedia: integer(json, 'num_media'),
    priceMicros: priceMicros(json['price']),
    priceUnit: word(json, 'price_unit'),
    dateCreated: instant(json, 'date_created'),
    dateSent: instant(json, 'date_sent'),
    dateUpdated: instant(json, 'date_updated'),
  };
}

/** @throws RowError */
export function parseCall(value: unknown): TwilioCall {
  const json = object(value);
  return {
    accountSid: sid(json, 'account_sid'),
    sid: sid(json, 'sid'),
    parentCallSid: word(json, 'parent_call_sid'),
    direction: word(json, 'direction'),
    from: word(json, 'from'),
    to: word(json, 'to'),
    status: required(json, 'status'),
    answeredBy: word(json, 'answered_by'),
    durationS: integer(json, 'duration'),
    queueTimeMs: integer(json, 'queue_time'),
    priceMicros: priceMicros(json['price']),
    priceUnit: word(json, 'price_unit'),
    dateCreated: instant(json, 'date_created'),
    startTime: instant(json, 'start_time'),
    endTime: instant(json, 'end_time'),
    dateUpdated: instant(json, 'date_updated'),
  };
}

/** `-0.00750` is -7500. By digits, not by floating point; finer than a millionth is rounded half away from zero. */
export function priceMicros(price: unknown): number | null {
  const [, sign, whole, fraction = ''] =
    DECIMAL.exec(typeof price === 'number' ? String(price) : text(price)) ?? [];
  if (whole === undefined) return null;
  const micros = Number(whole) * 1_000_000 + Number(fraction.padEnd(6, '0').slice(0, 6));
  const rounded = Number(fraction.charAt(6)) >= 5 ? micros + 1 : micros;
  return sign === '-' && rounded !== 0 ? -rounded : rounded;
}

export function object(value: unknown): Json {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  throw new RowError('the answer is not an object');
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function required(json: Json, key: string): string {
  const value = text(json[key]);
  if (value === '') throw new RowError(`the answer has no ${key}`);
  return value;
}

export function sid(json: Json, key: string): string {
  const value = required(json, key);
  if (!SID.test(value)) throw new RowError(`the answer has no usable ${key}`);
  return value;
}

function word(json: Json, key: string): string | null {
  return text(json[key]) || null;
}

// Twilio writes most integers as strings (num_segments, duration, queue_time), some as numbers (error_code).
function integer(json: Json, key: string): number | null {
  const value = json[key];
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : null;
  return /^-?\d{1,15}$/.test(text(value)) ? Number(value) : null;
}

export function instant(json: Json, key: string): number | null {
  const value = text(json[key]);
  const at = RFC_2822.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}
