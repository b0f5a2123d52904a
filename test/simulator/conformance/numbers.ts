// Numbers for sale and numbers bought, as Twilio describes them.

import { expect } from 'vitest';
import { FROM, type Tour } from './tour.ts';

const HOOK = 'http://127.0.0.1:9/hook';
const FOR_SALE = '/AvailablePhoneNumbers';
const OWNED = '/IncomingPhoneNumbers';

export const NUMBER_TOURS: readonly Tour[] = [
  {
    shows: 'the countries with numbers for sale',
    walk: async ({ ask }) => {
      const { rows } = await ask('GET', `${FOR_SALE}.json`);
      expect(rows.map((row) => row['country_code'])).toEqual(['US', 'CA', 'GB', 'AU', 'DE', 'FR']);
      for (const row of rows) {
        expect((await ask('GET', row.uri)).body).toEqual(row);
        for (const uri of Object.values(row['subresource_uris'] as Record<string, string>)) {
          expect((await ask('GET', uri)).rows.length).toBeGreaterThan(0);
        }
      }
    },
  },
  {
    shows: 'a search with every filter there is',
    walk: async ({ ask }) => {
      const filters = {
        AreaCode: 415,
        Beta: false,
        Contains: '415555****',
        Distance: 10,
        ExcludeAllAddressRequired: true,
        ExcludeForeignAddressRequired: true,
        ExcludeLocalAddressRequired: true,
        InLata: '722',
        InLocality: 'San Francisco',
        InPostalCode: '94102',
        InRateCenter: 'San Francisco',
        InRegion: 'CA',
        MmsEnabled: true,
        NearLatLong: '37.78,-122.42',
        PageSize: 3,
        SmsEnabled: true,
        VoiceEnabled: true,
      };
      const { rows } = await ask('GET', `${FOR_SALE}/US/Local.json`, filters);
      expect(rows).toHaveLength(3);
      expect(rows[0]).toMatchObject({ iso_country: 'US', region: 'CA', latitude: '37.780000' });
      expect((await ask('GET', `${FOR_SALE}/US/Local.json`, { FaxEnabled: true })).rows).toEqual([]);
    },
  },
  {
    shows: 'a number, bought with nothing set, then with everything set, then released',
    walk: async ({ ask }) => {
      const [offer] = (await ask('GET', `${FOR_SALE}/US/Local.json`)).rows;
      const number = String(offer?.['phone_number']);
      const { body } = await ask('POST', `${OWNED}.json`, { PhoneNumber: number });
      expect(body).toMatchObject({
        phone_number: number,
        friendly_name: offer?.['friendly_name'],
        voice_url: '',
        voice_application_sid: '',
        trunk_sid: null,
      });
      const { body: application } = await ask('POST', '/Applications.json');
      const settings = {
        FriendlyName: 'front desk',
        VoiceUrl: HOOK,
        VoiceMethod: 'GET',
        VoiceFallbackUrl: HOOK,
        VoiceFallbackMethod: 'GET',
        VoiceCallerIdLookup: true,
        VoiceReceiveMode: 'fax',
        StatusCallback: HOOK,
        StatusCallbackMethod: 'GET',
        SmsUrl: HOOK,
        SmsMethod: 'GET',
        SmsFallbackUrl: HOOK,
        SmsFallbackMethod: 'GET',
        AddressSid: `AD${'1'.repeat(32)}`,
        BundleSid: `BU${'1'.repeat(32)}`,
        IdentitySid: `RI${'1'.repeat(32)}`,
        EmergencyStatus: 'Active',
        EmergencyAddressSid: `AD${'2'.repeat(32)}`,
      };
      const { body: full } = await ask('POST', body.uri, settings);
      expect(full).toMatchObject({ friendly_name: 'front desk', voice_url: HOOK, sms_method: 'GET' });
      expect((await ask('GET', body.uri)).body).toEqual(full);
      const routed = { VoiceApplicationSid: application.sid, SmsApplicationSid: application.sid };
      expect((await ask('POST', body.uri, routed)).body).toMatchObject({ voice_url: '', sms_url: '' });
      const trunk = `TK${'1'.repeat(32)}`;
      expect((await ask('POST', body.uri, { TrunkSid: trunk })).body['trunk_sid']).toBe(trunk);
      const listed = await ask('GET', `${OWNED}.json`, {
        PhoneNumber: number,
        FriendlyName: 'front desk',
        Beta: true,
        Origin: 'twilio',
      });
      expect(listed.rows).toHaveLength(1);
      expect((await ask('DELETE', body.uri)).status).toBe(204);
    },
  },
  {
    shows: 'numbers of each type',
    walk: async ({ ask }) => {
      for (const [type, number] of [
        ['Local', '+12125550101'],
        ['TollFree', '+18881000001'],
        ['Mobile', '+447700900001'],
      ]) {
        const { body } = await ask('POST', `${OWNED}/${type}.json`, { PhoneNumber: String(number) });
        const { rows } = await ask('GET', `${OWNED}/${type}.json`, { PhoneNumber: String(number) });
        expect(rows).toEqual([body]);
      }
      expect((await ask('GET', `${OWNED}.json`)).rows).toHaveLength(5);
    },
  },
  {
    shows: 'a number bought by its area code, and one with test credentials',
    walk: async ({ ask }) => {
      const { body } = await ask('POST', `${OWNED}.json`, { AreaCode: '510' });
      expect(body['phone_number']).toMatch(/^\+151055501\d\d$/);
      const magic = await ask('POST', `${OWNED}.json`, { AreaCode: '500' });
      expect(magic.body['phone_number']).toBe(FROM);
    },
  },
];
