// Verification of a caller ID: a call to the number, which counts as passed when somebody answers.

import { audit } from '../audit.ts';
import { type Call, FINAL_CALL, type HttpMethod } from '../call.ts';
import { callFields } from '../callbacks.ts';
import type { CallerId } from '../caller-id.ts';
import { deliver } from '../deliver.ts';
import type { Fields } from '../form.ts';
import { GOOD_SENDER } from '../magic-number.ts';
import { newSid } from '../random.ts';
import { createCall } from '../voice/outbound.ts';
import type { Account, World } from '../world.ts';
import { readPlan } from './call-create.ts';

export interface Verification {
  readonly number: string;
  readonly friendlyName: string;
  readonly delayMs: number;
  /** Keys that get the call through to a person. */
  readonly extension: string;
  readonly statusCallback: { readonly url: string; readonly method: HttpMethod } | undefined;
}

const WORDS =
  'Hello. This is Twilio with a call to verify your phone number. Please enter the six digits that you were shown.';

/**
 * Places the call. At Twilio whoever answers types the code; a virtual phone was not shown it, so that answering in
 * person is taken for typing it, and a machine verifies nothing. The simulator must not be stopped in between.
 */
export function startVerification(world: World, account: Account, wanted: Verification): Call {
  const plan = readPlan(account, verificationForm(wanted.extension));
  const call = createCall(world, account, {
    from: GOOD_SENDER,
    to: wanted.number,
    plan,
    delayMs: wanted.delayMs,
  });
  let row: CallerId | undefined;
  const stop = world.journal.onEvent((event) => {
    if (event.event !== 'call' || event.sid !== call.sid) return;
    if (event.status === 'in-progress' && world.phones.get(wanted.number).kind !== 'voicemail') {
      row = addCallerId(world, account, wanted);
    }
    if (!FINAL_CALL.some((status) => status === event.status)) return;
    stop();
    if (wanted.statusCallback) tell(world, account, { call, row, target: wanted.statusCallback });
  });
  return call;
}

function verificationForm(extension: string): Fields {
  return new Map([
    ['Twiml', [`<Response><Say>${WORDS}</Say><Pause length="5"/></Response>`]],
    ['SendDigits', [extension]],
  ]);
}

function addCallerId(world: World, account: Account, { number, friendlyName }: Verification): CallerId {
  // Two verifications of one number may be under way at a time.
  const known = account.callerIds.find(number);
  if (known) return known;
  const now = world.clock.now();
  const row: CallerId = {
    seq: account.callerIds.nextSeq(),
    sid: newSid(world.sids, 'PN'),
    accountSid: account.sid,
    number,
    friendlyName,
    createdAt: now,
    updatedAt: now,
  };
  account.callerIds.add(row);
  audit(world, account, {
    resource: 'verified-caller-id',
    sid: row.sid,
    verb: 'created',
    data: { phone_number: number },
  });
  return row;
}

function tell(
  world: World,
  account: Account,
  result: {
    readonly call: Call;
    readonly row: CallerId | undefined;
    readonly target: { readonly url: string; readonly method: HttpMethod };
  },
): void {
  const { call, row, target } = result;
  const fields: [string, string][] = [
    ...callFields(call, call.status),
    ['VerificationStatus', row === undefined ? 'failed' : 'success'],
  ];
  if (row !== undefined) fields.push(['OutgoingCallerIdSid', row.sid]);
  deliver(world, account, { owner: call, callSid: call.sid, ...target, fields });
}
