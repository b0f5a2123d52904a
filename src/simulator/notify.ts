// Writes down what went wrong, where Twilio's debugger would show it.

import { newSid } from './random.ts';
import type { Account, World } from './world.ts';

export interface Trouble {
  readonly level: 'error' | 'warning';
  readonly code: number;
  readonly message: string;
  readonly callSid: string | null;
  /** The call when left out. */
  readonly resourceSid?: string | undefined;
  readonly requestUrl?: string | undefined;
  readonly requestMethod?: string | undefined;
  readonly requestVariables?: string | undefined;
  readonly responseBody?: string | undefined;
  readonly responseHeaders?: string | undefined;
}

export function notify({ clock, sids, journal }: World, account: Account, trouble: Trouble): void {
  account.notifications.add({
    seq: account.notifications.nextSeq(),
    sid: newSid(sids, 'NO'),
    accountSid: account.sid,
    callSid: trouble.callSid,
    resourceSid: trouble.resourceSid ?? trouble.callSid,
    level: trouble.level,
    code: trouble.code,
    message: trouble.message,
    at: clock.now(),
    requestUrl: trouble.requestUrl ?? '',
    requestMethod: trouble.requestMethod ?? null,
    requestVariables: trouble.requestVariables ?? '',
    responseBody: trouble.responseBody ?? '',
    responseHeaders: trouble.responseHeaders ?? '',
  });
  const { level, code, message, callSid } = trouble;
  journal.emit({ event: 'notification', callSid, level, code, message });
}
