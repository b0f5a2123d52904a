// What a message that is to be sent says, and what Twilio may keep of it.

import { type Fields, field } from '../form.ts';
import { badRequest } from './api-error.ts';
import { given } from './params.ts';

/** In UTF-16 units, as Twilio counts; longer is refused, not cut. */
const MAX_BODY = 1_600;
const MAX_MEDIA = 10;

export interface Content {
  readonly body: string;
  readonly media: readonly string[];
}

/** Throws ApiError 21602 without Body, MediaUrl and ContentSid. */
export function readContent(form: Fields): Content {
  const template = readTemplate(form);
  const body = template ?? field(form, 'Body') ?? '';
  const media = form.get('MediaUrl') ?? [];
  if (body === '' && media.length === 0) throw badRequest(21602, 'Message body is required');
  if (body.length > MAX_BODY) {
    throw badRequest(21617, `The concatenated message body exceeds the ${MAX_BODY} character limit`);
  }
  if (media.length > MAX_MEDIA) throw badRequest(21623, 'Number of media files exceeds allowed limit');
  if (media.some((url) => !/^https?:\/\/./.test(url))) throw badRequest(21620, 'Invalid media URL(s)');
  return { body, media };
}

/** What a template says lies at Twilio: the phone gets its SID and what is filled in. It wins over a Body. */
function readTemplate(form: Fields): string | undefined {
  const sid = given(form, 'ContentSid');
  if (sid === undefined) return undefined;
  if (!/^HX[0-9a-f]{32}$/i.test(sid)) throw badRequest(21655, `The ContentSid is Invalid: ${sid}`);
  const variables = Object.entries(readVariables(form));
  return [sid, ...variables.map(([name, value]) => `${name}=${value}`)].join(' ');
}

/** Throws ApiError 21656 for what is no JSON object of texts. */
function readVariables(form: Fields): Readonly<Record<string, string>> {
  const text = given(form, 'ContentVariables');
  if (text === undefined) return {};
  const variables = parse(text);
  const isObject = typeof variables === 'object' && variables !== null && !Array.isArray(variables);
  if (!isObject || !Object.values(variables).every((value) => typeof value === 'string')) {
    throw badRequest(21656, 'The ContentVariables Parameter is invalid: it must be a JSON object of texts');
  }
  return variables as Record<string, string>;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export interface Retention {
  readonly discardsContent?: true | undefined;
  readonly obfuscatesAddress?: true | undefined;
}

export function readRetention(form: Fields): Retention {
  return {
    discardsContent: isSet(form, { name: 'ContentRetention', word: 'discard', code: 30029 }),
    obfuscatesAddress: isSet(form, { name: 'AddressRetention', word: 'obfuscate', code: 30030 }),
  };
}

interface RetentionRule {
  readonly name: string;
  /** What it may say besides `retain`. */
  readonly word: string;
  readonly code: number;
}

function isSet(form: Fields, { name, word, code }: RetentionRule): true | undefined {
  const text = given(form, name);
  if (text === word) return true;
  if (text === undefined || text === 'retain') return undefined;
  throw badRequest(code, `Invalid ${name}: ${text}`);
}
