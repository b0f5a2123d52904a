// A TwiML application: URLs under one name, which numbers, calls and texts may point at.

import type { HttpMethod } from './call.ts';
import { rfc2822 } from './dates.ts';
import type { IncomingNumber } from './incoming-number.ts';
import type { Account } from './world.ts';

/** An empty URL is one that is not set. Plain data: it is written to the state file as it is. */
export interface Application {
  readonly seq: number;
  readonly sid: string;
  readonly accountSid: string;
  friendlyName: string;
  readonly createdAt: number;
  updatedAt: number;
  voiceUrl: string;
  voiceMethod: HttpMethod;
  voiceFallbackUrl: string;
  voiceFallbackMethod: HttpMethod;
  voiceCallerIdLookup: boolean;
  statusCallback: string;
  statusCallbackMethod: HttpMethod;
  smsUrl: string;
  smsMethod: HttpMethod;
  smsFallbackUrl: string;
  smsFallbackMethod: HttpMethod;
  /** One URL, which Twilio shows under its old name as well. */
  messageStatusCallback: string;
  publicConnect: boolean;
}

export type ApplicationIdentity = Pick<Application, 'seq' | 'sid' | 'accountSid' | 'createdAt'>;

/** An application as it is when nothing is set. */
export function newApplication(identity: ApplicationIdentity): Application {
  return {
    ...identity,
    friendlyName: '',
    updatedAt: identity.createdAt,
    voiceUrl: '',
    voiceMethod: 'POST',
    voiceFallbackUrl: '',
    voiceFallbackMethod: 'POST',
    voiceCallerIdLookup: false,
    statusCallback: '',
    statusCallbackMethod: 'POST',
    smsUrl: '',
    smsMethod: 'POST',
    smsFallbackUrl: '',
    smsFallbackMethod: 'POST',
    messageStatusCallback: '',
    publicConnect: false,
  };
}

/** Twilio's JSON: unlike a number's, its URLs are null when they are not set. */
export function applicationJson(row: Application): Record<string, unknown> {
  return {
    account_sid: row.accountSid,
    api_version: '2010-04-01',
    date_created: rfc2822(row.createdAt),
    date_updated: rfc2822(row.updatedAt),
    friendly_name: row.friendlyName,
    message_status_callback: row.messageStatusCallback || null,
    public_application_connect_enabled: row.publicConnect,
    sid: row.sid,
    sms_fallback_method: row.smsFallbackMethod,
    sms_fallback_url: row.smsFallbackUrl || null,
    sms_method: row.smsMethod,
    sms_status_callback: row.messageStatusCallback || null,
    sms_url: row.smsUrl || null,
    status_callback: row.statusCallback || null,
    status_callback_method: row.statusCallbackMethod,
    uri: `/2010-04-01/Accounts/${row.accountSid}/Applications/${row.sid}.json`,
    voice_caller_id_lookup: row.voiceCallerIdLookup,
    voice_fallback_method: row.voiceFallbackMethod,
    voice_fallback_url: row.voiceFallbackUrl || null,
    voice_method: row.voiceMethod,
    voice_url: row.voiceUrl || null,
  };
}

export type VoiceSettings = Pick<
  Application,
  | 'voiceUrl'
  | 'voiceMethod'
  | 'voiceFallbackUrl'
  | 'voiceFallbackMethod'
  | 'statusCallback'
  | 'statusCallbackMethod'
>;
export type SmsSettings = Pick<Application, 'smsUrl' | 'smsMethod' | 'smsFallbackUrl' | 'smsFallbackMethod'>;

/** Where a call to a number leads: to its application, if it has one. */
export function voiceSettings(account: Account, number: IncomingNumber): VoiceSettings {
  return account.applications.get(number.voiceApplicationSid) ?? number;
}

/** Where a text to a number leads: to its application, if it has one. */
export function smsSettings(account: Account, number: IncomingNumber): SmsSettings {
  return account.applications.get(number.smsApplicationSid) ?? number;
}
