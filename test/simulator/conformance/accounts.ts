// Accounts and what they own besides messages and calls, as Twilio describes them.

import { expect } from 'vitest';
import type { Tour } from './tour.ts';

export const ACCOUNT_TOURS: readonly Tour[] = [
  {
    shows: 'an account, listed, fetched and renamed',
    walk: async ({ ask, simulator }) => {
      const { body } = await ask('GET', '.json');
      expect((await ask('GET', '/2010-04-01/Accounts.json')).rows).toEqual([body]);
      const path = `/2010-04-01/Accounts/${simulator.accountSid}.json`;
      expect((await ask('POST', path, { FriendlyName: 'Clinic' })).body).toMatchObject({
        friendly_name: 'Clinic',
        sid: simulator.accountSid,
      });
    },
  },
  {
    shows: 'the balance',
    walk: async ({ ask, simulator }) => {
      expect((await ask('GET', '/Balance.json')).body['account_sid']).toBe(simulator.accountSid);
    },
  },
];
