// Subaccounts, API keys, caller IDs and applications, as Twilio describes them.

import { expect } from 'vitest';
import { CINDY, type Tour } from './tour.ts';

const HOOK = 'http://127.0.0.1:9/hook';

export const IDENTITY_TOURS: readonly Tour[] = [
  {
    shows: 'a subaccount, made, found, suspended and closed',
    walk: async ({ ask }) => {
      const { body: made } = await ask('POST', '/2010-04-01/Accounts.json', { FriendlyName: 'Clinic' });
      expect(made).toMatchObject({ friendly_name: 'Clinic', status: 'active', type: 'Full' });
      await ask('POST', '/2010-04-01/Accounts.json');
      expect((await ask('GET', '/2010-04-01/Accounts.json', { FriendlyName: 'Clinic' })).rows).toEqual([
        made,
      ]);
      for (const Status of ['suspended', 'closed']) {
        expect((await ask('POST', made.uri, { Status })).body['status']).toBe(Status);
        expect((await ask('GET', '/2010-04-01/Accounts.json', { Status })).rows).toHaveLength(1);
      }
      expect((await ask('GET', made.uri)).body['status']).toBe('closed');
    },
  },
  {
    shows: 'an API key, from its secret to its end',
    walk: async ({ ask }) => {
      const { body } = await ask('POST', '/Keys.json', { FriendlyName: 'web' });
      const { secret, ...shown } = body;
      expect(secret).toMatch(/^[0-9a-f]{32}$/);
      expect((await ask('GET', '/Keys.json')).rows).toEqual([shown]);
      const path = `/Keys/${body.sid}.json`;
      expect((await ask('GET', path)).body).toEqual(shown);
      expect((await ask('POST', path, { FriendlyName: 'app' })).body['friendly_name']).toBe('app');
      expect((await ask('DELETE', path)).status).toBe(204);
    },
  },
  {
    shows: 'a caller ID, from its verification to its end',
    walk: async ({ ask, simulator }) => {
      const { body } = await ask('POST', '/OutgoingCallerIds.json', {
        PhoneNumber: CINDY,
        FriendlyName: 'Cindy',
        CallDelay: 1,
        Extension: '12',
        StatusCallback: HOOK,
        StatusCallbackMethod: 'GET',
      });
      expect(body).toMatchObject({ phone_number: CINDY, friendly_name: 'Cindy' });
      expect(body['validation_code']).toMatch(/^\d{6}$/);
      await simulator.clock.advance(60_000);
      await ask('GET', `/Calls/${body['call_sid']}.json`);
      const { rows } = await ask('GET', '/OutgoingCallerIds.json', { PhoneNumber: CINDY });
      expect(rows).toHaveLength(1);
      const uri = String(rows[0]?.uri);
      expect((await ask('GET', uri)).body).toEqual(rows[0]);
      expect((await ask('POST', uri, { FriendlyName: 'C.' })).body['friendly_name']).toBe('C.');
      expect((await ask('DELETE', uri)).status).toBe(204);
    },
  },
  {
    shows: 'an application, empty and full',
    walk: async ({ ask }) => {
      const { body: empty } = await ask('POST', '/Applications.json');
      expect(empty).toMatchObject({ voice_url: null, sms_status_callback: null, friendly_name: '' });
      const { body: full } = await ask('POST', '/Applications.json', {
        FriendlyName: 'front desk',
        VoiceUrl: HOOK,
        VoiceMethod: 'GET',
        VoiceFallbackUrl: HOOK,
        VoiceFallbackMethod: 'GET',
        VoiceCallerIdLookup: true,
        StatusCallback: HOOK,
        StatusCallbackMethod: 'GET',
        SmsUrl: HOOK,
        SmsMethod: 'GET',
        SmsFallbackUrl: HOOK,
        SmsFallbackMethod: 'GET',
        MessageStatusCallback: HOOK,
        PublicApplicationConnectEnabled: true,
      });
      expect(full).toMatchObject({
        friendly_name: 'front desk',
        voice_url: HOOK,
        voice_method: 'GET',
        message_status_callback: HOOK,
        sms_status_callback: HOOK,
        public_application_connect_enabled: true,
      });
      expect((await ask('GET', '/Applications.json')).rows).toEqual([full, empty]);
      expect((await ask('GET', '/Applications.json', { FriendlyName: 'front desk' })).rows).toEqual([full]);
      expect((await ask('GET', full.uri)).body).toEqual(full);
      const changed = await ask('POST', full.uri, { VoiceUrl: '', SmsStatusCallback: `${HOOK}/old` });
      expect(changed.body).toMatchObject({ voice_url: null, message_status_callback: `${HOOK}/old` });
      expect((await ask('DELETE', full.uri)).status).toBe(204);
    },
  },
];
