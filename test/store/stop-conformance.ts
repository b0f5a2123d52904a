// What every database must do about stops: run once for each adapter, by SQL that goes round the code.

import { describe, expect, it } from 'vitest';
import type { IntentDraft } from '../../src/core/intent.ts';
import type { Db } from '../../src/store/db.ts';
import { insertIntent } from '../../src/store/intents.ts';
import { beginStop, endStop, openStops, stopFor } from '../../src/store/stops.ts';
import { insertTenant } from '../../src/store/tenants.ts';
import { newDraft } from './temp-db.ts';

const NOW = Date.parse('2026-11-23T09:00:00Z');
const TERMS = {
  accountSid: 'AC1',
  mode: 'own',
  workerId: 'w',
  now: NOW,
  leaseUntil: NOW + 60_000,
  contentKey: null,
} as const;
const PAUSE = { kind: 'pause', tenantId: null, reason: null } as const;

const DRAFT = newDraft();

async function salon(db: Db): Promise<number> {
  const nothing = {
    zone: null,
    country: null,
    sender: null,
    onUnknown: null,
    quietFrom: null,
    quietUntil: null,
  };
  return await insertTenant(db, { name: 'salon', ...nothing }, NOW);
}

export function stopConformance(name: string, open: () => Promise<Db>): void {
  describe(`${name}: stops`, () => {
    const intend = (db: Db, changes: Partial<IntentDraft> = {}) =>
      insertIntent(db, { ...DRAFT, ...changes }, TERMS);

    it.each(['restored', 'strangers'] as const)('of kind %s hold as a pause does', async (kind) => {
      const db = await open();
      await beginStop(db, { ...PAUSE, kind }, NOW);
      await expect(intend(db)).rejects.toThrow('sending is stopped');
      await intend(db, { purpose: 'alarm' });
      await endStop(db, { ...PAUSE, kind }, NOW + 1);
      await intend(db);
    });

    it('are not got round by a change that becomes a send, nor by a sent one that becomes pending', async () => {
      const db = await open();
      await beginStop(db, PAUSE, NOW);
      const change = await intend(db, { targetSid: 'SM01' });
      const takeAway = 'update intent set target_sid = null where id = ?';
      await expect(db.run(takeAway, [change])).rejects.toThrow('cannot be changed');
      await db.run(`update intent set outcome = 'unknown' where id = ?`, [change]);
      await expect(db.run(takeAway, [change])).rejects.toThrow('cannot be changed');
      const again = db.run(`update intent set outcome = 'pending' where id = ?`, [change]);
      await expect(again).rejects.toThrow('is not made again');
    });

    it('let no intent be written while they stand, and again when they have ended', async () => {
      const db = await open();
      await intend(db);
      await beginStop(db, PAUSE, NOW);
      await expect(intend(db)).rejects.toThrow('sending is stopped');
      await expect(intend(db, { kind: 'call', purpose: 'send' })).rejects.toThrow('sending is stopped');
      expect(await endStop(db, PAUSE, NOW + 1)).toBe(true);
      await intend(db);
      expect(await db.get('select count(*) as n from intent')).toEqual({ n: 2 });
    });

    it('let alarms go, and what ends a call', async () => {
      const db = await open();
      await beginStop(db, { ...PAUSE, kind: 'fuse' }, NOW);
      await intend(db, { purpose: 'alarm' });
      await intend(db, { kind: 'call-update', targetSid: 'CA1' });
      await intend(db, { kind: 'message', targetSid: 'SM01' });
      await expect(intend(db)).rejects.toThrow('sending is stopped');
    });

    it('hold back one tenant, and nobody else', async () => {
      const db = await open();
      const tenantId = await salon(db);
      await beginStop(db, { ...PAUSE, tenantId, reason: 'closed' }, NOW);
      await expect(intend(db, { tenantId })).rejects.toThrow('sending is stopped');
      await intend(db);
      expect(await stopFor(db, 1)).toBeUndefined();
      expect(await stopFor(db, tenantId)).toMatchObject({
        tenantName: 'salon',
        reason: 'closed',
        since: NOW,
      });
    });

    it('stand once each, and are told with everybody’s first', async () => {
      const db = await open();
      const tenantId = await salon(db);
      expect(await beginStop(db, { ...PAUSE, tenantId }, NOW)).toBe(true);
      expect(await beginStop(db, { ...PAUSE, reason: 'first' }, NOW + 1)).toBe(true);
      expect(await beginStop(db, { ...PAUSE, reason: 'second' }, NOW + 2)).toBe(false);
      expect((await openStops(db)).map(({ reason, tenantName }) => [reason, tenantName])).toEqual([
        ['first', null],
        [null, 'salon'],
      ]);
      expect((await stopFor(db, tenantId))?.reason).toBe('first');
      expect(await endStop(db, { kind: 'fuse', tenantId: null }, NOW)).toBe(false);
    });

    it('are seen by another connection from their commit on', async () => {
      const db = await open();
      await db.tx(async (sql) => {
        await beginStop(sql, PAUSE, NOW);
        expect(await stopFor(db, 1)).toBeUndefined();
      });
      expect(await stopFor(db, 1)).toBeDefined();
    });

    it('any number of changes have the SID of what they change, and only one send is given it', async () => {
      const db = await open();
      const accept = async (changes: Partial<IntentDraft>) => {
        const id = await intend(db, changes);
        return await db.run(`update intent set outcome = 'accepted', sid = 'CA1' where id = ?`, [id]);
      };
      await accept({ kind: 'call' });
      await accept({ kind: 'call-update', targetSid: 'CA1' });
      await accept({ kind: 'call-update', targetSid: 'CA1' });
      await expect(accept({ kind: 'call' })).rejects.toThrow(/UNIQUE/);
    });
  });
}
