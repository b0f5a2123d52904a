// What of Twilio's list is a stranger's and what is not, and what a daemon does about it at its start and each hour.

import { expect, it } from 'vitest';
import { acceptStrangers, adoptStrangers } from '../../src/delivery/accept-strangers.ts';
import type { DeliveryEvent } from '../../src/delivery/events.ts';
import { Strangers } from '../../src/delivery/strangers.ts';
import { readRestored } from '../../src/store/restored.ts';
import { openStops } from '../../src/store/stops.ts';
import { readStrangerMark } from '../../src/store/strangers.ts';
import { systemClock } from '../../src/system/clock.ts';
import { TestClock } from '../clock.ts';
import { tempDb } from '../store/temp-db.ts';
import { FakeDoor } from './fake-door.ts';

const TO = '+12025550123';
const FROM = '+15005550006';
const SERVICE = `MG${'0'.repeat(32)}`;
const DAY = 24 * 3_600_000;

async function rig(defaultFrom = FROM) {
  const db = await tempDb();
  const clock = new TestClock();
  const door = new FakeDoor({ db, clock });
  const events: DeliveryEvent[] = [];
  let sids = 0;
  const start = (onStrangers: 'stop' | 'warn' = 'stop') =>
    new Strangers({
      db,
      door,
      clock,
      realClock: systemClock,
      defaultFrom,
      requestTimeoutMs: 30_000,
      onStrangers,
      emit: (event) => events.push(event),
      signal: new AbortController().signal,
    }).begin();
  return {
    db,
    clock,
    door,
    events,
    start,
    /** Twilio takes something of somebody's, now. */
    sends: (kind: 'message' | 'call', changes: object = {}) => {
      sids += 1;
      const sid = `${kind === 'call' ? 'CA' : 'SM'}${String(sids).padStart(32, 'f')}`;
      door.twilio.add(door.twilio.row(kind, { sid, to: TO, from: FROM, ...changes }));
    },
    /** A send of ours, which stays pending, or is accepted under that SID. */
    intends: async (sid?: string) => {
      const about = { to: TO, from: FROM, targetSid: null, params: {}, expiresAt: null, reminderId: null };
      const draft = { kind: 'message', purpose: 'send', tenantId: 1, attempt: 1, ...about } as const;
      const reservation = await db.tx((sql) => door.reserve(sql, draft, clock.now()));
      if (!reservation.ok) throw new Error(reservation.refusal.message);
      if (sid !== undefined)
        await db.run(`update intent set outcome = 'accepted', sid = ? where id = ?`, [
          sid,
          reservation.intentId,
        ]);
    },
    stops: async () => (await openStops(db)).map(({ kind }) => kind),
  };
}

it('a send of the API from a sender of ours that is not in the database stops everything', async () => {
  const w = await rig();
  await w.start();
  await w.clock.advance(60_000);
  w.sends('call');
  await expect(w.start()).rejects.toMatchObject({
    exitCode: 5,
    message: expect.stringContaining('1 call since'),
  });
  expect(await w.stops()).toEqual(['strangers']);
  expect(w.events).toMatchObject([{ event: 'alarm', kind: 'strangers' }]);
  const asked = w.door.twilio.asked.length;
  await expect(w.start()).rejects.toMatchObject({ exitCode: 5 });
  expect(w.door.twilio.asked).toHaveLength(asked);
});

it.each<[string, 'message' | 'call', object]>([
  ['a reply of TwiML', 'message', { direction: 'outbound-reply' }],
  ['a text that came in', 'message', { direction: 'inbound', from: TO, to: FROM }],
  ['a leg that a call dialled', 'call', { direction: 'outbound-dial' }],
  ['a leg of a call', 'call', { parentCallSid: `CA${'1'.repeat(32)}` }],
  ['what another number sent', 'message', { from: '+15005550007' }],
])('%s is no stranger’s', async (_, kind, changes) => {
  const w = await rig();
  await w.start();
  await w.clock.advance(60_000);
  w.sends(kind, changes);
  await w.start();
  expect(await w.stops()).toEqual([]);
});

it('what was sent through the messaging service of ours by somebody else is', async () => {
  const w = await rig(SERVICE);
  await w.start();
  await w.clock.advance(60_000);
  w.sends('message', { from: '+15005550007', messagingServiceSid: SERVICE });
  await expect(w.start()).rejects.toMatchObject({ exitCode: 5 });
});

it('what is ours, and what a request under way may be, is not; a second one beside it is', async () => {
  const w = await rig();
  await w.start();
  await w.clock.advance(60_000);
  await w.intends(`SM${'1'.repeat(32)}`);
  w.sends('message', { sid: `SM${'1'.repeat(32)}` });
  await w.intends();
  w.sends('message');
  await w.start();
  w.sends('message');
  await expect(w.start()).rejects.toMatchObject({ exitCode: 5 });
});

it('what was sent before the first start, or more than a day ago, does not count', async () => {
  const w = await rig();
  w.sends('message');
  await w.clock.advance(1_000);
  await w.start();
  await w.clock.advance(1_000);
  w.sends('message');
  await w.clock.advance(DAY + 1_000);
  await w.start();
  expect(await w.stops()).toEqual([]);
});

it('while Twilio is down nothing is held up, and it is asked again soon', async () => {
  const w = await rig();
  await w.start();
  w.door.twilio.down = { class: 'retry', message: 'no connection' };
  await w.clock.advance(1_000);
  await w.start();
  expect(w.events).toMatchObject([{ event: 'trouble' }]);
  expect((await readStrangerMark(w.db))?.nextAt).toBe(w.clock.now() + 60_000);
});

it('with warn they are told once', async () => {
  const w = await rig();
  await w.start('warn');
  await w.clock.advance(1_000);
  w.sends('message');
  await w.start('warn');
  await w.start('warn');
  expect(w.events.map(({ event }) => event)).toEqual(['trouble']);
  expect(await w.stops()).toEqual([]);
});

it('accepted ones do not count; a copy’s are to be bound before anything goes', async () => {
  const w = await rig();
  await w.start();
  const agreed = w.clock.now();
  await w.clock.advance(2 * 3_600_000);
  w.sends('message');
  await expect(w.start()).rejects.toMatchObject({ exitCode: 5 });
  await adoptStrangers(w);
  expect(await w.stops()).toEqual(['strangers', 'restored']);
  expect(await readRestored(w.db)).toMatchObject({ backupAt: agreed, readTo: null });
  await acceptStrangers(w);
  expect((await readStrangerMark(w.db))?.since).toBe(w.clock.now());
});
