// Reads a page of one of Twilio's lists: all of it or nothing, since what is overlooked counts as not there.

import type { TwilioPage, TwilioRow } from './door.ts';
import { nextPage } from './requests.ts';
import { parseCall, parseMessage, RowError } from './rows.ts';
import type { WireRequest } from './wire.ts';

const LISTS = /\/(Messages|Calls)\.json(?:\?|$)/;

/** What a request lists; undefined when it asks for something else. */
export function listedKind({ method, path }: WireRequest): TwilioRow['kind'] | undefined {
  const list = method === 'GET' ? LISTS.exec(path)?.[1] : undefined;
  if (list === undefined) return undefined;
  return list === 'Messages' ? 'message' : 'call';
}

/** Undefined when the body is no such page, a row cannot be read, or anything in it is another account's. */
export function parsePage(kind: TwilioRow['kind'], accountSid: string, body: string): TwilioPage | undefined {
  try {
    const json = JSON.parse(body) as Readonly<Record<string, unknown>> | null;
    const list = json?.[kind === 'message' ? 'messages' : 'calls'];
    if (!Array.isArray(list) || json?.['next_page_uri'] === undefined) return undefined;
    const rows = list.map((item): TwilioRow => {
      return kind === 'message' ? { kind, value: parseMessage(item) } : { kind, value: parseCall(item) };
    });
    if (rows.some(({ value }) => value.accountSid !== accountSid)) return undefined;
    const uri = json['next_page_uri'];
    return { rows, next: uri === null ? null : nextPage(accountSid, String(uri)) };
  } catch (error) {
    // TypeError: the next page is outside the account.
    if (error instanceof RowError || error instanceof SyntaxError || error instanceof TypeError) {
      return undefined;
    }
    throw error;
  }
}
