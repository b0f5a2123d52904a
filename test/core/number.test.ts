// What a number may be set to, under Twilio's names, and which requests spend money or cannot be taken back.

import { expect, test } from 'vitest';
import { changeParams, differing, isPurchase, isRelease, NUMBER_SETTINGS } from '../../src/core/number.ts';

const [AP, TK] = [`AP${'0'.repeat(32)}`, `TK${'0'.repeat(32)}`];

test.each([
  [
    { voiceUrl: 'https://a.example', friendlyName: 'desk' },
    { FriendlyName: 'desk', VoiceUrl: 'https://a.example' },
  ],
  [{ voiceFallbackUrl: '' }, { VoiceFallbackUrl: '' }],
  // Setting one route takes the others away at Twilio, whose description has no empty SID.
  [{ voiceUrl: 'https://a.example', voiceApplicationSid: '' }, { VoiceUrl: 'https://a.example' }],
  [{ voiceUrl: '', voiceApplicationSid: AP }, { VoiceApplicationSid: AP }],
  [{ voiceApplicationSid: '', trunkSid: TK }, { TrunkSid: TK }],
  [{ smsUrl: 'https://a.example', smsApplicationSid: '' }, { SmsUrl: 'https://a.example' }],
  [
    { smsApplicationSid: '', voiceUrl: 'https://a.example' },
    { VoiceUrl: 'https://a.example', SmsApplicationSid: '' },
  ],
  [
    { voiceUrl: '', voiceApplicationSid: '' },
    { VoiceUrl: '', VoiceApplicationSid: '' },
  ],
])('%j is asked for as %j', (change, params) => {
  expect(changeParams(change)).toEqual(params);
});

test('only what is otherwise is a change', () => {
  const now = Object.fromEntries(Object.keys(NUMBER_SETTINGS).map((key) => [key, ''])) as never;
  expect(differing(now, { friendlyName: '', voiceUrl: 'https://a.example' })).toEqual({
    voiceUrl: 'https://a.example',
  });
});

test.each([
  [{ kind: 'number', targetSid: null }, true, false],
  [{ kind: 'number', targetSid: 'PN1' }, false, false],
  [{ kind: 'number', targetSid: 'PN1', method: 'DELETE' }, false, true],
  [{ kind: 'message', targetSid: null }, false, false],
] as const)('%j buys: %s, gives up: %s', (deed, buys, releases) => {
  expect([isPurchase(deed), isRelease(deed)]).toEqual([buys, releases]);
});
