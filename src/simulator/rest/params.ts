// Parameters of a request, checked as Twilio checks them.

import type { HttpMethod } from '../call.ts';
import { type Fields, field } from '../form.ts';
import { isReachable, readUrl } from '../loopback.ts';
import { badRequest } from './api-error.ts';

/** A field that is there and not empty: Twilio takes an empty one for a missing one. */
export function given(form: Fields, name: string): string | undefined {
  return field(form, name) || undefined;
}

/** A field that must be there. Throws ApiError 20001. */
export function required(form: Fields, name: string): string {
  const text = given(form, name);
  if (text === undefined) throw badRequest(20001, `Missing required parameter '${name}'`);
  return text;
}

/** A field that is one of a few words, if it is there. Throws ApiError 20001 for any other. */
export function oneOf<Word extends string>(
  form: Fields,
  name: string,
  words: readonly Word[],
): Word | undefined {
  const text = given(form, name);
  if (text === undefined) return undefined;
  const word = words.find((known) => known === text);
  if (word === undefined) throw badRequest(20001, `Invalid ${name}: ${text}`);
  return word;
}

export interface IntegerRule {
  readonly fallback: number;
  readonly least: number;
  readonly most: number;
  readonly code: number;
}

/** A whole number, seconds mostly. Throws ApiError with the rule's code. */
export function integer(form: Fields, name: string, { fallback, least, most, code }: IntegerRule): number {
  const text = given(form, name);
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!/^-?\d+$/.test(text) || value < least || value > most) {
    const range = most === Number.MAX_SAFE_INTEGER ? `from ${least}` : `from ${least} to ${most}`;
    throw badRequest(code, `The '${name}' parameter must be a whole number ${range}: ${text}`);
  }
  return value;
}

export function boolean(form: Fields, name: string): boolean {
  return given(form, name)?.toLowerCase() === 'true';
}

/** Throws ApiError for anything but GET and POST. */
export function httpMethod(form: Fields, name: string): HttpMethod {
  const method = (given(form, name) ?? 'POST').toUpperCase();
  if (method === 'GET' || method === 'POST') return method;
  throw badRequest(20001, `The '${name}' parameter must be GET or POST: ${method}`);
}

/** https://www.twilio.com/docs/api/errors/21609 says so of a status callback. */
const MAX_URL = 4_000;

/**
 * A URL the simulator is going to request. Twilio takes any; the simulator refuses at once what is not on this
 * machine and no Twimlet, since it would never call it.
 */
export function webhookUrl(form: Fields, name: string, code: number): string | undefined {
  const text = given(form, name);
  if (text === undefined) return undefined;
  const url = readUrl(text);
  if (url === undefined) throw badRequest(code, `The '${name}' parameter is not a valid URL: ${text}`);
  if (text.length > MAX_URL) {
    throw badRequest(code, `The '${name}' parameter is longer than ${MAX_URL} characters`);
  }
  if (!isReachable(url)) {
    throw badRequest(
      code,
      `The '${name}' parameter names ${url.host}; the simulator requests URLs on this machine only (localhost, 127.0.0.1, [::1])`,
    );
  }
  return text;
}
