// What the database itself says to whoever buys numbers, by whatever hand: one a day, and no way round.

import { describe, expect, it } from 'vitest';
import { insertIntent } from '../../src/store/intents.ts';
import { bringPurchaseLimit, purchasesSince, readPurchaseLimit } from '../../src/store/purchases.ts';
import { stampOnce } from '../../src/store/stamp.ts';
import { tempDb } from './temp-db.ts';

const DAY = 86_400_000;
// Before any machine's clock that runs this.
const NOW = Date.parse('2020-03-02T09:00:00Z');
const ACCOUNT = `AC${'0'.repeat(32)}`;

async function rig(mode: 'own' | 'simulator' = 'own') {
  const db = await tempDb();
  await stampOnce(db, { accountSid: ACCOUNT, mode }, NOW);
  let count = 0;
  const buy = (at = NOW, changes: Readonly<Record<string, unknown>> = {}): Promise<number> => {
    count += 1;
    const draft = {
      kind: 'number',
      purpose: 'purchase',
      tenantId: 1,
      reminderId: null,
      attempt: 1,
      to: `+1202555${String(count).padStart(4, '0')}`,
      from: '',
      targetSid: null,
      params: { PhoneNumber: `${count}` },
      expiresAt: null,
      ...changes,
    } as const;
    const terms = { accountSid: ACCOUNT, mode, workerId: 'w', now: at, leaseUntil: at + 60_000 };
    return insertIntent(db, draft, terms);
  };
  const settle = (id: number, outcome: string) =>
    db.run(`update intent set outcome = ?, sid = ? where id = ?`, [
      outcome,
      outcome === 'accepted' ? `PN${id}` : null,
      id,
    ]);
  return { db, buy, settle };
}

describe('one number a day', () => {
  it('is a matter of the last 24 hours, whatever became of the first', async () => {
    const { buy, settle } = await rig();
    const first = await buy();
    await expect(buy(NOW + 1)).rejects.toThrow('limit: numbers a day');
    await settle(first, 'unknown');
    await expect(buy(NOW + 2)).rejects.toThrow('limit: numbers a day');
    await settle(first, 'accepted');
    await expect(buy(NOW + DAY - 1)).rejects.toThrow('limit: numbers a day');
    await buy(NOW + DAY);
  });

  it.each(['rejected', 'not-sent', 'absent'])('comes back when the purchase was %s', async (outcome) => {
    const { buy, settle } = await rig();
    await settle(await buy(), outcome);
    await buy(NOW + 1);
    await expect(buy(NOW + 2)).rejects.toThrow('limit: numbers a day');
  });

  it('may be more, up to a limit, and never none at all', async () => {
    const { db, buy } = await rig();
    await bringPurchaseLimit(db, 2);
    expect(await readPurchaseLimit(db)).toBe(2);
    await buy();
    await buy();
    await expect(buy()).rejects.toThrow('limit: numbers a day');
    expect((await purchasesSince(db, NOW - DAY)).map(({ number }) => number)).toEqual([
      '+12025550001',
      '+12025550002',
    ]);
    await expect(db.run('delete from purchase_limit')).rejects.toThrow('cannot be taken away');
    await expect(db.run('update purchase_limit set per_day = 101')).rejects.toThrow();
    await expect(db.run('update purchase_limit set per_day = null')).rejects.toThrow();
    await expect(db.run('update purchase_limit set id = 2')).rejects.toThrow();
  });

  it('does not count changes and releases of a number', async () => {
    const { buy } = await rig();
    await buy();
    await buy(NOW, { targetSid: 'PN1', params: { FriendlyName: 'x' } });
    await buy(NOW, { targetSid: 'PN1', params: {}, method: 'DELETE' });
  });
});

describe('a hand that goes round the code', () => {
  it('cannot write a date outside the window', async () => {
    const { buy } = await rig();
    await buy(Date.now());
    await expect(buy(Date.now() + 8 * DAY)).rejects.toThrow('limit: numbers a day');
    await expect(buy(0)).rejects.toThrow('limit: numbers a day');
  });

  it('may do so on a simulator, whose clock runs as it likes', async () => {
    const { buy } = await rig('simulator');
    await buy(Date.now());
    await buy(Date.now() + 8 * DAY);
  });

  it('cannot turn another intent into a purchase, nor move one out of the window', async () => {
    const { db, buy } = await rig();
    const first = await buy();
    const edit = await buy(NOW, { targetSid: 'PN1', params: { FriendlyName: 'x' } });
    const changed = 'what was asked for cannot be changed';
    await expect(db.run('update intent set target_sid = null where id = ?', [edit])).rejects.toThrow(changed);
    await expect(db.run('update intent set created_at = 0 where id = ?', [first])).rejects.toThrow(changed);
    await expect(db.run(`update intent set kind = 'call' where id = ?`, [first])).rejects.toThrow(changed);
    await expect(db.run(`update intent set method = 'DELETE' where id = ?`, [edit])).rejects.toThrow(changed);
  });

  it('cannot write a send as one that never left, and have it made later', async () => {
    const { db, buy, settle } = await rig();
    const call = { kind: 'call', params: { To: '+12025550101' } };
    const id = await buy(NOW, call);
    await settle(id, 'not-sent');
    await expect(settle(id, 'pending')).rejects.toThrow('is not made again');
    const copy = `insert into intent (tenant_id, kind, purpose, attempt, account_sid, mode, to_number, from_sender,
      params, worker_id, created_at, lease_until, outcome)
      select tenant_id, kind, purpose, attempt, account_sid, mode, to_number, from_sender, params, worker_id, created_at,
      lease_until, 'absent' from intent where id = ?`;
    await expect(db.run(copy, [id])).rejects.toThrow('not a request that could be made');
  });

  it.each([
    [{ kind: 'call-update', targetSid: null }],
    [{ kind: 'call', targetSid: '' }],
    [{ kind: 'call', targetSid: 'CA1/../../Calls' }],
    [{ kind: 'message', targetSid: 'SM1.json?x=' }],
  ])('cannot pass a new call off as a change of one: %j', async (changes) => {
    const { buy } = await rig();
    await expect(buy(NOW, { params: { To: '+12025550101' }, ...changes })).rejects.toThrow(
      'not a request that could be made',
    );
  });

  it('can ask for a DELETE of nothing but a number', async () => {
    const { buy } = await rig();
    await expect(buy(NOW, { kind: 'call', targetSid: 'CA1', method: 'DELETE' })).rejects.toThrow();
    await expect(buy(NOW, { method: 'DELETE' })).rejects.toThrow();
  });
});
