// What Twilio asked the application about a call, and what it answered: the call's Events.

import { rfc2822 } from './dates.ts';
import { parseForm } from './form.ts';
import type { WebhookReply } from './webhook.ts';
import type { Account, World } from './world.ts';

/** Instants are virtual, in ms. Plain data: it is written to the state file as it is. */
export interface CallEventRow {
  readonly seq: number;
  /** Of no meaning outside: Twilio's events have none. */
  readonly sid: string;
  readonly callSid: string;
  readonly requestUrl: string;
  readonly requestMethod: string;
  /** As a form: half the size of an object. */
  readonly requestVariables: string;
  readonly at: number;
  readonly durationMs: number;
  /** Null when there was no reply. */
  readonly responseCode: number | null;
  readonly contentType: string;
  readonly responseBody: string;
}

export interface NotedExchange {
  readonly callSid: string;
  readonly requestUrl: string;
  readonly requestMethod: string;
  readonly requestVariables: string;
  readonly askedAt: number;
  readonly reply: WebhookReply | undefined;
}

/** About 30 MB of an ordinary application's; a run of many thousand calls must not drown in what they asked. */
const KEPT = 20_000;

export function noteExchange({ clock }: World, account: Account, noted: NotedExchange): void {
  const { callSid, requestUrl, requestMethod, requestVariables, askedAt, reply } = noted;
  const seq = account.callEvents.nextSeq();
  account.callEvents.add({
    seq,
    sid: `${callSid}/${seq}`,
    callSid,
    requestUrl,
    requestMethod,
    requestVariables,
    at: askedAt,
    durationMs: clock.now() - askedAt,
    responseCode: reply?.status ?? null,
    contentType: reply?.contentType ?? '',
    responseBody: reply?.body.toString() ?? '',
  });
  const rows = account.callEvents.all();
  const oldest = rows[0];
  if (rows.length > KEPT && oldest !== undefined) account.callEvents.remove(oldest);
}

/** Twilio's JSON: two dictionaries, the parameters' names in snake case. */
export function callEventJson(row: CallEventRow): Record<string, unknown> {
  return {
    request: {
      method: row.requestMethod,
      url: row.requestUrl,
      parameters: Object.fromEntries(
        [...parseForm(row.requestVariables)].map(([key, values]) => [snakeCase(key), values[0] ?? '']),
      ),
    },
    response: {
      response_code: row.responseCode,
      request_duration: row.durationMs,
      content_type: row.contentType,
      response_body: row.responseBody,
      date_created: rfc2822(row.at),
    },
  };
}

function snakeCase(name: string): string {
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase();
}
