// Every option of the verbs that create, at once, in an order that is not the official client's.

import type * as ours from '../../src/gateway/requests.ts';

export const ACCOUNT = `AC${'0'.repeat(32)}`;
export const SM = `SM${'1'.repeat(32)}`;
export const CA = `CA${'2'.repeat(32)}`;
export const AT = new Date(Date.UTC(2026, 2, 29, 1, 2, 3, 456));
const AWKWARD = `It's (really) *50%*! ~ a+b=c&d é ’ 😀 \u0000\t\n"<>/?#[]@:;,$ \ud800 lone`;

export const EVERY_MESSAGE_OPTION: Parameters<typeof ours.createMessage>[1] = {
  contentSid: `HX${'3'.repeat(32)}`,
  body: AWKWARD,
  mediaUrl: ['https://a.example/1.png?x=1&y=2', 'https://a.example/2.png'],
  messagingServiceSid: `MG${'4'.repeat(32)}`,
  fallbackFrom: '+15005550007',
  from: '+15005550006',
  riskCheck: 'disable',
  messageIntent: 'reminder',
  contentVariables: '{"1":"x"}',
  sendAsMms: false,
  sendAt: AT,
  scheduleType: 'fixed',
  shortenUrls: true,
  trafficType: 'free',
  persistentAction: ['geo:1,2|A', 'geo:3,4|B'],
  smartEncoded: true,
  addressRetention: 'obfuscate',
  contentRetention: 'discard',
  forceDelivery: false,
  validityPeriod: 14_400,
  attempt: 2,
  provideFeedback: true,
  maxPrice: 0.05,
  applicationSid: `AP${'5'.repeat(32)}`,
  statusCallback: 'https://remind.example/status?intent=1',
  to: '+15005550001',
};

export const EVERY_CALL_OPTION: Parameters<typeof ours.createCall>[1] = {
  applicationSid: `AP${'5'.repeat(32)}`,
  twiml: '<Response><Say>Tea &amp; cake</Say></Response>',
  url: 'https://remind.example/voice',
  clientNotificationUrl: 'https://remind.example/client',
  timeLimit: 600,
  recordingTrack: 'both',
  callToken: 'token',
  callReason: AWKWARD,
  byoc: `BY${'6'.repeat(32)}`,
  passports: 'p',
  asyncAmdStatusCallbackMethod: 'POST',
  asyncAmdStatusCallback: 'https://remind.example/amd',
  asyncAmd: 'true',
  machineDetectionSilenceTimeout: 5_000,
  machineDetectionSpeechEndThreshold: 1_200,
  machineDetectionSpeechThreshold: 2_400,
  callerId: '+15005550006',
  trim: 'trim-silence',
  recordingStatusCallbackEvent: ['completed', 'absent'],
  machineDetectionTimeout: 30,
  machineDetection: 'DetectMessageEnd',
  sipAuthPassword: 'p',
  sipAuthUsername: 'u',
  recordingConfigurationId: 'r',
  recordingStatusCallbackMethod: 'GET',
  recordingStatusCallback: 'https://remind.example/recording',
  recordingChannels: 'dual',
  record: true,
  timeout: 20,
  sendDigits: 'ww1234#',
  statusCallbackMethod: 'POST',
  statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
  statusCallback: 'https://remind.example/status',
  fallbackMethod: 'GET',
  fallbackUrl: 'https://remind.example/fallback',
  method: 'POST',
  from: '+15005550006',
  to: 'sip:someone@example.com;x=y',
};

export const PN = `PN${'5'.repeat(32)}`;

/** What may be set on a number when it is bought and afterwards. */
export const EVERY_NUMBER_OPTION = {
  bundleSid: `BU${'6'.repeat(32)}`,
  voiceReceiveMode: 'voice',
  addressSid: `AD${'6'.repeat(32)}`,
  identitySid: `RI${'6'.repeat(32)}`,
  trunkSid: `TK${'6'.repeat(32)}`,
  emergencyAddressSid: `AD${'7'.repeat(32)}`,
  emergencyStatus: 'Active',
  voiceUrl: 'https://remind.example/voice?a=1&b=2',
  voiceMethod: 'GET',
  voiceFallbackUrl: 'https://remind.example/fallback',
  voiceFallbackMethod: 'POST',
  voiceCallerIdLookup: true,
  voiceApplicationSid: `AP${'6'.repeat(32)}`,
  statusCallbackMethod: 'POST',
  statusCallback: 'https://remind.example/status',
  smsUrl: 'https://remind.example/sms',
  smsMethod: 'POST',
  smsFallbackUrl: '',
  smsFallbackMethod: 'GET',
  smsApplicationSid: `AP${'7'.repeat(32)}`,
  friendlyName: 'Reception, “Mitte”',
  apiVersion: '2010-04-01',
} as const;
