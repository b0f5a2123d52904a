// Asks Twilio for one message or call by its SID, for a person who decides.

import { CredentialError, NotFoundError, TwilioError, UnhealthyError } from '../core/errors.ts';
import type { Channel } from '../core/reminder.ts';
import type { TwilioRow } from '../gateway/door.ts';
import { fetchCall, fetchMessage } from '../gateway/requests.ts';
import { insertExchange } from '../store/api-log.ts';
import type { Foundation } from './foundation.ts';
import { openDoor } from './open-door.ts';

/** @throws NotFoundError, CredentialError, TwilioError when Twilio refuses, UnhealthyError when it cannot be reached */
export async function fetchSend(ground: Foundation, channel: Channel, sid: string): Promise<TwilioRow> {
  const door = await openDoor(ground, { life: 'short' });
  const request = channel === 'sms' ? fetchMessage : fetchCall;
  const { verdict, httpStatus, row, log } = await door.read(request(door.accountSid, sid));
  if (log) await (await ground.db()).tx((sql) => insertExchange(sql, log));
  if (row) return row;
  if (httpStatus === 404) {
    throw new NotFoundError(`Twilio has no ${channel === 'sms' ? 'message' : 'call'} ${sid}`, {
      hint: 'nothing was changed; check the SID',
    });
  }
  const hint = 'nothing was changed; try again later, or: remind doctor';
  if (httpStatus === 401) throw new CredentialError(verdict.message, { hint: 'see: remind doctor' });
  if (httpStatus === null) throw new UnhealthyError(verdict.message, { hint });
  throw new TwilioError(verdict.message, { status: httpStatus, code: verdict.twilioCode, hint });
}
