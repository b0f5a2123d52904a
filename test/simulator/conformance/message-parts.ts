// Pictures of messages, feedback on them, and the audit trail, as Twilio describes them.

import { expect } from 'vitest';
import { OWNER, sidOf, stateWith } from '../rest/stored.ts';
import { CINDY, FROM, type Tour } from './tour.ts';

const EVENT = {
  sid: sidOf('AE', 1),
  actorSid: OWNER,
  at: Date.UTC(2026, 0, 1),
  type: 'phone-number.created',
  resourceType: 'phone-number',
  resourceSid: sidOf('PN', 1),
  data: {},
};

export const PART_TOURS: readonly Tour[] = [
  {
    shows: 'a message’s pictures, and feedback on it',
    walk: async ({ ask, simulator }) => {
      const MediaUrl = ['http://127.0.0.1:9/a.gif', 'http://127.0.0.1:9/b.png'];
      const { body } = await ask('POST', '/Messages.json', { To: CINDY, From: FROM, Body: 'look', MediaUrl });
      const path = `/Messages/${body['sid']}`;
      const { rows } = await ask('GET', `${path}/Media.json`, {
        DateCreated: '2026-01-01',
        'DateCreated>': '2026-01-01',
        'DateCreated<': '2026-01-01',
        PageSize: 5,
      });
      expect(rows).toHaveLength(2);
      for (const { uri } of rows) expect((await ask('GET', uri)).body['parent_sid']).toBe(body['sid']);
      await ask('DELETE', rows[0]?.['uri'] ?? '');
      await simulator.clock.advance(5_000);
      for (const Outcome of ['confirmed', 'unconfirmed']) {
        expect((await ask('POST', `${path}/Feedback.json`, { Outcome })).body['outcome']).toBe(Outcome);
      }
    },
  },
  {
    shows: 'an event of the audit trail, in a list and alone',
    // Written when the tour begins: it is gone after its test.
    get options() {
      return stateWith({ [OWNER]: { events: [EVENT] } }).then((stateFile) => ({ stateFile }));
    },
    walk: async ({ ask }) => {
      const narrow = {
        StartDate: '2026-01-01',
        EndDate: '2026-01-01T12:00:00Z',
        ResourceSid: EVENT.resourceSid,
      };
      const { rows } = await ask('GET', '/v1/Events', { ...narrow, PageSize: 5 });
      expect((await ask('GET', `/v1/Events/${rows[0]?.['sid']}`)).body).toEqual(rows[0]);
    },
  },
];
