// Resolving: a person's word on what nobody knows, checked with Twilio where that can be.

import { beforeEach, describe, expect, test } from 'vitest';
import type { TwilioRow } from '../../src/gateway/door.ts';
import { planResolve, type ResolveRequest, resolve } from '../../src/reminders/resolve.ts';
import { retry } from '../../src/reminders/retry.ts';
import { findContradictions } from '../../src/store/consistency.ts';
import { isLookDue, proveAbsent } from '../../src/store/doubts.ts';
import { eventsOfReminder } from '../../src/store/events.ts';
import { getIntent } from '../../src/store/intents.ts';
import { FakeTwilio } from '../delivery/fake-twilio.ts';
import { bring } from './states.ts';
import { CINDY, makeWorld, reminderNow, scheduled, scheduleIn, utc, type World } from './world.ts';

const SID = `SM${'7'.repeat(32)}`;
const CALL_SID = `CA${'7'.repeat(32)}`;
let world: World;
let twilio: FakeTwilio;
let asked: string[];

beforeEach(async () => {
  asked = [];
});

/** Cindy's reminder, of which nobody knows whether it was sent; Twilio has one message to her. */
async function inDoubt(request: Parameters<typeof scheduled>[1] = {}): Promise<number> {
  world = await makeWorld();
  const id = await scheduled(world, request);
  await bring(world, id, 'unknown');
  twilio = new FakeTwilio('AC1', () => world.clock.now());
  return id;
}

function decide(request: Partial<ResolveRequest>) {
  const fetchSend = async (_channel: string, sid: string): Promise<TwilioRow> => {
    asked.push(sid);
    const value = twilio.rows.find((row) => row.sid === sid);
    if (!value) throw new Error('not found');
    return { kind: sid.startsWith('CA') ? 'call' : 'message', value } as TwilioRow;
  };
  const deps = { ...world, fetchSend };
  return planResolve(deps, { ids: ['1'], ...request });
}

const message = (change: object = {}) =>
  twilio.row('message', { sid: SID, to: CINDY, body: 'Hello', status: 'delivered', ...change });

test('a call that was called back is not in doubt, and is sent anew by another command', async () => {
  const id = await inDoubt({ via: 'call' });
  await world.db.run(`update reminder set state = 'sent', receipt = 'canceled' where id = ?`, [id]);
  await expect(decide({ retry: true })).rejects.toMatchObject({
    hint: 'it was called back; to send it anew: remind retry 1',
  });
});

describe('sent', () => {
  test('binds the message, after a word on what it is', async () => {
    const id = await inDoubt();
    twilio.add(message());
    const plan = await decide({ sent: SID });
    expect(plan.question).toBe(
      `Take ${SID} (text to ${CINDY}, delivered, 2026-11-23T09:00:00Z) for reminder 1?`,
    );
    expect(plan.warnings).toEqual([]);
    expect(await reminderNow(world, id)).toMatchObject({ state: 'unknown' });
    await world.clock.advance(60_000);
    const [after] = await resolve(world, plan);
    expect(after).toMatchObject({ state: 'sent', receipt: 'delivered', lastError: null, doubt: null });
    expect(await getIntent(world.db, 1)).toMatchObject({ outcome: 'accepted', sid: SID });
    expect(await world.db.get('select sid, status from twilio_message')).toEqual({
      sid: SID,
      status: 'delivered',
    });
    expect((await eventsOfReminder(world.db, id)).at(-1)).toMatchObject({
      kind: 'resolved',
      detail: `it was sent as ${SID}`,
    });
    expect(await findContradictions(world.db)).toEqual([]);
  });

  test('binds a call that waited for a person', async () => {
    const id = await inDoubt({ via: 'call' });
    await world.db.tx((sql) => proveAbsent(sql, 1, world.clock.now()));
    twilio.add(
      twilio.row('call', { sid: CALL_SID, to: CINDY, status: 'completed', answeredBy: 'machine_start' }),
    );
    await resolve(world, await decide({ sent: CALL_SID }));
    expect(await reminderNow(world, id)).toMatchObject({ state: 'sent', receipt: 'machine' });
  });

  test.each([
    ['other words', { body: 'Bye' }, /the words of SM7+ are others/],
    ['another time', { dateCreated: Date.parse('2026-11-22T09:00:00Z') }, /was made before remind tried/],
  ])('warns of %s', async (_what, change, warning) => {
    await inDoubt();
    twilio.add(message(change));
    expect((await decide({ sent: SID })).warnings).toEqual([expect.stringMatching(warning)]);
  });

  test.each([
    ['to somebody else', { to: '+12025550199' }, /went to \+12025550199; reminder 1 is to/],
    ['that came in', { direction: 'inbound' }, /is inbound/],
  ])('refuses one %s', async (_what, change, why) => {
    await inDoubt();
    twilio.add(message(change));
    await expect(decide({ sent: SID })).rejects.toMatchObject({
      message: expect.stringMatching(why),
      exitCode: 2,
    });
  });

  test('refuses a leg of another call', async () => {
    await inDoubt({ via: 'call' });
    twilio.add(twilio.row('call', { sid: CALL_SID, to: CINDY, parentCallSid: `CA${'1'.repeat(32)}` }));
    await expect(decide({ sent: CALL_SID })).rejects.toThrow(/is a leg of another call/);
  });

  test.each([
    ['of a call for a text', CALL_SID],
    ['cut short', SID.slice(0, 20)],
    ['with a path in it', `${SID}/../x`],
    ['that is empty', ''],
  ])('refuses a SID %s, without asking Twilio', async (_what, sid) => {
    await inDoubt();
    await expect(decide({ sent: sid })).rejects.toMatchObject({ exitCode: 2 });
    expect(asked).toEqual([]);
  });

  test('refuses what is another send’s, also when it became that meanwhile', async () => {
    await inDoubt();
    twilio.add(message());
    const plan = await decide({ sent: SID });
    const other = await scheduled(world);
    await bring(world, other, 'sent');
    await world.db.run('update intent set sid = ? where reminder_id = ?', [SID, other]);
    await expect(resolve(world, plan)).rejects.toMatchObject({ exitCode: 5 });
    await expect(decide({ sent: SID })).rejects.toMatchObject({ exitCode: 5 });
    expect((await reminderNow(world, 1)).state).toBe('unknown');
  });
});

describe('retry', () => {
  test('asks while nothing is proved, and then sends: equal ones need not wait any more', async () => {
    const id = await inDoubt();
    const plan = await decide({ retry: true });
    expect(plan.question).toBe('Send 1 again all the same?');
    expect(plan.warnings).toEqual(['it is not proved that 1 was not sent: it may come twice']);
    const [after] = await resolve(world, plan);
    expect(after).toMatchObject({ state: 'scheduled', runAt: world.clock.now(), doubt: null });
    expect(await isLookDue(world.db, 'AC1', 9e15)).toBe(false);
    expect(await getIntent(world.db, 1)).toMatchObject({ outcome: 'unknown' });
    await bring(world, id, 'sent');
    expect(await reminderNow(world, id)).toMatchObject({ state: 'sent', attempts: 2 });
    expect(await findContradictions(world.db)).toEqual([]);
  });

  test('asks nothing when Twilio is proved not to have it', async () => {
    await inDoubt({ via: 'call' });
    await world.db.tx((sql) => proveAbsent(sql, 1, world.clock.now()));
    const plan = await decide({ retry: true });
    expect([plan.question, plan.warnings]).toEqual([null, []]);
    expect((await resolve(world, plan))[0]).toMatchObject({ state: 'scheduled' });
  });

  test('is good for as long as a reminder due now, or as --expires says', async () => {
    await inDoubt();
    await world.clock.advance(24 * 3_600_000);
    const [usual] = await resolve(world, await decide({ retry: true }));
    expect(utc(usual?.expiresAt)).toBe('2026-11-24T13:00');
    await inDoubt();
    const [own] = await resolve(world, await decide({ retry: true, expires: '20m' }));
    expect(utc(own?.expiresAt)).toBe('2026-11-23T09:20');
  });

  test('is refused when the appointment is over', async () => {
    world = await makeWorld();
    await scheduleIn(world, { for: 'in 3 hours', before: '2h' });
    await bring(world, 1, 'unknown');
    await world.clock.advance(4 * 3_600_000);
    const plan = await decide({ retry: true });
    await expect(resolve(world, plan)).rejects.toThrow(/the appointment of reminder 1 was/);
    expect((await reminderNow(world, 1)).state).toBe('unknown');
  });
});

describe('drop', () => {
  test('fails it, and retry asks for a word more before it sends', async () => {
    const id = await inDoubt();
    const plan = await decide({ drop: true });
    expect(plan.question).toBeNull();
    expect((await resolve(world, plan))[0]).toMatchObject({
      state: 'failed',
      lastError: 'given up by hand: nobody knows whether it was sent',
    });
    await expect(retry(world, ['1'], {})).rejects.toMatchObject({
      exitCode: 5,
      hint: 'to send it all the same: remind retry 1 --yes',
    });
    expect((await reminderNow(world, id)).state).toBe('failed');
    await retry(world, ['1'], { yes: true });
    expect((await reminderNow(world, id)).state).toBe('scheduled');
  });

  test('of what Twilio does not have can be tried again without a word', async () => {
    const id = await inDoubt();
    await world.db.tx((sql) => proveAbsent(sql, 1, world.clock.now()));
    await resolve(world, await decide({ drop: true }));
    expect((await reminderNow(world, id)).lastError).toBe('given up by hand: Twilio does not have it');
    await retry(world, ['1'], {});
    expect((await reminderNow(world, id)).state).toBe('scheduled');
  });

  test('of several asks', async () => {
    await inDoubt();
    await bring(world, await scheduled(world, { body: 'Another' }), 'unknown');
    const plan = await decide({ ids: ['1', '2', '1'], drop: true });
    expect(plan.question).toBe('Give up 2 reminders?');
    expect((await resolve(world, plan)).map(({ state }) => state)).toEqual(['failed', 'failed']);
  });
});

describe('is refused', () => {
  test.each(['scheduled', 'processing', 'sent', 'failed', 'held', 'expired', 'cancelled'] as const)(
    'for one that is %s',
    async (state) => {
      world = await makeWorld();
      await bring(world, await scheduled(world), state);
      await expect(decide({ drop: true })).rejects.toMatchObject({
        message: `reminder 1 is ${state}: there is nothing to decide; nothing was changed`,
        exitCode: 2,
      });
    },
  );

  test.each<[string, Partial<ResolveRequest>]>([
    ['without a word', {}],
    ['with two words', { retry: true, drop: true }],
    ['with a SID and a word', { sent: SID, retry: true }],
    ['with --expires and no --retry', { drop: true, expires: '1h' }],
    ['with one SID for two', { ids: ['1', '2'], sent: SID }],
  ])('%s', async (_what, request) => {
    await inDoubt();
    await bring(world, await scheduled(world, { body: 'Another' }), 'unknown');
    await expect(decide(request)).rejects.toMatchObject({ exitCode: 2 });
  });

  test('when the outcome became known meanwhile', async () => {
    await inDoubt();
    const plan = await decide({ retry: true });
    await resolve(world, await decide({ drop: true }));
    await expect(resolve(world, plan)).rejects.toThrow(/is failed: there is nothing to decide/);
  });

  test('all together when one of several is refused', async () => {
    await inDoubt();
    await scheduled(world, { body: 'Another' });
    await expect(decide({ ids: ['1', '2'], drop: true })).rejects.toThrow(/reminder 2 is scheduled/);
    expect((await reminderNow(world, 1)).state).toBe('unknown');
  });
});
