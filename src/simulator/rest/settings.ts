// What may be set of a number or an application: left alone when not given, cleared when given empty.

import type { HttpMethod } from '../call.ts';
import { type Fields, field } from '../form.ts';
import { badRequest } from './api-error.ts';
import { webhookUrl } from './params.ts';

/** What a number and an application have alike. */
export interface HookSettings {
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
}

const URLS = {
  VoiceUrl: 'voiceUrl',
  VoiceFallbackUrl: 'voiceFallbackUrl',
  StatusCallback: 'statusCallback',
  SmsUrl: 'smsUrl',
  SmsFallbackUrl: 'smsFallbackUrl',
} as const;

const METHODS = {
  VoiceMethod: 'voiceMethod',
  VoiceFallbackMethod: 'voiceFallbackMethod',
  StatusCallbackMethod: 'statusCallbackMethod',
  SmsMethod: 'smsMethod',
  SmsFallbackMethod: 'smsFallbackMethod',
} as const;

const MAX_NAME = 64;

/** Throws ApiError 21402 for a URL and 21403 for a method that cannot be. */
export function readHookSettings(form: Fields): Partial<HookSettings> {
  const settings: Partial<HookSettings> = {};
  for (const [name, key] of Object.entries(URLS)) {
    const url = urlSetting(form, name);
    if (url !== undefined) settings[key] = url;
  }
  for (const [name, key] of Object.entries(METHODS)) {
    const method = field(form, name)?.toUpperCase();
    if (!method) continue;
    if (method !== 'GET' && method !== 'POST') throw badRequest(21403, `Invalid ${name}: ${method}`);
    settings[key] = method;
  }
  const lookup = booleanSetting(form, 'VoiceCallerIdLookup');
  if (lookup !== undefined) settings.voiceCallerIdLookup = lookup;
  return settings;
}

/** Throws ApiError 21402. */
export function urlSetting(form: Fields, name: string): string | undefined {
  return field(form, name) === '' ? '' : webhookUrl(form, name, 21402);
}

export function booleanSetting(form: Fields, name: string): boolean | undefined {
  const text = field(form, name);
  return text ? text.toLowerCase() === 'true' : undefined;
}

/** A SID of the kind its prefix says, or ''. Throws ApiError 20001. */
export function sidSetting(form: Fields, name: string, prefix: string): string | undefined {
  const text = field(form, name);
  if (!text) return text;
  if (!text.startsWith(prefix) || !/^[A-Z]{2}[0-9a-f]{32}$/i.test(text)) {
    throw badRequest(20001, `The '${name}' parameter is not a SID: ${text}`);
  }
  return text;
}

/** An empty name is one that is not given. Throws ApiError 20002. */
export function nameSetting(form: Fields): string | undefined {
  const name = field(form, 'FriendlyName');
  if (name !== undefined && name.length > MAX_NAME) {
    throw badRequest(20002, `FriendlyName is longer than ${MAX_NAME} characters`);
  }
  return name || undefined;
}
