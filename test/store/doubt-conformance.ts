// What every database must do for sends in doubt; run once for each adapter.

import { describe, expect, it } from 'vitest';
import { contentKey } from '../../src/core/content.ts';
import type { IntentDraft } from '../../src/core/intent.ts';
import { expiredAbsent, landAccepted, landReminder, takeReminder } from '../../src/store/claims.ts';
import type { Db } from '../../src/store/db.ts';
import {
  closeDoubt,
  countLook,
  doubtedReminder,
  doubtFigures,
  equalInDoubt,
  isLookDue,
  postponeLook,
  postponeLooks,
  proveAbsent,
  takeLooks,
} from '../../src/store/doubts.ts';
import { getIntent, insertIntent, settleIntent } from '../../src/store/intents.ts';
import { getListedReminder } from '../../src/store/reminder-changes.ts';
import { insertReminder } from '../../src/store/reminders.ts';
import { newDraft, newReminder } from './temp-db.ts';

const NOW = Date.parse('2026-11-23T09:00:00Z');
const TERMS = { accountSid: 'AC1', mode: 'own', workerId: 'w', now: NOW, leaseUntil: NOW + 60_000 } as const;
const FACTS = { sid: null, httpStatus: 500, twilioCode: 20500, error: 'no answer' } as const;
const UNKNOWN = { ...FACTS, outcome: 'unknown', lookAt: NOW + 5 } as const;

function draft(body: string, change: Partial<IntentDraft> = {}): IntentDraft {
  return newDraft({ params: { Body: body }, ...change });
}

/** A reminder of unknown outcome, and its intent. */
async function inDoubt(db: Db, body = 'Hello'): Promise<{ id: number; intentId: number }> {
  return db.tx(async (sql) => {
    const id = await insertReminder(sql, newReminder(NOW), NOW);
    const intentId = await insertIntent(sql, draft(body, { reminderId: id }), TERMS);
    await takeReminder(sql, id, intentId, NOW);
    await settleIntent(sql, intentId, UNKNOWN, NOW);
    await landReminder(sql, { id, intentId }, { to: 'unknown' }, NOW);
    return { id, intentId };
  });
}

const equal = (db: Db, like: IntentDraft, accountSid = 'AC1') =>
  equalInDoubt(db, like, { accountSid, contentKey: contentKey(like) });

export function doubtConformance(name: string, open: () => Promise<Db>): void {
  const looks = (db: Db, now = NOW + 5, limit = 9) =>
    db.tx((sql) => takeLooks(sql, { accountSid: 'AC1', now, until: now + 100, limit }));

  describe(`${name}: one in doubt for each content`, () => {
    it.each([
      ['pending', null],
      ['unknown', UNKNOWN],
    ] as const)('refuses an equal one while the first is %s', async (outcome, settlement) => {
      const db = await open();
      const id = await insertIntent(db, draft('Hello'), TERMS);
      if (settlement) await settleIntent(db, id, settlement, NOW);
      await expect(insertIntent(db, draft('hello'.replace('h', 'H')), TERMS)).rejects.toThrow(/UNIQUE/);
      expect(await equal(db, draft('Hello!'))).toEqual({ id, outcome, reminderId: null });
      for (const other of [draft('Bye'), draft('Hello', { to: '+1' }), draft('Hello', { from: '+1' })]) {
        expect(await equal(db, other)).toBeUndefined();
        await insertIntent(db, other, TERMS);
      }
      expect(await equal(db, draft('Hello'), 'AC2')).toBeUndefined();
    });

    it.each(['accepted', 'rejected', 'not-sent'] as const)(
      'lets it go once the first is %s',
      async (outcome) => {
        const db = await open();
        const id = await insertIntent(db, draft('Hello'), TERMS);
        const sid = outcome === 'accepted' ? 'SM1' : null;
        await settleIntent(db, id, { ...FACTS, outcome, sid }, NOW);
        await expect(insertIntent(db, draft('Hello'), TERMS)).resolves.toBe(2);
      },
    );

    it('lets it go when nobody waits for the first any more', async () => {
      const db = await open();
      const { intentId } = await inDoubt(db);
      await closeDoubt(db, intentId, NOW);
      expect(await getIntent(db, intentId)).toMatchObject({ outcome: 'unknown', nextLookAt: null });
      await expect(insertIntent(db, draft('Hello'), TERMS)).resolves.toBe(2);
    });
  });

  describe(`${name}: looks`, () => {
    it('are taken when they are due, by one process, and again when they do not come back', async () => {
      const db = await open();
      const { intentId } = await inDoubt(db);
      expect(await isLookDue(db, 'AC1', NOW + 4)).toBe(false);
      expect(await looks(db, NOW + 4)).toEqual([]);
      expect(await isLookDue(db, 'AC2', NOW + 5)).toBe(false);
      expect(await looks(db)).toMatchObject([
        { id: intentId, unknownAt: NOW, looks: 0, params: { Body: 'Hello' } },
      ]);
      expect(await looks(db)).toEqual([]);
      expect(await isLookDue(db, 'AC1', NOW + 104)).toBe(false);
      expect(await looks(db, NOW + 105)).toHaveLength(1);
    });

    it('are taken longest waiting first', async () => {
      const db = await open();
      for (const body of ['a', 'b', 'c']) await inDoubt(db, body);
      await db.run('update intent set next_look_at = ? where id = 3', [NOW]);
      expect((await looks(db, NOW + 5, 1)).map(({ id }) => id)).toEqual([3]);
    });

    it('count once, and not after evidence', async () => {
      const db = await open();
      const { intentId: id } = await inDoubt(db);
      const next = { sightings: 2, nextLookAt: NOW + 9 };
      expect(await countLook(db, { id, looks: 0 }, next)).toBe(true);
      expect(await countLook(db, { id, looks: 0 }, next)).toBe(false);
      expect(await looks(db, NOW + 9)).toMatchObject([{ looks: 1, sightings: 2 }]);
      await settleIntent(db, id, { ...FACTS, outcome: 'accepted', sid: 'SM1' }, NOW);
      expect(await countLook(db, { id, looks: 1 }, next)).toBe(false);
      expect(await isLookDue(db, 'AC1', 9e15)).toBe(false);
    });

    it('are put off, one or all', async () => {
      const db = await open();
      const [one, two] = [await inDoubt(db, 'a'), await inDoubt(db, 'b')];
      await postponeLook(db, { id: one.intentId, looks: 0 }, NOW + 50);
      await postponeLook(db, { id: two.intentId, looks: 7 }, NOW + 99);
      expect((await looks(db)).map(({ id }) => id)).toEqual([two.intentId]);
      await postponeLooks(db, 'AC1', NOW + 80);
      expect(await looks(db, NOW + 79)).toEqual([]);
      expect((await looks(db, NOW + 80)).map(({ id }) => id)).toEqual([one.intentId]);
    });
  });

  describe(`${name}: the end of a doubt`, () => {
    it('is told of a reminder: since when, whether it is looked for, and what waits for a person', async () => {
      const db = await open();
      const { id, intentId } = await inDoubt(db);
      const doubt = async () => (await getListedReminder(db, id))?.doubt;
      expect(await getListedReminder(db, id)).toMatchObject({ unknownSince: NOW, nextLookAt: NOW + 5 });
      expect(await doubt()).toBe('looking');
      expect(await doubtFigures(db)).toEqual({ nextLookAt: NOW + 5, unresolved: 0 });
      await countLook(db, { id: intentId, looks: 0 }, { sightings: 1, nextLookAt: null });
      expect(await doubt()).toBe('unclear');
      expect(await doubtFigures(db)).toEqual({ nextLookAt: null, unresolved: 1 });
      await proveAbsent(db, intentId, NOW + 7);
      expect(await doubt()).toBe('absent');
      expect(await getIntent(db, intentId)).toMatchObject({
        outcome: 'absent',
        unknownAt: NOW,
        settledAt: NOW + 7,
        error: 'no answer',
      });
      expect((await doubtedReminder(db, intentId))?.id).toBe(id);
    });

    it('takes evidence even for what was taken for absent, and says why it was in doubt', async () => {
      const db = await open();
      const { id, intentId } = await inDoubt(db);
      await proveAbsent(db, intentId, NOW);
      expect(await settleIntent(db, intentId, { ...FACTS, outcome: 'rejected' }, NOW)).toBe(false);
      const accepted = { ...FACTS, outcome: 'accepted', sid: 'SM1', twilioCode: null, error: null } as const;
      expect(await settleIntent(db, intentId, accepted, NOW + 9)).toBe(true);
      expect(await getIntent(db, intentId)).toMatchObject({ sid: 'SM1', error: 'no answer', unknownAt: NOW });
      expect(await landAccepted(db, { id, intentId }, 'queued', NOW)).toBe(true);
      expect(await doubtedReminder(db, intentId)).toBeUndefined();
    });

    it('lets a late yes call off the next try, but not one that another claim has taken', async () => {
      const db = await open();
      const { id, intentId } = await inDoubt(db);
      await db.run(`update reminder set state = 'scheduled' where id = ?`, [id]);
      await proveAbsent(db, intentId, NOW);
      const second = await insertIntent(db, draft('Hello', { reminderId: id, attempt: 2 }), TERMS);
      await takeReminder(db, id, second, NOW);
      expect(await landAccepted(db, { id, intentId }, 'queued', NOW)).toBe(false);
      await landReminder(db, { id, intentId: second }, { to: 'scheduled', runAt: NOW }, NOW);
      expect(await landAccepted(db, { id, intentId: second }, 'queued', NOW)).toBe(true);
      expect((await getListedReminder(db, id))?.state).toBe('sent');
    });

    it('finds what waited for a person until it was of no more use, and only that', async () => {
      const db = await open();
      const [absent, unclear] = [await inDoubt(db, 'a'), await inDoubt(db, 'b')];
      await proveAbsent(db, absent.intentId, NOW);
      const expiresAt = NOW + 4 * 3_600_000;
      expect(await expiredAbsent(db, expiresAt - 1, 9)).toEqual([]);
      expect((await expiredAbsent(db, expiresAt, 9)).map(({ id }) => id)).toEqual([absent.id]);
      expect(unclear.id).not.toBe(absent.id);
    });
  });
}
