// Looking ahead with a database: what is found, in the words in which it is told, and what --apply changes.

import { describe, expect, it } from 'vitest';
import { DEFAULT_BUDGETS } from '../../../src/core/budget.ts';
import { UNSHAPED, USUAL_RATES } from '../../../src/core/rate.ts';
import type { NewReminder } from '../../../src/core/reminder.ts';
import { lookAhead, moveEarlier } from '../../../src/reminders/foresight/look-ahead.ts';
import type { Balance } from '../../../src/reminders/foresight/outlook.ts';
import { sumsOf, windowsOf } from '../../../src/reminders/foresight/windows.ts';
import { lastChange, undoChange } from '../../../src/reminders/undo.ts';
import { writeLimits } from '../../../src/store/limits.ts';
import { insertOptOut } from '../../../src/store/opt-outs.ts';
import { getReminder, insertReminder } from '../../../src/store/reminders.ts';
import { insertRule } from '../../../src/store/rules.ts';
import { beginStop } from '../../../src/store/stops.ts';
import { TestClock, testRandom } from '../../clock.ts';
import { DEFAULT_LIMITS, guardedDb, newReminder, tempDb } from '../../store/temp-db.ts';

const FROM = '+15005550006';

async function rig(
  rates = USUAL_RATES,
  { balance = null, open = tempDb }: { balance?: Balance | null; open?: typeof tempDb } = {},
) {
  const db = await open();
  const clock = new TestClock('2026-11-23T08:00:00Z');
  let people = 0;
  const defaults = { zone: 'UTC', country: undefined, from: FROM };
  const deps = { db, clock, random: testRandom(), defaults, rates, balance: async () => balance };
  return {
    deps,
    db,
    clock,
    add: (count: number, at: string, changes: Partial<NewReminder> = {}) =>
      db.tx(async (sql) => {
        for (let i = 0; i < count; i += 1) {
          people += 1;
          const to = `+1202${String(3_000_000 + people)}`;
          const dueAt = Date.parse(`2026-11-23T${at}Z`);
          const reminder = newReminder(dueAt, { to, channel: 'call', body: 'Hello', ...changes });
          await insertReminder(sql, reminder, clock.now());
        }
      }),
    details: async (request = {}) =>
      (await lookAhead(deps, request)).findings.map(({ detail, remedy }) => `${detail}; ${remedy}`),
  };
}

describe('lateness', () => {
  it('is told with when to start and what to buy', async () => {
    const r = await rig();
    await r.add(212, '08:45:00');
    expect(await r.details()).toEqual([
      '212 calls due 08:45–09:00; at 1 CPS the last rings 3 min 31 s late; start at 08:41 or buy 4 CPS',
    ]);
  });

  it('of seconds is told where it makes one of no more use, and apply mends it', async () => {
    const r = await rig();
    await r.add(20, '08:45:00');
    await r.add(1, '08:45:00', { expiresAt: Date.parse('2026-11-23T08:45:05Z') });
    expect(await r.details()).toEqual([
      '21 calls due 08:45–09:00; at 1 CPS the last rings 19 s late; 1 come too late to be of use; start at 08:44 or buy 4 CPS',
    ]);
    await moveEarlier(r.deps, await lookAhead(r.deps, {}));
    expect(await r.details()).toEqual([]);
  });

  it('is nothing to tell when the rate is enough', async () => {
    const r = await rig({ callsPerSecond: 4, segmentsPerSecond: null });
    await r.add(212, '08:45:00');
    expect(await r.details()).toEqual([]);
    expect(await r.details({ cps: '1' })).toHaveLength(1);
  });

  it('tells crowds that run into one another as one, and others for themselves', async () => {
    const r = await rig();
    for (const at of ['08:45:00', '09:00:00', '13:00:00']) await r.add(1_000, at);
    expect(await r.details()).toEqual([
      '2000 calls due 08:45–09:15; at 1 CPS the last rings 18 min 19 s late; start at 08:26 or buy 17 CPS',
      '1000 calls due 13:00–13:15; at 1 CPS the last rings 16 min 39 s late; start at 12:43 or buy 17 CPS',
    ]);
  });

  it('of texts is by sender and by segment', async () => {
    const r = await rig();
    await r.add(50, '08:45:00', { channel: 'sms', body: 'x'.repeat(300) });
    await r.add(50, '08:45:00', { channel: 'sms', from: '+18445550100' });
    expect(await r.details()).toEqual([
      '50 texts due 08:45–09:00; at 1 segment a second from +15005550006 the last goes 1 min 38 s late; ' +
        'start at 08:43 or send from 2 numbers',
    ]);
  });

  it("is Twilio's where the queueing is left to it", async () => {
    const r = await rig(UNSHAPED);
    await r.add(100, '08:45:00');
    expect(await r.details()).toEqual([
      "100 calls due 08:45–09:00; at 1 CPS, Twilio's usual rate, the last rings 1 min 39 s late; " +
        'start at 08:43 or buy 2 CPS',
    ]);
    expect(await r.details({ cps: '2' })).toEqual([]);
  });

  it('is that of what goes: neither what expires before its turn, nor what has opted out, is late', async () => {
    const r = await rig();
    await r.add(30, '08:45:00');
    const runAt = Date.parse('2026-11-23T10:00:00Z');
    await r.add(1, '08:45:00', { runAt, expiresAt: Date.parse('2026-11-23T08:50:00Z') });
    await r.add(1, '08:45:00', { runAt, to: '+12023009999' });
    const word = { word: 'STOP', source: 'text', messageSid: null } as const;
    await insertOptOut(r.db, { person: '+12023009999', sender: FROM, tenantId: null, ...word }, 0);
    const { outlook } = await lookAhead(r.deps, {});
    expect(sumsOf(outlook)).toMatchObject({ calls: 32, useless: 1, lateMs: 28_900 });
    expect(windowsOf(outlook)).toMatchObject([{ calls: 32, lateMs: 28_900 }]);
  });

  it('is told as such where the last of a crowd has expired by its turn', async () => {
    const r = await rig();
    await r.add(100, '08:45:00', { expiresAt: Date.parse('2026-11-23T08:45:30Z') });
    expect(await r.details()).toEqual([
      '100 calls due 08:45–09:00; at 1 CPS the last rings 30 s late; 69 come too late to be of use; start at 08:43 or buy 4 CPS',
    ]);
  });

  it('is told of none where all of them come too late behind others', async () => {
    const r = await rig();
    await r.add(2_400, '08:30:00');
    await r.add(2, '09:00:00', { expiresAt: Date.parse('2026-11-23T09:01:00Z') });
    expect((await r.details()).at(-1)).toMatch(
      /^2 calls due 09:00–09:15; at 1 CPS all come too late to be of use; /,
    );
  });

  it('names no start that is past, nor one long before', async () => {
    const r = await rig();
    await r.add(200, '08:01:00');
    await r.add(7_000, '15:00:00', { expiresAt: Date.parse('2026-11-23T16:00:00Z') });
    expect(await r.details()).toEqual([
      '200 calls due 08:00–08:15; at 1 CPS the last rings 3 min 19 s late; buy 4 CPS',
      '7000 calls due 15:00–15:15; at 1 CPS the last rings 1 h late; 3399 come too late to be of use; null',
    ]);
  });
});

describe('a day', () => {
  it('is shown by the quarter of an hour, with the times of rules that are to come', async () => {
    const r = await rig();
    await r.add(3, '08:50:00');
    await r.add(2, '23:59:00', { channel: 'sms' });
    const rule = {
      ...{ tenantId: 1, contactId: null, cron: '0 9 * * *', zone: 'UTC' },
      ...({ catchUp: 'latest', via: 'both' } as const),
      ...{
        name: null,
        to: '+12025550123',
        from: null,
        template: 'Pills',
        variables: null,
      },
      priority: 'normal' as const,
      ...{ onUnknown: null, expiresAfterMs: 3_600_000, dedupeKey: null, newestKey: 'x' },
      newestAt: Date.parse('2026-11-23T09:00:00Z'),
    };
    await insertRule(r.db, rule, r.clock.now());
    const { outlook } = await lookAhead(r.deps, { on: 'today' });
    expect(
      windowsOf(outlook).map(({ from, calls, texts }) => [new Date(from).toISOString(), calls, texts]),
    ).toEqual([
      ['2026-11-23T08:45:00.000Z', 3, 0],
      ['2026-11-23T23:45:00.000Z', 0, 2],
    ]);
    // Today's time of the rule has its reminder (or had); tomorrow's and those after it have none yet.
    const wed = await lookAhead(r.deps, { on: '2026-11-25' });
    expect(sumsOf(wed.outlook)).toMatchObject({ calls: 1, texts: 1 });
  });

  it('that is over is refused', async () => {
    const r = await rig();
    await expect(lookAhead(r.deps, { on: '2026-11-20' })).rejects.toThrow('that day is over');
  });
});

describe('what else will go wrong', () => {
  it('is the fuse', async () => {
    const r = await rig(UNSHAPED, { open: guardedDb });
    await r.add(601, '09:00:00', { channel: 'sms', from: `MG${'0'.repeat(32)}` });
    expect(await r.details()).toContain(
      'the fuse trips at 09:00: more than 600 sends in a minute; if they are meant, remind config set fuse.allPerMinute N',
    );
  });

  it('is people who get more than one gets, and the fuse that they trip', async () => {
    const r = await rig(UNSHAPED, { open: guardedDb });
    const crowd = async (count: number, to: string) => {
      for (let i = 0; i < count; i += 1) await r.add(1, '09:00:00', { to, body: `Hello ${i}` });
    };
    await crowd(3, '+12025550123');
    expect(await r.details()).toEqual([
      '2 reminders to +12025550123 wait up to 1 min 58 s: one person gets no more so fast; ' +
        'look at them: remind list --to +12025550123',
    ]);
    await crowd(10, '+12025550124');
    expect(await r.details({ cps: '20' })).toEqual([
      '11 reminders to 2 people wait up to 1 h 2 min: one person gets no more so fast, and the fuse trips at 09:00; ' +
        'look at them: remind list --to +12025550123',
    ]);
  });

  it('is the same words to one person within an hour', async () => {
    const r = await rig(UNSHAPED, { open: guardedDb });
    const to = '+12025550123';
    await r.add(1, '09:00:00', { to });
    await r.add(1, '09:30:00', { to, body: 'Other words' });
    await r.add(1, '10:30:00', { to });
    expect(await r.details()).toEqual([]);
    await r.add(1, '10:45:00', { to });
    expect(await r.details()).toEqual([
      '1 reminder would be held: more than 1 reminder with the same words to one recipient in an hour; ' +
        'look at them: remind list --to +12025550123; if they are meant, remind config set fuse.identicalPerHour 2',
    ]);
  });

  it('is a budget, and how many it would hold', async () => {
    const r = await rig(UNSHAPED, { open: guardedDb });
    const { everybody } = DEFAULT_BUDGETS;
    const day = { ...everybody.day, sends: 5 };
    await writeLimits(r.db, {
      ...DEFAULT_LIMITS,
      budgets: { ...DEFAULT_BUDGETS, everybody: { ...everybody, day } },
    });
    for (const at of ['09:00:00', '10:00:00']) await r.add(4, at);
    expect(await r.details()).toEqual([
      'the budget of 5 sends and $50.00 a day is spent at 10:00: 3 reminders would be held; ' +
        'if they are meant, remind config set budget.day 8,51USD',
    ]);
  });

  it('is the balance', async () => {
    const r = await rig(UNSHAPED, { balance: { micros: 30_000, currency: 'USD' } });
    for (const at of ['09:00:00', '10:00:00']) await r.add(2, at);
    expect(await r.details()).toEqual([
      expect.stringMatching(
        /^these cost about \$0\.\d+, and the balance of \$0\.03 lasts until about (09|10):00; add funds/,
      ),
    ]);
  });

  it('is quiet hours that a rate has pushed them into, and those that are then of no more use', async () => {
    const r = await rig();
    const quiet = { from: 21 * 60, until: 8 * 60 };
    const at = (hours: number) => Date.parse('2026-11-23T00:00:00Z') + hours * 3_600_000;
    const request = { on: 'today' };
    Object.assign(r.deps.defaults, { quietHours: quiet });
    await r.add(3, '20:59:59', { zone: 'UTC', expiresAt: at(48) });
    expect(await r.details(request)).toEqual([
      "1 reminder would come in the recipient's quiet hours, and wait until they end; " +
        'those that must go at any hour: remind schedule --priority critical --any-hour',
    ]);
    await r.add(1, '20:59:59', { zone: 'UTC', expiresAt: at(22) });
    expect((await r.details(request))[0]).toBe(
      "2 reminders would come in the recipient's quiet hours: 1 of no more use when they end, and held; " +
        'those that must go at any hour: remind schedule --priority critical --any-hour',
    );
    // The same instant is afternoon for others, and some may be rung at any hour.
    await r.add(5, '20:59:59', { zone: 'America/New_York', expiresAt: at(48) });
    await r.add(5, '21:30:00', { priority: 'critical', anyHour: 1, expiresAt: at(48) });
    expect((await r.details(request))[0]).toMatch(/^2 reminders would come/);
  });

  it('is what quiet hours have put off, which is not late by a rate, and stays where it was put', async () => {
    const r = await rig();
    const at = (hours: number) => Date.parse('2026-11-23T00:00:00Z') + hours * 3_600_000;
    Object.assign(r.deps.defaults, { quietHours: { from: 21 * 60, until: 8 * 60 } });
    const putOff = { zone: 'UTC', runAt: at(32), expiresAt: at(48) };
    await r.add(2, '22:30:00', putOff);
    const request = { on: 'today' };
    expect(await r.details(request)).toEqual([
      "2 reminders would be due in the recipient's quiet hours, and wait until they end; " +
        'those that must go at any hour: remind schedule --priority critical --any-hour',
    ]);
    expect(await moveEarlier(r.deps, await lookAhead(r.deps, request))).toBe(0);
    await r.add(1, '22:30:00', { ...putOff, expiresAt: at(26) });
    const { outlook, findings } = await lookAhead(r.deps, request);
    expect(sumsOf(outlook)).toMatchObject({ calls: 3, useless: 1 });
    expect(findings.map(({ level, detail }) => `${level}: ${detail}`)).toEqual([
      "problem: 3 reminders would be due in the recipient's quiet hours: 1 of no more use when they end, and not sent",
    ]);
  });

  it('is people who have opted out of what a rule or a reminder would send them', async () => {
    const r = await rig();
    await r.add(2, '09:00:00', { to: '+12023009999', dueAt: Date.parse('2026-11-23T12:00:00Z') });
    const word = { word: 'STOP', source: 'text', messageSid: null } as const;
    await insertOptOut(r.db, { person: '+12023009999', sender: '+15005550007', tenantId: null, ...word }, 0);
    expect((await r.details()).filter((line) => line.includes('opted out'))).toEqual([]);
    await insertOptOut(r.db, { person: '+12023009999', sender: FROM, tenantId: null, ...word }, 0);
    expect((await r.details()).filter((line) => line.includes('opted out'))).toEqual([
      '2 reminders to +12023009999, who has opted out: they will be cancelled; ' +
        'since when, and by which word: remind optout show +12023009999',
    ]);
  });

  it('is a stop', async () => {
    const r = await rig();
    await beginStop(r.db, { kind: 'pause', tenantId: null, reason: null }, r.clock.now());
    expect(await r.details()).toEqual([
      'sending is paused since 2026-11-23T08:00:00Z; let it go on with: remind resume',
    ]);
  });
});

describe('--apply', () => {
  it('moves nobody into quiet hours', async () => {
    const r = await rig();
    Object.assign(r.deps.defaults, { quietHours: { from: 21 * 60, until: 9 * 60 } });
    await r.add(212, '09:02:00', { zone: 'UTC' });
    await moveEarlier(r.deps, await lookAhead(r.deps, {}));
    const first = await r.db.get('select min(run_at) as at from reminder');
    expect(first).toEqual({ at: Date.parse('2026-11-23T09:00:00Z') });
  });

  it('lets them go earlier, until nobody is late, and leaves when they are due', async () => {
    const r = await rig();
    await r.add(212, '08:45:00');
    const due = Date.parse('2026-11-23T08:45:00Z');
    expect(await moveEarlier(r.deps, await lookAhead(r.deps, {}))).toBe(211);
    expect(await r.details()).toEqual([]);
    const first = await getReminder(r.db, 212);
    expect(first).toMatchObject({ dueAt: due, runAt: due - 211_000, state: 'scheduled' });
  });

  it('is undone as one', async () => {
    const r = await rig();
    await r.add(100, '08:45:00');
    await moveEarlier(r.deps, await lookAhead(r.deps, {}));
    const change = await lastChange(r.deps);
    if (change === undefined) throw new Error('there is nothing to undo');
    expect((await undoChange(r.deps, change)).reminders).toHaveLength(99);
    const moved = await r.db.get<{ n: number }>('select count(*) as n from reminder where run_at <> due_at');
    expect(moved?.n).toBe(0);
  });

  it('moves nothing that has changed since, and nothing when nothing is late', async () => {
    const r = await rig();
    await r.add(100, '08:45:00');
    const seen = await lookAhead(r.deps, {});
    await r.db.run(`update reminder set state = 'cancelled' where id > 50`);
    expect(await moveEarlier(r.deps, seen)).toBeLessThan(50);
    const fresh = await rig();
    await fresh.add(10, '08:45:00');
    expect(await moveEarlier(fresh.deps, await lookAhead(fresh.deps, {}))).toBe(0);
  });
});
