import { describe, expect, it } from 'vitest';
import { undoImport } from '../../../src/reminders/import/undo.ts';
import { landReminder, takeReminder } from '../../../src/store/claims.ts';
import { contactByName } from '../../../src/store/contacts.ts';
import { insertIntent } from '../../../src/store/intents.ts';
import { csv, importWorld, type World } from './world.ts';

const HEAD = 'id,to,name,for,before';
const ANN = 'a,+12025550101,Ann,2026-11-25T14:30,"1d,2h"';
const BOB = 'b,+12025550102,Bob,2026-11-26T09:00,1d';

const undo = (world: World, id: number) => undoImport(world.deps, id);
const states = async (world: World) =>
  (await world.sketch()).map((line) => line.split(' ').slice(1).join(' '));

/** Sends a reminder, as the daemon would. */
async function send({ db, deps }: World, id: number): Promise<void> {
  const now = deps.clock.now();
  await db.tx(async (sql) => {
    const draft = {
      kind: 'message',
      purpose: 'reminder',
      tenantId: 1,
      reminderId: id,
      attempt: 1,
      to: '+12025550101',
      from: '+15005550006',
      targetSid: null,
      params: {},
      expiresAt: null,
    } as const;
    const terms = { accountSid: 'AC1', mode: 'own', workerId: 'w', now, leaseUntil: now + 60_000 } as const;
    const intentId = await insertIntent(sql, draft, terms);
    await takeReminder(sql, id, intentId, now);
    await landReminder(sql, { id, intentId }, { to: 'sent' }, now);
  });
}

describe('an import taken back', () => {
  it('leaves nothing to come, no contacts, and its ids free', async () => {
    const world = await importWorld();
    const text = csv(HEAD, ANN, BOB);
    await world.run(text);
    expect(await undo(world, 1)).toMatchObject({
      id: 1,
      source: 'book.csv',
      cancelled: 3,
      restored: 0,
      sentCount: 0,
    });
    expect((await states(world)).every((line) => line.endsWith('cancelled'))).toBe(true);
    expect(await contactByName(world.db, 1, 'Ann')).toBeUndefined();
    expect((await world.run(text)).summary).toMatchObject({ new: 2, contacts: 2 });
    expect((await states(world)).filter((line) => line.endsWith('scheduled'))).toHaveLength(3);
  });

  it('puts back what it moved, and brings back what it pruned', async () => {
    const world = await importWorld();
    await world.run(csv(HEAD, ANN, BOB));
    const before = await world.reminders();
    await world.run(csv(HEAD, ANN.replace('25T14:30', '27T16:00').replace('0101', '0109')), { prune: true });
    expect(await undo(world, 2)).toMatchObject({ cancelled: 0, restored: 3, changed: 0 });
    const same = (list: typeof before) => list.map(({ updatedAt: _, ...rest }) => rest);
    expect(same(await world.reminders())).toEqual(same(before));
    expect((await world.run(csv(HEAD, ANN, BOB))).summary).toMatchObject({ same: 2 });
  });

  it('lists what has been sent', async () => {
    const world = await importWorld();
    await world.run(csv(HEAD, ANN));
    await send(world, 1);
    const undone = await undo(world, 1);
    expect(undone).toMatchObject({ cancelled: 1, sentCount: 1, sent: [{ id: 1 }] });
    expect((await states(world)).map((line) => line.split(' ').at(-1))).toEqual(['sent', 'cancelled']);
  });

  it('leaves alone what somebody changed since', async () => {
    const world = await importWorld();
    const row = (time: string) => csv('id,to,at,body', `a,+12025550101,${time},hi`);
    await world.run(row('2026-11-24T10:00'));
    await world.run(row('2026-11-24T11:00'));
    await world.run(row('2026-11-24T12:00'));
    expect(await undo(world, 2)).toMatchObject({ restored: 0, changed: 1 });
    expect(await states(world)).toEqual(['+12025550101 2026-11-24T12:00:00 scheduled']);
  });

  it('does not double what a later import made anew', async () => {
    const world = await importWorld();
    await world.run(csv(HEAD, ANN, BOB));
    await world.run(csv(HEAD, ANN), { prune: true });
    await world.run(csv(HEAD, ANN, BOB));
    expect(await undo(world, 2)).toMatchObject({ restored: 0, changed: 1 });
    expect(
      (await states(world)).filter((line) => line.includes('0102') && line.endsWith('scheduled')),
    ).toHaveLength(1);
  });

  it('gives a key back to the reminder that had it before', async () => {
    const world = await importWorld();
    await world.run(csv('id,to,at,body', 'a,+12025550101,2026-11-24T10:00,hi'));
    await send(world, 1);
    await world.run(csv('id,to,at,body', 'a,+12025550101,2026-11-25T10:00,hi'));
    expect(await undo(world, 2)).toMatchObject({ cancelled: 1 });
    expect((await world.reminders()).map(({ dedupeKey }) => dedupeKey)).toEqual(['a', null]);
  });

  it('keeps a contact that something else uses by now', async () => {
    const world = await importWorld();
    await world.run(csv(HEAD, ANN));
    await world.run(csv('name,at,body', 'Ann,2026-11-24T10:00,hi'), { source: 'other.csv' });
    await undo(world, 1);
    expect(await contactByName(world.db, 1, 'Ann')).toBeDefined();
  });

  it('is taken back once, and must be there', async () => {
    const world = await importWorld();
    await world.run(csv(HEAD, ANN));
    await undo(world, 1);
    await expect(undo(world, 1)).rejects.toMatchObject({
      exitCode: 2,
      message: 'import 1 was taken back already',
    });
    await expect(undo(world, 7)).rejects.toMatchObject({ exitCode: 3 });
  });

  it('is finished by a second try when the first was cut short', async () => {
    const world = await importWorld();
    const rows = Array.from({ length: 300 }, (_, i) => `r${i},+1202555${1000 + i},P ${i},2026-12-01T10:00,`);
    await world.run(csv('id,to,name,for,before', ...rows));
    let chunks = 0;
    const rest = async () => {
      chunks += 1;
      throw new Error('killed');
    };
    await expect(undoImport({ ...world.deps, rest }, 1)).rejects.toThrow('killed');
    expect(chunks).toBe(1);
    expect(await undo(world, 1)).toMatchObject({ cancelled: 50 });
    expect((await states(world)).every((line) => line.endsWith('cancelled'))).toBe(true);
  });
});
