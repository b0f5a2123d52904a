// What every database must hold about the blast fuse: run once for each adapter, by statements that go round the code.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IntentDraft } from '../../src/core/intent.ts';
import { DEFAULT_FUSE, type FuseLimits, RECIPIENT_LIMITS } from '../../src/core/limits.ts';
import { DAY_MS } from '../../src/core/wall.ts';
import type { Db, Sql } from '../../src/store/db.ts';
import { blocksSince, insertBlock } from '../../src/store/fuse.ts';
import { insertIntent } from '../../src/store/intents.ts';
import { askRules, pruneTally, readLimits, writeLimits } from '../../src/store/limits.ts';
import { insertReminder } from '../../src/store/reminders.ts';
import { stampOnce } from '../../src/store/stamp.ts';
import { endStop, openStops } from '../../src/store/stops.ts';
import { DEFAULT_LIMITS, newDraft, newReminder } from './temp-db.ts';

const NOW = Date.parse('2026-11-23T09:00:00Z');
const S = 1_000;
const MINUTE = 60 * S;
const HOUR = 60 * MINUTE;

const DRAFT = newDraft();

/** Writes an intent and nothing else: no guard of ours is asked. */
function intend(sql: Sql, at: number, changes: Partial<IntentDraft> = {}): Promise<number> {
  const terms = { accountSid: 'AC1', mode: 'own', workerId: 'w', now: at, leaseUntil: at + MINUTE } as const;
  // Without a key of its content no equal one is in its way.
  return insertIntent(sql, { ...DRAFT, ...changes }, { ...terms, contentKey: null, estimatedMicros: 0 });
}

const call = (i = 0): Partial<IntentDraft> => ({ kind: 'call', to: number(i) });
const number = (i: number): string => `+1202556${String(i).padStart(4, '0')}`;

function settle(sql: Sql, id: number, outcome: string): Promise<unknown> {
  return sql.run('update intent set outcome = ? where id = ?', [outcome, id]);
}

function limits(db: Db, fuse: Partial<FuseLimits>, isFuseOff = false): Promise<void> {
  return db.tx((sql) =>
    writeLimits(sql, { ...DEFAULT_LIMITS, fuse: { ...DEFAULT_FUSE, ...fuse }, isFuseOff }),
  );
}

/** How many of `count` sends to as many recipients, one each `everyMs`, are let through. */
async function burst(
  db: Db,
  at: number,
  { count, everyMs }: { count: number; everyMs: number },
): Promise<number> {
  let through = 0;
  for (let i = 0; i < count; i += 1) {
    try {
      await intend(db, at + i * everyMs, { to: number(i) });
      through += 1;
    } catch (error) {
      expect(String(error)).toMatch(/limit: /);
    }
  }
  return through;
}

export function fuseConformance(name: string, open: () => Promise<Db>, again: (db: Db) => Promise<Db>): void {
  describe(`${name}: one recipient`, () => {
    it.each([
      ['callsPerMinute', [0], 0, MINUTE],
      ['callsPer15Minutes', [0, 2, 4], 5 * MINUTE, 15 * MINUTE],
      ['callsPerHour', [0, 6, 12, 18, 24, 30, 36], 50 * MINUTE, HOUR],
    ] as const)('gets no more calls than %s', async (rule, minutes, refusedAt, freeAt) => {
      const db = await open();
      for (const minute of minutes) await intend(db, NOW + minute * MINUTE, call());
      await expect(intend(db, NOW + refusedAt, call())).rejects.toThrow(`limit: ${rule}`);
      await expect(intend(db, NOW + freeAt - 1, call())).rejects.toThrow(`limit: ${rule}`);
      await intend(db, NOW + freeAt - 1, call(1));
      await intend(db, NOW + freeAt, call());
    });

    it.each([
      ['textsPerMinute', 3, 10 * S, MINUTE],
      ['textsPerHour', 10, 5 * MINUTE, HOUR],
      ['textsPerDay', 20, 70 * MINUTE, DAY_MS],
    ] as const)('gets no more texts than %s', async (rule, most, everyMs, freeAt) => {
      const db = await open();
      for (let i = 0; i < most; i += 1) await intend(db, NOW + i * everyMs);
      await expect(intend(db, NOW + most * everyMs)).rejects.toThrow(`limit: ${rule}`);
      await intend(db, NOW + freeAt);
    });

    it('gets its calls and its texts counted apart', async () => {
      const db = await open();
      for (let i = 0; i < 3; i += 1) await intend(db, NOW);
      await intend(db, NOW, { kind: 'call' });
    });

    it('is counted what a restore has found at Twilio', async () => {
      const db = await open();
      const found = { ...call(), targetSid: `CA${'1'.repeat(32)}` };
      await intend(db, NOW, found);
      await expect(intend(db, NOW + 30 * S, call())).rejects.toThrow('limit: callsPerMinute');
      await intend(db, NOW + MINUTE, call());
    });

    it('is not counted what changes a call, nor an alarm; alarms have a cap of their own', async () => {
      const db = await open();
      await intend(db, NOW, call());
      await intend(db, NOW, { ...call(), kind: 'call-update', targetSid: 'CA1' });
      const alarm = { ...call(), purpose: 'alarm' } as const;
      await intend(db, NOW, alarm);
      await intend(db, NOW, { ...alarm, kind: 'message' });
      await expect(intend(db, NOW, alarm)).rejects.toThrow('limit: alarms');
      await expect(intend(db, NOW, call())).rejects.toThrow('limit: callsPerMinute');
      await intend(db, NOW + MINUTE, call());
      await intend(db, NOW + MINUTE, alarm);
    });

    it.each(['not-sent', 'absent'])(
      'gets a place back when a send is %s, and not when it was refused',
      async (outcome) => {
        const db = await open();
        await settle(db, await intend(db, NOW, call()), outcome);
        const id = await intend(db, NOW, call());
        await db.run(`update intent set outcome = 'rejected' where id = ?`, [id]);
        await expect(intend(db, NOW, call())).rejects.toThrow('limit: callsPerMinute');
      },
    );
  });

  describe(`${name}: the same words`, () => {
    const words = { Body: 'See you at ten', ValidityPeriod: '100' };

    async function remind(db: Db, changes: Parameters<typeof newReminder>[1] = {}): Promise<number> {
      return await insertReminder(db, newReminder(NOW, changes), NOW);
    }

    async function appointment(db: Db): Promise<number> {
      const { lastId } = await db.run(
        `insert into appointment (tenant_id, to_number, starts_at, zone, wall, created_at, updated_at)
         values (1, '+12025550123', ?, 'UTC', 'x', 0, 0)`,
        [NOW],
      );
      return lastId;
    }

    it('go to one recipient once an hour from different reminders', async () => {
      const db = await open();
      await intend(db, NOW, { reminderId: await remind(db), params: words });
      const again = { reminderId: await remind(db), params: { ...words, ValidityPeriod: '99' } };
      await expect(intend(db, NOW + HOUR - 1, again)).rejects.toThrow('limit: identicalPerHour');
      await intend(db, NOW + 1, { ...again, to: number(1) });
      await intend(db, NOW + 2, { ...again, attempt: 2, params: { Body: 'See you at eleven' } });
      await intend(db, NOW + HOUR, { ...again, attempt: 3 });
    });

    it('go again as a second try of the same reminder', async () => {
      const db = await open();
      const first = { reminderId: await remind(db), params: words };
      await settle(db, await intend(db, NOW, first), 'unknown');
      await intend(db, NOW + 1, { ...first, attempt: 2 });
    });

    it('go again when the first never left', async () => {
      const db = await open();
      await settle(db, await intend(db, NOW, { reminderId: await remind(db), params: words }), 'absent');
      await intend(db, NOW, { reminderId: await remind(db), params: words });
    });

    it('are not the same for two appointments, nor for two times of a rule', async () => {
      const db = await open();
      const [one, two] = [await appointment(db), await appointment(db)];
      await intend(db, NOW, { reminderId: await remind(db, { appointmentId: one }), params: words });
      await intend(db, NOW, { reminderId: await remind(db, { appointmentId: two }), params: words });
      const third = { reminderId: await remind(db, { appointmentId: two }), params: words };
      await expect(intend(db, NOW + MINUTE, third)).rejects.toThrow('limit: identicalPerHour');
      await db.run(
        `insert into rule (id, tenant_id, cron, zone, catch_up, via, to_number, template, priority, expires_after_ms,
           newest_at, newest_key, created_at, updated_at)
         values (1, 1, '0 * * * *', 'UTC', 'latest', 'sms', '+1', 'x', 'normal', 1, 0, '', 0, 0)`,
      );
      const to = number(9);
      for (const occurrenceKey of ['a', 'b']) {
        await intend(db, NOW, {
          to,
          reminderId: await remind(db, { ruleId: 1, occurrenceKey }),
          params: words,
        });
      }
    });

    it('count for a call as what is said in it', async () => {
      const db = await open();
      await limits(db, { callsPerMinute: 9, callsPer15Minutes: 9 });
      const twiml = { kind: 'call', params: { Twiml: '<Response/>' } } as const;
      await intend(db, NOW, { ...twiml, reminderId: await remind(db) });
      const again = { ...twiml, reminderId: await remind(db) };
      await expect(intend(db, NOW, again)).rejects.toThrow('limit: identicalPerHour');
      await intend(db, NOW, { ...again, params: { Twiml: '<Response>1</Response>' } });
    });

    it.each([
      ['canceled', true],
      ['busy', false],
      ['completed', false],
    ])('of a call that ended as %s may be said in another: %s', async (status, maySay) => {
      const db = await open();
      await limits(db, { callsPerMinute: 9, callsPer15Minutes: 9 });
      const twiml = { kind: 'call', params: { Twiml: '<Response/>' } } as const;
      const id = await intend(db, NOW, { ...twiml, reminderId: await remind(db) });
      const sid = `CA${'1'.repeat(32)}`;
      await db.run(`update intent set outcome = 'accepted', sid = ? where id = ?`, [sid, id]);
      await db.run(
        `insert into twilio_call (account_sid, sid, status, intent_id, fetched_at) values ('AC1', ?, ?, ?, ?)`,
        [sid, status, id, NOW],
      );
      const again = intend(db, NOW + S, { ...twiml, reminderId: await remind(db) });
      if (maySay) await again;
      else await expect(again).rejects.toThrow('limit: identicalPerHour');
    });
  });

  describe(`${name}: everybody together`, () => {
    it('get no more than so many sends in any minute', async () => {
      const db = await open();
      await limits(db, { allPerMinute: 50 });
      expect(await burst(db, NOW, { count: 60, everyMs: 500 })).toBe(50);
      await expect(intend(db, NOW + MINUTE - 1, { to: number(99) })).rejects.toThrow('limit: allPerMinute');
      await intend(db, NOW + MINUTE + S, { to: number(99) });
    });

    it('are counted for no less than a minute, wherever in a second it begins', async () => {
      const db = await open();
      await limits(db, { allPerMinute: 2 });
      for (const ms of [900, 950]) await intend(db, NOW + ms, { to: number(ms) });
      for (const ms of [59_600, 60_100, 60_899])
        await expect(intend(db, NOW + ms, { to: number(ms) })).rejects.toThrow('limit: allPerMinute');
    });

    it('are told by default that 600 a minute are a blast', async () => {
      const db = await open();
      expect(await burst(db, NOW, { count: 610, everyMs: 1 })).toBe(600);
    });

    it('get no more than so many new recipients in any hour', async () => {
      const db = await open();
      await limits(db, { newPerHour: 5, textsPerMinute: 9 });
      expect(await burst(db, NOW, { count: 8, everyMs: MINUTE })).toBe(5);
      await expect(intend(db, NOW + 10 * MINUTE, { to: number(50) })).rejects.toThrow('limit: newPerHour');
      for (let i = 0; i < 3; i += 1) await intend(db, NOW + 10 * MINUTE, { to: number(1) });
      await intend(db, NOW + 10 * MINUTE, { to: number(51), purpose: 'alarm' });
      const importId = await imported(db);
      const reminderId = await insertReminder(db, newReminder(NOW, { importId }), NOW);
      await intend(db, NOW + 10 * MINUTE, { to: number(52), reminderId });
      await intend(db, NOW + HOUR + 2 * MINUTE, { to: number(50) });
    });

    it('get their places back when nothing left', async () => {
      const db = await open();
      await limits(db, { allPerMinute: 3, newPerHour: 3 });
      const ids = [];
      for (let i = 0; i < 3; i += 1) ids.push(await intend(db, NOW, { to: number(i) }));
      await expect(intend(db, NOW, { to: number(4) })).rejects.toThrow('limit: allPerMinute');
      await settle(db, ids[0] ?? 0, 'not-sent');
      await settle(db, ids[1] ?? 0, 'unknown');
      await intend(db, NOW + S, { to: number(4) });
      await expect(intend(db, NOW + S, { to: number(5) })).rejects.toThrow('limit: allPerMinute');
      await settle(db, ids[1] ?? 0, 'absent');
      await intend(db, NOW + 2 * S, { to: number(5) });
      await expect(intend(db, NOW + 2 * MINUTE, { to: number(6) })).rejects.toThrow('limit: newPerHour');
      await settle(db, ids[1] ?? 0, 'unknown');
      await expect(intend(db, NOW + 2 * MINUTE, { to: number(6) })).rejects.toThrow('limit: newPerHour');
    });

    async function imported(db: Db): Promise<number> {
      const { lastId } = await db.run(
        `insert into import (tenant_id, source, state, worker_id, options, counts, created_at)
         values (1, 'a.csv', 'applied', 'w', '{}', '{}', 0)`,
      );
      return lastId;
    }
  });

  describe(`${name}: the limits themselves`, () => {
    it('cannot be taken away, nor made so high that there are none', async () => {
      const db = await open();
      await expect(db.run('delete from send_limit')).rejects.toThrow('cannot be taken away');
      await expect(db.run('update send_limit set calls_per_minute = 0')).rejects.toThrow(/CHECK/);
      await expect(db.run('update send_limit set all_per_minute = 1000000000')).rejects.toThrow(/CHECK/);
      await expect(db.run('insert into send_limit (id) values (2)')).rejects.toThrow(/CHECK/);
      expect(await readLimits(db)).toEqual(DEFAULT_LIMITS);
    });

    it('hold at once when they are lowered or raised', async () => {
      const db = await open();
      await burst(db, NOW, { count: 10, everyMs: 1 });
      await limits(db, { allPerMinute: 10 });
      await expect(intend(db, NOW + 20, { to: number(99) })).rejects.toThrow('limit: allPerMinute');
      await limits(db, { allPerMinute: 11 });
      await intend(db, NOW + 20, { to: number(99) });
      await expect(intend(db, NOW + 20, { to: number(98) })).rejects.toThrow('limit: allPerMinute');
    });

    it('are off on a simulator’s database only', async () => {
      const db = await open();
      await limits(db, {}, true);
      await intend(db, NOW, call());
      await expect(intend(db, NOW, call())).rejects.toThrow('limit: callsPerMinute');
      await stampOnce(db, { accountSid: 'AC1', mode: 'simulator' }, NOW);
      await intend(db, NOW, call());
      await limits(db, {});
      await expect(intend(db, NOW, call())).rejects.toThrow('limit: callsPerMinute');
    });

    it('count right on after old sums were forgotten', async () => {
      const db = await open();
      await limits(db, { allPerMinute: 20, newPerHour: 12 });
      await burst(db, NOW, { count: 10, everyMs: S });
      await burst(db, NOW + 3 * HOUR, { count: 10, everyMs: S });
      await db.tx((sql) => pruneTally(sql, NOW + 3 * HOUR));
      expect(await db.get(`select count(*) as n from tally where scope = 'all'`)).toEqual({ n: 11 });
      for (let i = 0; i < 10; i += 1) await intend(db, NOW + 3 * HOUR + 20 * S, { to: number(50 + i) });
      await expect(intend(db, NOW + 3 * HOUR + 21 * S, { to: number(99) })).rejects.toThrow(
        'limit: allPerMinute',
      );
    });
  });

  describe(`${name}: two processes`, () => {
    it('together get no more calls to one recipient, and no more sends, than one would', async () => {
      const one = await open();
      const two = await again(one);
      await limits(one, { allPerMinute: 30 });
      const through = await Promise.all(
        [one, two].flatMap((db, side) =>
          Array.from({ length: 40 }, async (_, i) => {
            const to = number(Math.floor(i / 2));
            const kind = i % 2 === 0 ? 'call' : 'message';
            return await intend(db, NOW + side, { to, kind }).then(
              () => `${kind} ${to}`,
              () => undefined,
            );
          }),
        ),
      );
      const calls = through.filter((each) => each?.startsWith('call'));
      expect(new Set(calls).size).toBe(calls.length);
      expect(through.filter((each) => each !== undefined)).toHaveLength(30);
    });
  });

  describe(`${name}: blocks`, () => {
    const block = (db: Db, at: number) =>
      insertBlock(db, { at, rule: 'callsPerMinute', to: number(0), reminderId: null });

    it('trip the fuse when there are ten within a minute, once', async () => {
      const db = await open();
      for (let i = 0; i < 9; i += 1) await block(db, NOW + i);
      expect(await openStops(db)).toEqual([]);
      await block(db, NOW + 60 * S + 8);
      expect(await openStops(db)).toEqual([]);
      for (let i = 0; i < 12; i += 1) await block(db, NOW + 61 * S);
      expect(await openStops(db)).toMatchObject([{ kind: 'fuse', tenantId: null, since: NOW + 61 * S }]);
      expect((await blocksSince(db, NOW + 60 * S, 99)).length).toBe(13);
      await expect(intend(db, NOW + 61 * S)).rejects.toThrow('sending is stopped');
    });

    it('that were before a reset do not trip it again', async () => {
      const db = await open();
      for (let i = 0; i < 10; i += 1) await block(db, NOW);
      await endStop(db, { kind: 'fuse', tenantId: null }, NOW + 1);
      for (let i = 0; i < 9; i += 1) await block(db, NOW + 2);
      expect(await openStops(db)).toEqual([]);
      await block(db, NOW + 3);
      expect(await openStops(db)).toHaveLength(1);
    });
  });

  describe(`${name}: any sequence`, () => {
    const SMALL: FuseLimits = {
      ...DEFAULT_FUSE,
      allPerMinute: 6,
      newPerHour: 4,
      textsPerHour: 5,
      textsPerDay: 8,
    };

    const step = fc.record({
      waitMs: fc.constantFrom(0, 1, 400, 5 * S, 29_800, 59_500, 61 * S, 7 * MINUTE, 35 * MINUTE),
      kind: fc.constantFrom('call', 'message' as const),
      to: fc.integer({ min: 0, max: 6 }),
      /** What becomes of an earlier send, if anything. */
      settle: fc.option(
        fc.record({
          which: fc.nat(),
          outcome: fc.constantFrom('accepted', 'not-sent', 'unknown', 'absent', 'rejected'),
        }),
      ),
    });

    it('of sends, answers and waits keeps every window, and the door and the triggers agree', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), async (steps) => {
          const db = await open();
          await limits(db, SMALL);
          const written: {
            id: number;
            at: number;
            kind: string;
            to: string;
            isNew: boolean;
            outcome: string;
          }[] = [];
          let now = NOW;
          for (const { waitMs, kind, to, settle: settling } of steps) {
            now += waitMs;
            const earlier = settling && written[settling.which % Math.max(1, written.length)];
            if (settling && earlier && (earlier.outcome === 'pending' || earlier.outcome === 'unknown')) {
              const sid = settling.outcome === 'accepted' ? `SM${earlier.id}` : null;
              await db.run('update intent set outcome = ?, sid = ? where id = ?', [
                settling.outcome,
                sid,
                earlier.id,
              ]);
              earlier.outcome = settling.outcome;
            }
            const draft = { ...DRAFT, kind: kind as 'call' | 'message', to: number(to) };
            const verdict = await db.tx((sql) => askRules(sql, draft, { now, estimatedMicros: 0 }));
            const id = await intend(db, now, draft).catch((error: unknown) => String(error));
            if (typeof id === 'string') expect(id).toContain(`limit: ${verdict}`);
            else {
              expect(verdict).toBeNull();
              const stands = written.filter(({ outcome }) => outcome !== 'not-sent' && outcome !== 'absent');
              const isNew = stands.every((each) => each.to !== draft.to);
              written.push({ id, at: now, kind, to: draft.to, isNew, outcome: 'pending' });
            }
            const counts = (ms: number, which: (row: (typeof written)[number]) => boolean): number =>
              written.filter(
                (row) =>
                  row.at > now - ms && row.outcome !== 'not-sent' && row.outcome !== 'absent' && which(row),
              ).length;
            expect(counts(MINUTE, () => true)).toBeLessThanOrEqual(SMALL.allPerMinute);
            expect(counts(HOUR, ({ isNew }) => isNew)).toBeLessThanOrEqual(SMALL.newPerHour);
            for (const [key, { channel, windowMs }] of Object.entries(RECIPIENT_LIMITS)) {
              const most = SMALL[key as keyof FuseLimits];
              const its = channel === 'call' ? 'call' : 'message';
              const within = (ms: number) => counts(ms, (row) => row.kind === its && row.to === draft.to);
              expect(within(windowMs)).toBeLessThanOrEqual(most);
              // Refused only where one more would be too many.
              if (verdict === key) expect(within(windowMs)).toBe(most);
            }
            if (verdict === 'allPerMinute')
              expect(counts(MINUTE + 2 * S, () => true)).toBeGreaterThanOrEqual(SMALL.allPerMinute);
            if (verdict === 'newPerHour')
              expect(counts(HOUR + 2 * MINUTE, ({ isNew }) => isNew)).toBeGreaterThanOrEqual(
                SMALL.newPerHour,
              );
          }
          await db.close();
        }),
        { numRuns: 40 },
      );
    }, 120_000);
  });
}
