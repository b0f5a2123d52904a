// What Twilio's debugger says about a call: a TwiML document that failed, a verb that was skipped.

import { rfc2822 } from './dates.ts';
import { encodeForm } from './form.ts';

/** Plain data: it is written to the state file as it is. */
export interface Notification {
  readonly seq: number;
  readonly sid: string;
  readonly accountSid: string;
  /** Null for one about a message. */
  readonly callSid: string | null;
  /** What it is about: the call, the message, the trigger; null for nothing of the account's. */
  readonly resourceSid: string | null;
  /** An error ended or diverted the call; a warning did not. */
  readonly level: 'error' | 'warning';
  readonly code: number;
  readonly message: string;
  readonly at: number;
  readonly requestUrl: string;
  readonly requestMethod: string | null;
  readonly requestVariables: string;
  readonly responseBody: string;
  readonly responseHeaders: string;
}

/** Where a notification is asked for: among those of its call, or among all of the account. Its URI is of that place. */
export type NotificationPlace = 'call' | 'account';

/** Form-encoded, as in the message text of a notification and the alert text of an alert. */
export function alertText({ message, code, level }: Notification): string {
  return encodeForm([
    ['Msg', message],
    ['ErrorCode', String(code)],
    ['LogLevel', level === 'error' ? 'ERROR' : 'WARN'],
  ]);
}

/** Twilio's JSON in a list: without the exchange that went wrong. */
export function notificationJson(row: Notification, place: NotificationPlace): Record<string, unknown> {
  const owner = place === 'call' ? `/Calls/${row.callSid}` : '';
  return {
    account_sid: row.accountSid,
    api_version: '2010-04-01',
    call_sid: row.callSid,
    date_created: rfc2822(row.at),
    date_updated: rfc2822(row.at),
    error_code: String(row.code),
    log: row.level === 'error' ? '0' : '1',
    message_date: rfc2822(row.at),
    message_text: alertText(row),
    more_info: `https://www.twilio.com/docs/errors/${row.code}`,
    request_method: row.requestMethod,
    request_url: row.requestUrl,
    sid: row.sid,
    uri: `/2010-04-01/Accounts/${row.accountSid}${owner}/Notifications/${row.sid}.json`,
  };
}

/** Twilio's JSON of one fetched by its SID: with the exchange. */
export function notificationDetailJson(row: Notification, place: NotificationPlace): Record<string, unknown> {
  return {
    ...notificationJson(row, place),
    request_variables: row.requestVariables,
    response_body: row.responseBody,
    response_headers: row.responseHeaders,
  };
}
