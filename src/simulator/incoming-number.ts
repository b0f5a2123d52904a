// A phone number that the account owns: what a call or a text to it leads to.

import type { HttpMethod } from './call.ts';

export interface NumberCapabilities {
  readonly voice: boolean;
  readonly sms: boolean;
  readonly mms: boolean;
  readonly fax: boolean;
}

/** Instants are virtual, in ms; an empty URL or SID is one that is not set. Plain data: written to the state file as it is. */
export interface IncomingNumber {
  readonly seq: number;
  readonly sid: string;
  readonly accountSid: string;
  /** E.164 */
  readonly number: string;
  friendlyName: string;
  readonly createdAt: number;
  updatedAt: number;
  readonly capabilities: NumberCapabilities;
  voiceUrl: string;
  voiceMethod: HttpMethod;
  voiceFallbackUrl: string;
  voiceFallbackMethod: HttpMethod;
  voiceApplicationSid: string;
  voiceCallerIdLookup: boolean;
  statusCallback: string;
  statusCallbackMethod: HttpMethod;
  smsUrl: string;
  smsMethod: HttpMethod;
  smsFallbackUrl: string;
  smsFallbackMethod: HttpMethod;
  smsApplicationSid: string;
  trunkSid: string;
}

/** What its owner may set. */
export type NumberSettings = Omit<IncomingNumber, NumberIdentityKey | 'capabilities' | 'updatedAt'>;
type NumberIdentityKey = 'seq' | 'sid' | 'accountSid' | 'number' | 'createdAt';

export type NumberIdentity = Pick<IncomingNumber, NumberIdentityKey>;

/** A number as it is right after it was bought: nothing is set. */
export function newNumber(identity: NumberIdentity): IncomingNumber {
  return {
    ...identity,
    friendlyName: identity.number,
    updatedAt: identity.createdAt,
    capabilities: { voice: true, sms: true, mms: true, fax: false },
    voiceUrl: '',
    voiceMethod: 'POST',
    voiceFallbackUrl: '',
    voiceFallbackMethod: 'POST',
    voiceApplicationSid: '',
    voiceCallerIdLookup: false,
    statusCallback: '',
    statusCallbackMethod: 'POST',
    smsUrl: '',
    smsMethod: 'POST',
    smsFallbackUrl: '',
    smsFallbackMethod: 'POST',
    smsApplicationSid: '',
    trunkSid: '',
  };
}
