// What every database must do about opt-outs: run once for each adapter, by SQL that goes round the code.

import { describe, expect, it } from 'vitest';
import type { IntentDraft } from '../../src/core/intent.ts';
import { badMarks, clearBad, markBad } from '../../src/store/bad-numbers.ts';
import type { Db } from '../../src/store/db.ts';
import { insertIntent } from '../../src/store/intents.ts';
import {
  cancelUnwanted,
  endOptOut,
  insertOptOut,
  listOptOuts,
  type NewOptOut,
  optOutAgainst,
  restoreWanted,
} from '../../src/store/opt-outs.ts';
import { getReminder, insertReminder } from '../../src/store/reminders.ts';
import { insertTenant } from '../../src/store/tenants.ts';
import { newDraft, newReminder } from './temp-db.ts';

const NOW = Date.parse('2026-11-23T09:00:00Z');
const PERSON = '+12025550123';
const MAIN = '+15005550006';
const SALON = '+15005550001';
const CALLER = '+15005550002';
const TERMS = {
  accountSid: 'AC1',
  mode: 'own',
  workerId: 'w',
  now: NOW,
  leaseUntil: NOW + 60_000,
  contentKey: null,
} as const;
const STOP: NewOptOut = {
  person: PERSON,
  sender: MAIN,
  tenantId: null,
  word: 'STOP',
  source: 'text',
  messageSid: 'SM1',
};
const DRAFT = newDraft({ to: PERSON, from: MAIN });

export function optOutConformance(name: string, open: () => Promise<Db>): void {
  describe(`${name}: an opt-out`, () => {
    const intend = (db: Db, changes: Partial<IntentDraft> = {}) =>
      insertIntent(db, { ...DRAFT, ...changes }, TERMS);
    const REFUSED = 'its recipient has opted out';
    const salon = (db: Db, sender: string | null) =>
      insertTenant(
        db,
        {
          name: 'salon',
          sender,
          zone: null,
          country: null,
          onUnknown: null,
          quietFrom: null,
          quietUntil: null,
        },
        NOW,
      );

    it('of a number lets nothing out from it to that person, neither texts nor calls', async () => {
      const db = await open();
      await insertOptOut(db, STOP, NOW);
      await expect(intend(db)).rejects.toThrow(REFUSED);
      await expect(intend(db, { kind: 'call', purpose: 'send' })).rejects.toThrow(REFUSED);
      await intend(db, { to: '+12025550124' });
      await intend(db, { purpose: 'alarm' });
      await intend(db, { kind: 'call-update', targetSid: 'CA1' });
    });

    it('reaches whatever its tenant sends, and no other tenant', async () => {
      const db = await open();
      const tenantId = await salon(db, SALON);
      await insertOptOut(db, { ...STOP, sender: SALON }, NOW);
      await expect(intend(db, { tenantId, from: CALLER, kind: 'call' })).rejects.toThrow(REFUSED);
      await intend(db, { from: CALLER, kind: 'call' });
      await intend(db);
    });

    it('of a sender that a tenant has used reaches its other senders', async () => {
      const db = await open();
      await intend(db);
      await insertOptOut(db, STOP, NOW);
      await expect(intend(db, { from: CALLER, kind: 'call' })).rejects.toThrow(REFUSED);
    });

    it('by hand holds for a tenant, or for everybody', async () => {
      const db = await open();
      const tenantId = await salon(db, null);
      const byHand = { ...STOP, sender: null, source: 'hand' } as const;
      const id = await insertOptOut(db, { ...byHand, tenantId }, NOW);
      await expect(intend(db, { tenantId })).rejects.toThrow(REFUSED);
      await intend(db);
      await endOptOut(db, { id: id ?? 0, by: 'hand' }, NOW);
      await insertOptOut(db, byHand, NOW);
      await expect(intend(db, { tenantId })).rejects.toThrow(REFUSED);
      await expect(intend(db)).rejects.toThrow(REFUSED);
    });

    it('stands once, and ends once', async () => {
      const db = await open();
      const id = (await insertOptOut(db, STOP, NOW)) ?? 0;
      expect(await insertOptOut(db, { ...STOP, word: 'QUIT' }, NOW + 1)).toBeNull();
      expect(await optOutAgainst(db, { ...DRAFT })).toMatchObject({ id, word: 'STOP', since: NOW });
      expect(await endOptOut(db, { id, by: 'START' }, NOW + 2)).toBe(true);
      expect(await endOptOut(db, { id, by: 'START' }, NOW + 3)).toBe(false);
      expect(await optOutAgainst(db, { ...DRAFT })).toBeUndefined();
      await intend(db);
      expect(await insertOptOut(db, STOP, NOW + 4)).not.toBeNull();
      expect(await listOptOuts(db, { all: true, limit: 9 })).toMatchObject([
        { endedAt: null },
        { endedAt: NOW + 2, endedBy: 'START' },
      ]);
      expect(await listOptOuts(db, { all: false, person: PERSON, limit: 9 })).toHaveLength(1);
    });

    it('gives back what it cancelled and nothing else, as long as its time is still to come', async () => {
      const db = await open();
      const optOutId = (await insertOptOut(db, STOP, NOW)) ?? 0;
      const add = (dueAt: number) => insertReminder(db, newReminder(dueAt), NOW);
      const [soon, past, other] = [await add(NOW + 10), await add(NOW + 1), await add(NOW + 10)];
      for (const id of [soon, past]) await cancelUnwanted(db, { id, optOutId, error: 'STOP' }, NOW);
      await db.run(`update reminder set state = 'cancelled' where id = ?`, [other]);
      expect(await listOptOuts(db, { all: true, limit: 9 })).toMatchObject([{ cancelled: 2 }]);
      expect(await getReminder(db, soon)).toMatchObject({ state: 'cancelled', response: 'opted-out' });
      expect(await restoreWanted(db, optOutId, NOW + 5)).toEqual([soon]);
      expect(await getReminder(db, soon)).toMatchObject({
        state: 'scheduled',
        response: null,
        lastError: null,
      });
      expect((await getReminder(db, past))?.state).toBe('cancelled');
      expect((await getReminder(db, other))?.state).toBe('cancelled');
    });

    it('is like a bad number: that lets nothing out to it, or no texts', async () => {
      const db = await open();
      const mark = { number: PERSON, code: 30_006, reason: 'a landline', reminderId: null };
      await markBad(db, { ...mark, channel: 'sms' }, NOW);
      await expect(intend(db)).rejects.toThrow('its number leads nowhere');
      await intend(db, { kind: 'call' });
      await markBad(db, { ...mark, channel: null }, NOW);
      await expect(intend(db, { kind: 'call' })).rejects.toThrow('its number leads nowhere');
      await intend(db, { purpose: 'alarm' });
      expect(await clearBad(db, PERSON, NOW)).toBe(2);
      await intend(db);
    });

    it('takes no mark for texts on a number that is marked for everything, until that is cleared', async () => {
      const db = await open();
      const mark = { number: PERSON, code: 30_006, reason: 'a landline', reminderId: null };
      expect(await markBad(db, { ...mark, channel: null }, NOW)).toBe(true);
      expect(await markBad(db, { ...mark, channel: 'sms' }, NOW)).toBe(false);
      expect((await badMarks(db, PERSON)).map(({ channel }) => channel)).toEqual([null]);
      await clearBad(db, PERSON, NOW);
      expect(await markBad(db, { ...mark, channel: 'sms' }, NOW)).toBe(true);
    });
  });
}
