// After a restore, on a database and a ledger of Twilio's: what is bound, what is left to a person, and how it is read.

import { describe, expect, it } from 'vitest';
import type { NewReminder } from '../../src/core/reminder.ts';
import { type CatchUpDeps, catchUp } from '../../src/delivery/catch-up.ts';
import { getIntent, isSidBound } from '../../src/store/intents.ts';
import { readSpending } from '../../src/store/limits.ts';
import { getListedReminder } from '../../src/store/reminder-changes.ts';
import { insertReminder } from '../../src/store/reminders.ts';
import { holdRestored, readRestored } from '../../src/store/restored.ts';
import { systemClock } from '../../src/system/clock.ts';
import { TestClock } from '../clock.ts';
import { newReminder, tempDb } from '../store/temp-db.ts';
import { FakeDoor } from './fake-door.ts';

const TO = '+12025550123';
const FROM = '+15005550006';
const HOUR = 3_600_000;
const GRACE = 120_000;

async function rig() {
  const db = await tempDb();
  const clock = new TestClock();
  const door = new FakeDoor({ db, clock });
  const backupAt = clock.now();
  const add = (changes: Partial<NewReminder> = {}) =>
    insertReminder(db, newReminder(backupAt + HOUR, changes), backupAt);
  let sids = 0;
  /** Twilio takes something, now. */
  const sends = (kind: 'message' | 'call', changes: object = {}): string => {
    sids += 1;
    const sid = `${kind === 'call' ? 'CA' : 'SM'}${String(sids).padStart(32, '0')}`;
    const body = kind === 'message' ? newReminder(0).body : undefined;
    door.twilio.add(door.twilio.row(kind, { sid, to: TO, from: FROM, ...(body && { body }), ...changes }));
    return sid;
  };
  const deps: CatchUpDeps = {
    db,
    door,
    clock,
    realClock: systemClock,
    signal: new AbortController().signal,
    defaultFrom: FROM,
    requestTimeoutMs: 30_000,
    graceMs: GRACE,
    createOccurrences: async () => 0,
  };
  const hold = () => db.tx((sql) => holdRestored(sql, { backupAt, reason: 'a test' }, clock.now()));
  return {
    db,
    clock,
    door,
    deps,
    add,
    sends,
    hold,
    /** And so long ago that Twilio's lists can be trusted. */
    restore: async () => {
      await hold();
      await clock.advance(GRACE);
    },
    reminder: async (id: number) => {
      const reminder = await getListedReminder(db, id);
      if (!reminder) throw new Error('gone');
      return reminder;
    },
  };
}

describe('catching up after a restore', () => {
  it('binds what was sent under its SID, although everything is stopped, and follows it', async () => {
    const w = await rig();
    const [text, call, later] = [
      await w.add(),
      await w.add({ channel: 'call' }),
      await w.add({ dueAt: w.clock.now() + 9 * HOUR }),
    ];
    await w.clock.advance(HOUR);
    const [sms, ring] = [w.sends('message', { status: 'sent' }), w.sends('call', { status: 'completed' })];
    await w.clock.advance(HOUR);
    await w.restore();
    expect(await catchUp(w.deps)).toEqual({ learned: { sent: 2, unclear: 0, optedOut: 0, unmatched: 0 } });
    expect(await w.reminder(text)).toMatchObject({ state: 'sent', receipt: 'sent', attempts: 1 });
    expect(await w.reminder(call)).toMatchObject({ state: 'sent', receipt: 'answered' });
    expect((await w.reminder(later)).state).toBe('scheduled');
    const spent = await readSpending(w.db, 1, w.clock.now());
    expect(spent.map((each) => each.spent.sends)).toEqual(spent.map(() => 2));
    expect(await getIntent(w.db, (await w.reminder(text)).intentId ?? 0)).toMatchObject({
      outcome: 'accepted',
      sid: sms,
      targetSid: sms,
      to: TO,
      from: FROM,
    });
    expect(
      await w.db.all(
        'select sid, poll_at is not null as polled from twilio_message union all select sid, poll_at is not null from twilio_call order by 1',
      ),
    ).toEqual([
      { sid: ring, polled: 0 },
      { sid: sms, polled: 1 },
    ]);
    // Once more it learns nothing new, and forgets nothing.
    expect(await catchUp(w.deps)).toEqual({ learned: { sent: 2, unclear: 0, optedOut: 0, unmatched: 0 } });
  });

  it('waits until the lists show what was sent in the last second before', async () => {
    const w = await rig();
    const [one, other] = [await w.add({ channel: 'call' }), await w.add({ channel: 'call' })];
    await w.clock.advance(HOUR);
    w.sends('call', { status: 'completed' });
    const late = w.door.twilio.row('call', { sid: `CA${'f'.repeat(32)}`, to: TO, from: FROM });
    w.door.twilio.add(late, GRACE - 1_000);
    await w.hold();
    const readyAt = w.clock.now() + GRACE;
    for (const ms of [0, GRACE - 1]) {
      await w.clock.advance(ms);
      expect(await catchUp(w.deps)).toEqual({ readyAt });
    }
    expect(w.door.twilio.asked).toEqual([]);
    expect(await readRestored(w.db)).toMatchObject({ readTo: null });
    await w.clock.advance(1);
    expect(await catchUp(w.deps)).toMatchObject({ learned: { sent: 2, unclear: 0 } });
    expect([(await w.reminder(one)).state, (await w.reminder(other)).state]).toEqual(['sent', 'sent']);
  });

  it('waits no longer than that, although the clock was set back since', async () => {
    const w = await rig();
    const id = await w.add();
    await w.clock.advance(HOUR);
    w.sends('message');
    const now = w.clock.now();
    w.clock.set(now + 24 * HOUR);
    await w.hold();
    w.clock.set(now + 1_000);
    expect(await catchUp(w.deps)).toEqual({ readyAt: now + 1_000 + GRACE });
    await w.clock.advance(GRACE);
    expect(await catchUp(w.deps)).toMatchObject({ learned: { sent: 1 } });
    expect((await w.reminder(id)).state).toBe('sent');
  });

  it('is nothing where nothing was restored', async () => {
    const w = await rig();
    w.sends('message');
    expect(await catchUp(w.deps)).toBeUndefined();
    expect(w.door.twilio.asked).toEqual([]);
  });

  it('takes held ones and those that expired meanwhile for what they were', async () => {
    const w = await rig();
    const [held, expired] = [await w.add(), await w.add({ to: '+12025550124' })];
    await w.clock.advance(HOUR);
    w.sends('message');
    w.sends('message', { to: '+12025550124' });
    await w.restore();
    await w.db.run(`update reminder set state = 'held', hold_reason = 'paused' where id = ?`, [held]);
    await w.db.run(`update reminder set state = 'expired', updated_at = ? where id = ?`, [
      w.clock.now(),
      expired,
    ]);
    expect(await catchUp(w.deps)).toMatchObject({ learned: { sent: 2 } });
    expect([(await w.reminder(held)).state, (await w.reminder(expired)).state]).toEqual(['sent', 'sent']);
  });

  it('leaves to a person what may have been sent, under no SID', async () => {
    const w = await rig();
    const id = await w.add();
    await w.clock.advance(HOUR);
    const sid = w.sends('message', { body: 'Other words' });
    await w.restore();
    expect(await catchUp(w.deps)).toMatchObject({ learned: { sent: 0, unclear: 1, unmatched: 0 } });
    const reminder = await w.reminder(id);
    expect(reminder).toMatchObject({ state: 'unknown', doubt: 'unclear' });
    expect(reminder.lastError).toContain(sid);
    expect(await isSidBound(w.db, w.door.accountSid, sid)).toBe(false);
  });

  it('leaves to a person which of two calls the one was that rang, and that person can say it', async () => {
    const w = await rig();
    const [one, other] = [await w.add({ channel: 'call' }), await w.add({ channel: 'call' })];
    await w.clock.advance(HOUR);
    const sid = w.sends('call', { status: 'completed' });
    await w.restore();
    const learned = { sent: 0, unclear: 2, optedOut: 0, unmatched: 0 };
    expect(await catchUp(w.deps)).toEqual({ learned });
    const states = [(await w.reminder(one)).state, (await w.reminder(other)).state];
    expect(states).toEqual(['unknown', 'unknown']);
    expect((await w.reminder(one)).lastError).toContain(sid);
    expect(await isSidBound(w.db, w.door.accountSid, sid)).toBe(false);
    expect(await catchUp(w.deps)).toEqual({ learned });
  });

  it('takes a ring for the call whose time had come, and leaves the one of a minute later to ring', async () => {
    const w = await rig();
    const now = w.clock.now();
    const one = await w.add({ channel: 'call', dueAt: now });
    const next = await w.add({ channel: 'call', dueAt: now + 75_000 });
    await w.clock.advance(1_000);
    w.sends('call', { status: 'completed' });
    await w.restore();
    expect(await catchUp(w.deps)).toMatchObject({ learned: { sent: 1, unclear: 0 } });
    expect([(await w.reminder(one)).state, (await w.reminder(next)).state]).toEqual(['sent', 'scheduled']);
  });

  it('leaves alone what a request of the time of the backup accounts for', async () => {
    const w = await rig();
    const id = await w.add();
    const doubted = await w.add({ dueAt: w.clock.now() });
    const draft = {
      kind: 'message',
      purpose: 'reminder',
      tenantId: 1,
      reminderId: doubted,
      attempt: 1,
    } as const;
    const about = { to: TO, from: FROM, targetSid: null, params: { Body: 'x' }, expiresAt: null };
    await w.db.tx((sql) => w.door.reserve(sql, { ...draft, ...about }, w.clock.now()));
    await w.clock.advance(1_000);
    w.sends('message');
    await w.clock.advance(2 * HOUR);
    await w.restore();
    expect(await catchUp(w.deps)).toMatchObject({ learned: { sent: 0, unmatched: 0 } });
    expect((await w.reminder(id)).state).toBe('scheduled');
  });

  it('goes on where it was cut short, and lets nothing go before', async () => {
    const w = await rig();
    const id = await w.add();
    await w.clock.advance(HOUR);
    const sid = w.sends('message');
    for (let row = 0; row < 1_500; row += 1) w.sends('message', { to: '+12025550199', body: `${row}` });
    await w.restore();
    let reads = 0;
    const read = w.door.read.bind(w.door);
    w.door.read = async (request, intentId) => {
      reads += 1;
      if (reads !== 2) return await read(request, intentId);
      return {
        verdict: { class: 'halt', message: 'refused' },
        httpStatus: 401,
        row: undefined,
        log: undefined,
      };
    };
    expect(await catchUp(w.deps)).toEqual({ failure: 'refused', isUnauthorized: false });
    expect(await readRestored(w.db)).toMatchObject({ readTo: null, cursor: { kind: 'message' } });
    expect((await w.reminder(id)).state).toBe('scheduled');
    expect(await catchUp(w.deps)).toMatchObject({
      learned: { sent: 1, unmatched: 1_500 },
    });
    expect(reads).toBe(4);
    expect((await getIntent(w.db, (await w.reminder(id)).intentId ?? 0))?.sid).toBe(sid);
  });

  it('makes missed occurrences only when those that were sent are known', async () => {
    const w = await rig();
    const first = await w.add();
    await w.clock.advance(2 * HOUR);
    w.sends('message');
    await w.restore();
    const states: string[] = [];
    let second = 0;
    const createOccurrences: CatchUpDeps['createOccurrences'] = async (sql, now) => {
      states.push((await getListedReminder(sql, first))?.state ?? '');
      if (second > 0) return 0;
      second = await insertReminder(sql, newReminder(now - HOUR, { to: '+12025550124' }), now);
      return 1;
    };
    w.sends('message', { to: '+12025550124' });
    expect(await catchUp({ ...w.deps, createOccurrences })).toMatchObject({
      learned: { sent: 2, unmatched: 0 },
    });
    expect(states).toEqual(['sent', 'sent']);
    expect((await w.reminder(second)).state).toBe('sent');
  });

  it('cancels what goes to somebody whose last word was STOP', async () => {
    const w = await rig();
    const [stopped, back] = [await w.add({ channel: 'call' }), await w.add({ to: '+12025550124' })];
    const says = (from: string, body: string) =>
      w.sends('message', {
        direction: 'inbound',
        from,
        to: FROM,
        body,
        status: 'received',
        dateSent: w.clock.now(),
      });
    says(TO, ' Stop. ');
    says('+12025550124', 'STOP');
    await w.clock.advance(1_000);
    says('+12025550124', 'start');
    await w.restore();
    expect(await catchUp(w.deps)).toMatchObject({ learned: { optedOut: 2 } });
    expect((await w.reminder(stopped)).state).toBe('cancelled');
    expect((await w.reminder(back)).state).toBe('scheduled');
  });
});
