// Attributes of TwiML elements, read the way Twilio forgives them: a bad value is a warning and the default.

import type { HttpMethod } from '../call.ts';
import { readUrl } from '../loopback.ts';
import { notify } from '../notify.ts';
import type { TwimlDocument } from './documents.ts';
import type { LiveCall } from './live-call.ts';
import { type TwimlElement, TwimlFailure } from './twiml.ts';

/** What a verb is given: the call, the element, and the document it stands in. */
export interface Scene {
  readonly live: LiveCall;
  readonly element: TwimlElement;
  readonly document: TwimlDocument;
}

export function warn(live: LiveCall, code: number, message: string): void {
  notify(live.world, live.account, { level: 'warning', code, message, callSid: live.call.sid });
}

export interface NumberRule {
  readonly fallback: number;
  readonly least: number;
  /** Twilio's warning for a value that is none. */
  readonly code: number;
}

export function numberAttribute({ live, element }: Scene, name: string, rule: NumberRule): number {
  const text = element.attributes[name];
  if (text === undefined) return rule.fallback;
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= rule.least) return value;
  warn(live, rule.code, `${element.name}: Invalid ${name} value ${text}`);
  return rule.fallback;
}

export function booleanAttribute({ element }: Scene, name: string): boolean {
  return element.attributes[name]?.toLowerCase() === 'true';
}

export function methodAttribute({ live, element }: Scene, code: number): HttpMethod {
  const text = element.attributes['method'] ?? 'POST';
  const method = text.toUpperCase();
  if (method === 'GET' || method === 'POST') return method;
  warn(live, code, `${element.name}: Invalid method value ${text}`);
  return 'POST';
}

/** An absolute URL; an empty one names the document itself. Throws TwimlFailure 11100 for what is none. */
export function resolveUrl({ document }: Scene, text: string): string {
  const url = readUrl(text, document.url ?? undefined);
  if (url === undefined) {
    const inline = document.url === null ? ' (an inline document has no URL for it to be relative to)' : '';
    throw new TwimlFailure(11100, `Invalid URL format: "${text}"${inline}`);
  }
  return url.href;
}
