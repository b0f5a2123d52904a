// What a number may be set to when it is bought or updated, and which settings push each other out.

import type { Fields } from '../form.ts';
import type { IncomingNumber } from '../incoming-number.ts';
import type { Account } from '../world.ts';
import { badRequest } from './api-error.ts';
import { given } from './params.ts';
import { type HookSettings, nameSetting, readHookSettings, sidSetting } from './settings.ts';

type OwnSettings = Pick<
  IncomingNumber,
  | 'friendlyName'
  | 'voiceApplicationSid'
  | 'smsApplicationSid'
  | 'trunkSid'
  | 'addressSid'
  | 'bundleSid'
  | 'identitySid'
  | 'emergencyStatus'
  | 'emergencyAddressSid'
  | 'voiceReceiveMode'
>;

export type NumberChange = Partial<HookSettings & OwnSettings>;

/** Throws ApiError. Nothing is changed yet. */
export function readNumberSettings(account: Account, form: Fields): NumberChange {
  const change: NumberChange = readHookSettings(form);
  const own: { readonly [Key in keyof OwnSettings]: OwnSettings[Key] | undefined } = {
    friendlyName: nameSetting(form),
    voiceApplicationSid: applicationSetting(account, form, 'VoiceApplicationSid'),
    smsApplicationSid: applicationSetting(account, form, 'SmsApplicationSid'),
    trunkSid: sidSetting(form, 'TrunkSid', 'TK'),
    addressSid: sidSetting(form, 'AddressSid', 'AD'),
    bundleSid: sidSetting(form, 'BundleSid', 'BU'),
    identitySid: sidSetting(form, 'IdentitySid', 'RI'),
    emergencyStatus: choice(form, 'EmergencyStatus', ['Active', 'Inactive']),
    emergencyAddressSid: sidSetting(form, 'EmergencyAddressSid', 'AD'),
    voiceReceiveMode: choice(form, 'VoiceReceiveMode', ['voice', 'fax']),
  };
  const set = Object.entries(own).filter(([, value]) => value !== undefined);
  return { ...change, ...Object.fromEntries(set), ...pushedOut(change, own) };
}

/**
 * A call has one place to go to: setting an application clears the URL and the other way round, and a trunk and an
 * application clear each other. Of an application and a URL given together, Twilio uses the application.
 */
function pushedOut(
  { voiceUrl, smsUrl }: NumberChange,
  {
    voiceApplicationSid,
    smsApplicationSid,
    trunkSid,
  }: { readonly [Key in keyof OwnSettings]: OwnSettings[Key] | undefined },
): NumberChange {
  const change: NumberChange = {};
  if (voiceApplicationSid) Object.assign(change, { voiceUrl: '', trunkSid: '' });
  else if (voiceUrl || trunkSid) change.voiceApplicationSid = '';
  if (smsApplicationSid) change.smsUrl = '';
  else if (smsUrl) change.smsApplicationSid = '';
  return change;
}

function applicationSetting(account: Account, form: Fields, name: string): string | undefined {
  const sid = sidSetting(form, name, 'AP');
  if (sid && account.applications.get(sid) === undefined) {
    throw badRequest(21420, `${name} ${sid} is not an application of this account`);
  }
  return sid;
}

function choice<Value extends string>(
  form: Fields,
  name: string,
  values: readonly Value[],
): Value | undefined {
  const text = given(form, name);
  if (text === undefined) return undefined;
  const value = values.find((one) => one === text);
  if (value === undefined) throw badRequest(20001, `Invalid ${name}: ${text}`);
  return value;
}
