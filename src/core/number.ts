// The account's own numbers as data: what Twilio says of one, what may be set on it, and under which names.

import type { IntentDraft } from './intent.ts';

export const NUMBER_TYPES = ['local', 'mobile', 'toll-free', 'national'] as const;
export type NumberType = (typeof NUMBER_TYPES)[number];

export interface Capabilities {
  readonly voice: boolean;
  readonly sms: boolean;
  readonly mms: boolean;
}

interface SettingNames {
  /** Twilio's form parameter. */
  readonly param: string;
  /** The key in Twilio's JSON. */
  readonly json: string;
  readonly flag: string;
  readonly kind: 'text' | 'url' | 'method' | 'AP' | 'TK';
  readonly meaning: string;
}

const setting = (param: string, flag: string, kind: SettingNames['kind'], meaning: string): SettingNames => ({
  param,
  json: param.replace(/(?!^)[A-Z]/g, '_$&').toLowerCase(),
  flag,
  kind,
  meaning,
});

/** What `remind number edit` may set. An empty text clears it. */
export const NUMBER_SETTINGS = {
  friendlyName: setting('FriendlyName', 'name', 'text', 'what the number is called'),
  voiceUrl: setting('VoiceUrl', 'voice-url', 'url', 'what answers its calls'),
  voiceMethod: setting('VoiceMethod', 'voice-method', 'method', 'how that is asked: GET or POST'),
  voiceFallbackUrl: setting('VoiceFallbackUrl', 'voice-fallback-url', 'url', 'what answers when that fails'),
  voiceFallbackMethod: setting('VoiceFallbackMethod', 'voice-fallback-method', 'method', 'GET or POST'),
  voiceApplicationSid: setting(
    'VoiceApplicationSid',
    'voice-application',
    'AP',
    'an application for its calls, AP…',
  ),
  statusCallback: setting('StatusCallback', 'status-callback', 'url', 'what is told of its calls'),
  statusCallbackMethod: setting('StatusCallbackMethod', 'status-callback-method', 'method', 'GET or POST'),
  smsUrl: setting('SmsUrl', 'sms-url', 'url', 'what answers its texts'),
  smsMethod: setting('SmsMethod', 'sms-method', 'method', 'how that is asked: GET or POST'),
  smsFallbackUrl: setting('SmsFallbackUrl', 'sms-fallback-url', 'url', 'what answers when that fails'),
  smsFallbackMethod: setting('SmsFallbackMethod', 'sms-fallback-method', 'method', 'GET or POST'),
  smsApplicationSid: setting(
    'SmsApplicationSid',
    'sms-application',
    'AP',
    'an application for its texts, AP…',
  ),
  trunkSid: setting('TrunkSid', 'trunk', 'TK', 'a SIP trunk for its calls, TK…'),
} as const satisfies Record<string, SettingNames>;

export type NumberSetting = keyof typeof NUMBER_SETTINGS;
export const NUMBER_SETTING_KEYS = Object.keys(NUMBER_SETTINGS) as readonly NumberSetting[];

export type NumberSettings = Readonly<Record<NumberSetting, string>>;
export type NumberChange = Readonly<Partial<Record<NumberSetting, string>>>;

/** A number that the account has. */
export interface OwnedNumber {
  readonly accountSid: string;
  readonly sid: string;
  /** E.164 */
  readonly number: string;
  /** Null when Twilio does not say. */
  readonly type: NumberType | null;
  readonly capabilities: Capabilities;
  readonly settings: NumberSettings;
  /** When it was bought. */
  readonly createdAt: number | null;
}

/** A number that is for sale. */
export interface Offer {
  readonly number: string;
  readonly locality: string | null;
  /** State, province or the like. */
  readonly area: string | null;
  readonly country: string | null;
  readonly capabilities: Capabilities;
  /** Whose address Twilio wants to know first: none, any, local, foreign. */
  readonly address: string;
}

// What calls, and what texts, go to: one of them at a time. Setting one takes the others away at Twilio.
const ROUTES: readonly (readonly NumberSetting[])[] = [
  ['voiceUrl', 'voiceApplicationSid', 'trunkSid'],
  ['smsUrl', 'smsApplicationSid'],
];

/**
 * The change as Twilio's form parameters, in the order of the table. Where one route replaces another, the other is
 * not taken away by itself: Twilio's description has no empty SID.
 */
export function changeParams(change: NumberChange): Readonly<Record<string, string>> {
  const isReplaced = (key: NumberSetting): boolean =>
    change[key] === '' && ROUTES.some((route) => route.includes(key) && route.some((other) => change[other]));
  const given = NUMBER_SETTING_KEYS.flatMap((key): [string, string][] => {
    const value = change[key];
    return value === undefined || isReplaced(key) ? [] : [[NUMBER_SETTINGS[key].param, value]];
  });
  return Object.fromEntries(given);
}

/** What of `wanted` is not so yet. */
export function differing(now: NumberSettings, wanted: NumberChange): NumberChange {
  return Object.fromEntries(
    NUMBER_SETTING_KEYS.filter((key) => wanted[key] !== undefined && wanted[key] !== now[key]).map((key) => [
      key,
      wanted[key],
    ]),
  );
}

type Deed = Pick<IntentDraft, 'kind' | 'targetSid' | 'method'>;

/** True for a request that spends money: a number is bought. */
export function isPurchase({ kind, targetSid }: Deed): boolean {
  return kind === 'number' && targetSid === null;
}

/** True for a request that cannot be taken back: a number is given up. */
export function isRelease({ kind, method }: Deed): boolean {
  return kind === 'number' && method === 'DELETE';
}
