// A phone number that the account owns: what a call or a text to it leads to.

import type { HttpMethod } from './call.ts';
import { rfc2822 } from './dates.ts';
import { findOffer } from './inventory/inventory.ts';
import { formatNumber } from './number.ts';

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
  capabilities: NumberCapabilities;
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
  addressSid: string;
  bundleSid: string;
  identitySid: string;
  emergencyStatus: 'Active' | 'Inactive';
  emergencyAddressSid: string;
  voiceReceiveMode: 'voice' | 'fax';
  /** When the next month of it is charged; null for one that the simulator was started with. */
  rentDueAt: number | null;
}

/** What its owner may set. */
export type NumberSettings = Omit<IncomingNumber, NumberIdentityKey | 'capabilities' | 'updatedAt'>;
type NumberIdentityKey = 'seq' | 'sid' | 'accountSid' | 'number' | 'createdAt';

export type NumberIdentity = Pick<IncomingNumber, NumberIdentityKey>;

/** A number as it is right after it was bought: nothing is set. */
export function newNumber(identity: NumberIdentity): IncomingNumber {
  return {
    ...identity,
    friendlyName: formatNumber(identity.number),
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
    addressSid: '',
    bundleSid: '',
    identitySid: '',
    emergencyStatus: 'Inactive',
    emergencyAddressSid: '',
    voiceReceiveMode: 'voice',
    rentDueAt: null,
  };
}

/** Twilio's JSON: what is not set is null where it is a SID and empty where it is a URL or an application. */
export function numberJson(row: IncomingNumber): Record<string, unknown> {
  return {
    account_sid: row.accountSid,
    address_requirements: findOffer(row.number)?.plan.address ?? 'none',
    address_sid: row.addressSid || null,
    api_version: '2010-04-01',
    beta: false,
    bundle_sid: row.bundleSid || null,
    capabilities: row.capabilities,
    date_created: rfc2822(row.createdAt),
    date_updated: rfc2822(row.updatedAt),
    emergency_address_sid: row.emergencyAddressSid || null,
    emergency_address_status: row.emergencyAddressSid === '' ? 'unregistered' : 'registered',
    emergency_status: row.emergencyStatus,
    friendly_name: row.friendlyName,
    identity_sid: row.identitySid || null,
    origin: 'twilio',
    phone_number: row.number,
    sid: row.sid,
    sms_application_sid: row.smsApplicationSid,
    sms_fallback_method: row.smsFallbackMethod,
    sms_fallback_url: row.smsFallbackUrl,
    sms_method: row.smsMethod,
    sms_url: row.smsUrl,
    status: 'in-use',
    status_callback: row.statusCallback,
    status_callback_method: row.statusCallbackMethod,
    trunk_sid: row.trunkSid || null,
    uri: `/2010-04-01/Accounts/${row.accountSid}/IncomingPhoneNumbers/${row.sid}.json`,
    voice_application_sid: row.voiceApplicationSid,
    voice_caller_id_lookup: row.voiceCallerIdLookup,
    voice_fallback_method: row.voiceFallbackMethod,
    voice_fallback_url: row.voiceFallbackUrl,
    voice_method: row.voiceMethod,
    voice_receive_mode: row.voiceReceiveMode,
    voice_url: row.voiceUrl,
  };
}
