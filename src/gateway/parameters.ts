// Twilio's form parameters: which there are, in which order the official client writes them, and how.

import type { LocalListInstancePageOptions } from 'twilio/lib/rest/api/v2010/account/availablePhoneNumberCountry/local.js';
import type {
  CallContextUpdateOptions,
  CallListInstanceCreateOptions,
  CallListInstancePageOptions,
} from 'twilio/lib/rest/api/v2010/account/call.js';
import type {
  IncomingPhoneNumberContextUpdateOptions,
  IncomingPhoneNumberListInstanceCreateOptions,
  IncomingPhoneNumberListInstancePageOptions,
} from 'twilio/lib/rest/api/v2010/account/incomingPhoneNumber.js';
import type {
  MessageListInstanceCreateOptions,
  MessageListInstancePageOptions,
} from 'twilio/lib/rest/api/v2010/account/message.js';
import type { FormParams } from './form.ts';

/** Complete or it does not compile: every option of the official client, or its name turns up in the error. */
function order<Options>() {
  return <const Keys extends readonly (keyof Options)[]>(
    keys: Exclude<keyof Options, Keys[number]> extends never ? Keys : Exclude<keyof Options, Keys[number]>,
  ): readonly (keyof Options)[] => keys as Keys;
}

export const MESSAGE_CREATE = order<MessageListInstanceCreateOptions>()([
  'to',
  'statusCallback',
  'applicationSid',
  'maxPrice',
  'provideFeedback',
  'attempt',
  'validityPeriod',
  'forceDelivery',
  'contentRetention',
  'addressRetention',
  'smartEncoded',
  'persistentAction',
  'trafficType',
  'shortenUrls',
  'scheduleType',
  'sendAt',
  'sendAsMms',
  'contentVariables',
  'messageIntent',
  'riskCheck',
  'from',
  'fallbackFrom',
  'messagingServiceSid',
  'body',
  'mediaUrl',
  'contentSid',
]);

export const CALL_CREATE = order<CallListInstanceCreateOptions>()([
  'to',
  'from',
  'method',
  'fallbackUrl',
  'fallbackMethod',
  'statusCallback',
  'statusCallbackEvent',
  'statusCallbackMethod',
  'sendDigits',
  'timeout',
  'record',
  'recordingChannels',
  'recordingStatusCallback',
  'recordingStatusCallbackMethod',
  'recordingConfigurationId',
  'sipAuthUsername',
  'sipAuthPassword',
  'machineDetection',
  'machineDetectionTimeout',
  'recordingStatusCallbackEvent',
  'trim',
  'callerId',
  'machineDetectionSpeechThreshold',
  'machineDetectionSpeechEndThreshold',
  'machineDetectionSilenceTimeout',
  'asyncAmd',
  'asyncAmdStatusCallback',
  'asyncAmdStatusCallbackMethod',
  'passports',
  'byoc',
  'callReason',
  'callToken',
  'recordingTrack',
  'timeLimit',
  'clientNotificationUrl',
  'url',
  'twiml',
  'applicationSid',
]);

export const CALL_UPDATE = order<CallContextUpdateOptions>()([
  'url',
  'method',
  'status',
  'fallbackUrl',
  'fallbackMethod',
  'statusCallback',
  'statusCallbackMethod',
  'twiml',
  'timeLimit',
]);

export const MESSAGE_LIST = order<MessageListInstancePageOptions>()([
  'to',
  'from',
  'dateSent',
  'dateSentBefore',
  'dateSentAfter',
  'pageSize',
  'pageNumber',
  'pageToken',
]);

export const CALL_LIST = order<CallListInstancePageOptions>()([
  'to',
  'from',
  'parentCallSid',
  'status',
  'startTime',
  'startTimeBefore',
  'startTimeAfter',
  'endTime',
  'endTimeBefore',
  'endTimeAfter',
  'pageSize',
  'pageNumber',
  'pageToken',
]);

export const NUMBER_LIST = order<IncomingPhoneNumberListInstancePageOptions>()([
  'beta',
  'friendlyName',
  'phoneNumber',
  'origin',
  'pageSize',
  'pageNumber',
  'pageToken',
]);

const NUMBER_SETTINGS = [
  'apiVersion',
  'friendlyName',
  'smsApplicationSid',
  'smsFallbackMethod',
  'smsFallbackUrl',
  'smsMethod',
  'smsUrl',
  'statusCallback',
  'statusCallbackMethod',
  'voiceApplicationSid',
  'voiceCallerIdLookup',
  'voiceFallbackMethod',
  'voiceFallbackUrl',
  'voiceMethod',
  'voiceUrl',
  'emergencyStatus',
  'emergencyAddressSid',
  'trunkSid',
] as const;

export const NUMBER_CREATE = order<IncomingPhoneNumberListInstanceCreateOptions>()([
  ...NUMBER_SETTINGS,
  'identitySid',
  'addressSid',
  'voiceReceiveMode',
  'bundleSid',
  'phoneNumber',
  'areaCode',
]);

export const NUMBER_UPDATE = order<IncomingPhoneNumberContextUpdateOptions>()([
  'accountSid',
  ...NUMBER_SETTINGS,
  'voiceReceiveMode',
  'identitySid',
  'addressSid',
  'bundleSid',
]);

export const OFFER_LIST = order<LocalListInstancePageOptions>()([
  'areaCode',
  'contains',
  'smsEnabled',
  'mmsEnabled',
  'voiceEnabled',
  'excludeAllAddressRequired',
  'excludeLocalAddressRequired',
  'excludeForeignAddressRequired',
  'beta',
  'nearNumber',
  'nearLatLong',
  'distance',
  'inPostalCode',
  'inRegion',
  'inRateCenter',
  'inLata',
  'inLocality',
  'faxEnabled',
  'pageSize',
  'pageNumber',
  'pageToken',
]);

/** The options that are given, under Twilio's names and in the official client's order. */
export function toParams<Options extends object>(
  keys: readonly (keyof Options)[],
  options: Options,
): FormParams {
  const params: Record<string, string | readonly string[]> = {};
  for (const key of keys) {
    const value: unknown = options[key];
    if (value !== undefined)
      params[twilioName(String(key))] = Array.isArray(value) ? value.map(text) : text(value);
  }
  return params;
}

// `dateSentBefore` is `DateSent<`, `pageNumber` is `Page`; everything else is only capitalised.
function twilioName(key: string): string {
  if (key === 'pageNumber') return 'Page';
  const name = key.charAt(0).toUpperCase() + key.slice(1);
  return name.replace(/Before$/, '<').replace(/After$/, '>');
}

// Dates lose their milliseconds; TwiML builders, numbers and booleans say themselves.
function text(value: unknown): string {
  return value instanceof Date ? `${value.toISOString().slice(0, 19)}Z` : String(value);
}
