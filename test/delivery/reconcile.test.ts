// Sends of unknown outcome, from the broken connection to the verdict: found, sent again once, or left to a person.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NewReminder } from '../../src/core/reminder.ts';
import { sendNow } from '../../src/delivery/send-now.ts';
import { settle } from '../../src/delivery/settle.ts';
import { readStatus } from '../../src/delivery/status.ts';
import { findContradictions } from '../../src/store/consistency.ts';
import { takeLooks } from '../../src/store/doubts.ts';
import { eventsOfReminder } from '../../src/store/events.ts';
import { getIntent, type StoredIntent, settleIntent } from '../../src/store/intents.ts';
import { bringRates } from '../../src/store/rates.ts';
import { testRandom } from '../clock.ts';
import { newDraft, newReminder } from '../store/temp-db.ts';
import { type DoubtRig, doubtRig, GRACE, NO_ANSWER } from './doubt-rig.ts';

const MINUTE = 60_000;
const isFirst = (intent: StoredIntent) => intent.attempt === 1;
/** The first try gets no answer, any later one is accepted. */
const firstUnknown = (intent: StoredIntent) =>
  isFirst(intent) ? NO_ANSWER : ({ class: 'accepted', message: 'ok' } as const);

describe('a text whose answer was lost', () => {
  it('is found at the first look, bound by its SID, and followed like any other', async () => {
    const r = await doubtRig({ answer: () => NO_ANSWER, arrives: () => true });
    const id = await r.add();
    await r.send();
    expect(await r.reminder(id)).toMatchObject({
      state: 'unknown',
      doubt: 'looking',
      unknownSince: r.clock.now(),
      nextLookAt: r.clock.now() + GRACE,
    });
    await r.pass(GRACE - 1);
    expect(r.door.twilio.asked).toEqual([]);
    await r.pass(1);
    const sid = r.door.twilio.rows[0]?.sid;
    expect(await r.reminder(id)).toMatchObject({
      state: 'sent',
      receipt: 'queued',
      lastError: null,
      doubt: null,
      unknownSince: null,
      nextLookAt: null,
    });
    expect(await r.intent(id)).toMatchObject({ outcome: 'accepted', sid, error: NO_ANSWER.message });
    expect(
      await r.db.get('select sid, intent_id as intent, poll_at as "pollAt" from twilio_message'),
    ).toEqual({
      sid,
      intent: 1,
      pollAt: r.clock.now(),
    });
    expect(r.told('reconciled')).toMatchObject([{ id: '1', verdict: 'sent', sid, channel: 'sms' }]);
    await r.pass(24 * 60 * MINUTE);
    expect(r.door.ledger).toHaveLength(1);
    expect(r.door.twilio.asked).toHaveLength(1);
  });

  it('is looked for by its recipient alone, and each look is in the log under its intent', async () => {
    const r = await doubtRig({ answer: () => NO_ANSWER });
    await r.add();
    await r.send();
    await r.pass(GRACE);
    expect(r.door.twilio.asked.map(({ path }) => path)).toEqual([
      `/2010-04-01/Accounts/${r.door.accountSid}/Messages.json?To=%2B12025550123&PageSize=200`,
    ]);
    const log = await r.db.all('select method, intent_id as intent from api_log');
    expect(log).toEqual([{ method: 'GET', intent: 1 }]);
  });

  it('is found although Twilio shows it late', async () => {
    const r = await doubtRig({ answer: () => NO_ANSWER });
    const id = await r.add();
    await r.send();
    r.door.twilio.accept(await r.intent(id), { lagMs: 3 * MINUTE });
    await r.pass(2 * GRACE);
    expect((await r.reminder(id)).state).toBe('sent');
    expect(r.door.twilio.asked).toHaveLength(2);
  });

  it('is found whatever its sender left behind: a process that died in the middle', async () => {
    const r = await doubtRig({ answer: () => new Promise(() => {}) });
    const id = await r.add();
    // Nobody waits for an answer that will never come.
    void r.send();
    await expect.poll(() => r.door.ledger.length).toBe(1);
    r.door.twilio.accept(await r.intent(id));
    const next = await doubtRig({ db: r.db, clock: r.clock, twilio: r.door.twilio, workerId: 'next' });
    await next.pass(MINUTE + 5_000);
    expect((await next.reminder(id)).state).toBe('unknown');
    await next.pass(GRACE);
    expect((await next.reminder(id)).state).toBe('sent');
    expect(next.door.ledger).toEqual([]);
  });

  it('is not taken for an equal one of yesterday that is known', async () => {
    let tries = 0;
    const r = await doubtRig({
      answer: () => {
        tries += 1;
        return tries === 2 ? NO_ANSWER : { class: 'accepted', message: 'ok' };
      },
    });
    const yesterday = await r.add();
    await r.send();
    await r.pass(20 * 60 * MINUTE);
    const today = await r.add();
    await r.send();
    await r.pass(5 * GRACE);
    expect(await r.reminder(today)).toMatchObject({ state: 'sent', attempts: 2 });
    expect((await r.intent(yesterday)).sid).not.toBe((await r.intent(today)).sid);
    expect(r.door.twilio.rows).toHaveLength(2);
  });

  it('is found behind hundreds of others, on a later page', async () => {
    const r = await doubtRig({ answer: () => NO_ANSWER });
    const id = await r.add();
    await r.send();
    r.door.twilio.accept(await r.intent(id));
    r.clock.set(r.clock.now() + 1_000);
    for (let i = 0; i < 450; i += 1) {
      const sid = `SM${String(i).padStart(31, '0')}f`;
      r.door.twilio.add(r.door.twilio.row('message', { sid, to: '+12025550123', body: `other ${i}` }));
    }
    await r.pass(GRACE);
    expect((await r.reminder(id)).state).toBe('sent');
    expect(r.door.twilio.asked).toHaveLength(3);
  });

  it('is not looked for in what is older than any doubt', async () => {
    const r = await doubtRig({ answer: () => NO_ANSWER });
    for (let i = 0; i < 900; i += 1) {
      const sid = `SM${String(i).padStart(31, '0')}f`;
      const dateCreated = r.clock.now() - (i + 1) * 20 * MINUTE;
      r.door.twilio.add(r.door.twilio.row('message', { sid, to: '+12025550123', body: `${i}`, dateCreated }));
    }
    await r.add();
    await r.send();
    await r.pass(GRACE);
    // 78 rows of the first page are younger than 26 hours, all of the second are older.
    expect(r.door.twilio.asked).toHaveLength(2);
  });
});

describe('a text that never arrived', () => {
  it('is looked for three times, at 1×, 2× and 4×, and then sent again as the next try', async () => {
    const r = await doubtRig({ answer: firstUnknown });
    const id = await r.add();
    await r.send();
    const since = r.clock.now();
    const looked: number[] = [];
    for (let step = 0; step < 100 && (await r.reminder(id)).state === 'unknown'; step += 1) {
      const before = r.door.twilio.asked.length;
      await r.pass(5_000);
      if (r.door.twilio.asked.length > before) looked.push(r.clock.now() - since);
    }
    expect(looked).toEqual([GRACE, 2 * GRACE, 4 * GRACE]);
    expect(await r.reminder(id)).toMatchObject({ state: 'sent', attempts: 2 });
    expect((await getIntent(r.db, 1))?.outcome).toBe('absent');
    expect(r.door.ledger.map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(r.door.twilio.rows).toHaveLength(1);
    expect(r.told('reconciled')).toMatchObject([{ verdict: 'absent', sid: null }]);
    const told = (await eventsOfReminder(r.db, id)).map(({ kind, detail }) => `${kind}: ${detail}`);
    expect(told).toEqual([
      'looked: look 1 of 3: Twilio does not show it',
      'looked: look 2 of 3: Twilio does not show it',
      'looked: look 3 of 3: Twilio does not have it; it is sent again',
    ]);
  });

  it('goes through doubt again and again until it is of no more use', async () => {
    const r = await doubtRig({ answer: () => NO_ANSWER });
    const id = await r.add({ expiresAt: r.clock.now() + 20 * MINUTE });
    await r.send();
    await r.pass(40 * MINUTE);
    expect(await r.reminder(id)).toMatchObject({ state: 'expired', attempts: 3 });
    expect(r.door.twilio.rows).toEqual([]);
    expect(await findContradictions(r.db)).toEqual([]);
  });

  it('is given up where the wish is to drop', async () => {
    const r = await doubtRig({ answer: () => NO_ANSWER, onUnknown: 'drop' });
    const id = await r.add();
    await r.send();
    await r.pass(5 * GRACE);
    const { state, lastError } = await r.reminder(id);
    expect([state, lastError]).toEqual(['failed', expect.stringMatching(/does not have it.*not sent again/)]);
    expect(r.door.ledger).toHaveLength(1);
  });

  it('is not repeated by itself when a person sent it by hand', async () => {
    const r = await doubtRig({ answer: () => NO_ANSWER });
    const deps = { db: r.db, door: r.door, clock: r.clock, random: testRandom(), graceMs: GRACE };
    const sent = await sendNow(deps, newReminder(r.clock.now(), { priority: 'critical' }), '+15005550006');
    expect(sent.state).toBe('unknown');
    await r.pass(5 * GRACE);
    expect(await r.reminder(sent.id)).toMatchObject({ state: 'failed', attempts: 1 });
  });
});

describe('a call', () => {
  const call = { channel: 'call' } as const;

  it('that Twilio does not have waits for a person, until it is of no more use', async () => {
    const r = await doubtRig({ answer: () => NO_ANSWER });
    const id = await r.add(call);
    await r.send();
    await r.pass(5 * GRACE);
    expect(await r.reminder(id)).toMatchObject({
      state: 'unknown',
      doubt: 'absent',
      nextLookAt: null,
      lastError: expect.stringContaining('Twilio does not have it; it waits for you'),
    });
    expect((await r.intent(id)).outcome).toBe('absent');
    const status = await readStatus(r.db, r.clock.now(), r.clock.now());
    expect(status).toMatchObject({ unknownRequests: 0, nextLookAt: null, unresolved: 1 });
    await r.pass(4 * 60 * MINUTE);
    expect((await r.reminder(id)).state).toBe('expired');
    expect(r.door.ledger).toHaveLength(1);
  });

  it('that is critical rings after all', async () => {
    const r = await doubtRig({ answer: firstUnknown });
    const id = await r.add({ ...call, priority: 'critical' });
    await r.send();
    await r.pass(5 * GRACE);
    expect(await r.reminder(id)).toMatchObject({ state: 'sent', attempts: 2 });
    expect(r.door.twilio.rows.map(({ sid }) => sid.slice(0, 2))).toEqual(['CA']);
  });

  it('is found by sender, recipient and time', async () => {
    const r = await doubtRig({ answer: () => NO_ANSWER, arrives: () => true });
    const id = await r.add(call);
    await r.send();
    await r.pass(GRACE);
    expect((await r.reminder(id)).state).toBe('sent');
    expect(r.door.twilio.asked[0]?.path).toContain('/Calls.json?To=%2B12025550123&');
    expect(await r.db.get('select count(*) as n from twilio_call')).toEqual({ n: 1 });
  });

  it('keeps every other call to that person waiting, and no text, and nobody else', async () => {
    const r = await doubtRig({ answer: firstUnknown });
    const first = await r.add({ ...call, body: 'One' });
    const second = await r.add({ ...call, body: 'Another' });
    const text = await r.add({ body: 'Text' });
    const other = await r.add({ ...call, to: '+12025550124' });
    await r.send();
    const states = async () =>
      Promise.all([first, second, text, other].map(async (id) => (await r.reminder(id)).state));
    expect(await states()).toEqual(['unknown', 'scheduled', 'unknown', 'unknown']);
    await r.pass(GRACE);
    expect(await r.reminder(second)).toMatchObject({
      state: 'scheduled',
      lastError: 'waits: a call to +12025550123 has an outcome that nobody knows yet (reminder 1)',
    });
    expect(r.told('waiting')).toHaveLength(2);
  });

  it.each([0, 1])(
    'goes when its turn comes: the critical ones first, then by when they were due (%s calls a second)',
    async (callsPerSecond) => {
      const r = await doubtRig({
        answer: (intent) => (intent.reminderId === 1 ? NO_ANSWER : { class: 'accepted', message: 'ok' }),
        arrives: () => true,
      });
      await bringRates(r.db, { callsPerSecond, segmentsPerSecond: 0 });
      const first = await r.add(call);
      await r.send();
      // One that has waited for two minutes is asked about each 15 s, one that was due a moment ago each second.
      const due = (seconds: number, changes: Partial<NewReminder> = {}) =>
        r.add({
          ...call,
          dueAt: r.clock.now() + seconds * 1_000,
          body: `Due after ${seconds} s`,
          ...changes,
        });
      const [last, second, third] = [await due(125), await due(1), await due(60)];
      const critical = await due(30, { priority: 'critical' });
      const [text, other] = [await due(2, { channel: 'sms' }), await due(90, { to: '+12025550124' })];
      await r.pass(5 * GRACE);
      const calls = r.door.ledger.filter(({ to, kind }) => kind === 'call' && to === '+12025550123');
      expect(calls.map(({ reminderId }) => reminderId)).toEqual([first, critical, second, third, last]);
      expect((await r.reminder(text)).state).toBe('sent');
      expect((await r.reminder(other)).state).toBe('sent');
    },
  );

  it('that waits for one from another sender keeps none of this one waiting, and is kept by none', async () => {
    const r = await doubtRig({ answer: firstUnknown });
    await r.add(call);
    await r.send();
    const waiting = await r.add(call);
    await r.pass(60_000);
    const another = await r.add({ ...call, from: '+15005550009' });
    await r.send();
    expect(r.door.ledger.map(({ reminderId }) => reminderId)).toEqual([1, another]);
    expect((await r.reminder(waiting)).state).toBe('scheduled');
  });

  it('that was put off by hand lets the others go meanwhile', async () => {
    const r = await doubtRig({ answer: () => NO_ANSWER, arrives: ({ reminderId }) => reminderId === 1 });
    await r.add(call);
    await r.send();
    const put = await r.add({ ...call, priority: 'critical' });
    await r.pass(1_000);
    expect((await r.reminder(put)).lastError).toContain('waits: ');
    const later = r.clock.now() + 60 * MINUTE;
    await r.db.run('update reminder set due_at = ?, run_at = ? where id = ?', [later, later, put]);
    await r.pass(GRACE);
    const next = await r.add(call);
    await r.send();
    expect(r.door.ledger.map(({ reminderId }) => reminderId)).toEqual([1, next]);
  });
});

describe('one in doubt for each content', () => {
  it('makes equal texts go one after the other, each exactly once', async () => {
    const r = await doubtRig({
      answer: (intent) => (intent.reminderId === 1 ? NO_ANSWER : { class: 'accepted', message: 'ok' }),
      arrives: () => true,
    });
    const [first, second] = [await r.add(), await r.add({ body: 'HELLO, see you' })];
    const third = await r.add({ body: 'Hello  see you on Tuesday, at half past two!' });
    await r.send();
    // Pending, the first is waited for a second; unknown, until it is found.
    await r.pass(GRACE - 5_000);
    expect((await r.reminder(second)).state).toBe('sent');
    expect((await r.reminder(third)).state).toBe('scheduled');
    expect((await r.reminder(third)).runAt).toBeGreaterThan(r.clock.now());
    await r.pass(30_000);
    expect((await r.reminder(first)).state).toBe('sent');
    expect((await r.reminder(third)).state).toBe('sent');
    expect(r.door.twilio.rows).toHaveLength(3);
    expect(r.door.ledger.map(({ reminderId }) => reminderId)).toEqual([first, second, third]);
    expect((await eventsOfReminder(r.db, third)).filter(({ kind }) => kind === 'waited')).toHaveLength(2);
  });

  it('lets what waits expire in time', async () => {
    const r = await doubtRig({ answer: () => NO_ANSWER, onUnknown: 'hold' });
    await r.add();
    await r.send();
    const waiting = await r.add({ expiresAt: r.clock.now() + 20_000 });
    await r.pass(25_000);
    expect((await r.reminder(waiting)).state).toBe('expired');
  });

  it('is kept by two processes at once, and by any statement', async () => {
    const one = await doubtRig({ answer: () => NO_ANSWER, workerId: 'one' });
    const two = await doubtRig({ ...one, answer: () => NO_ANSWER, workerId: 'two', twilio: one.door.twilio });
    for (let i = 0; i < 20; i += 1) await one.add();
    await Promise.all([one.send(), two.send()]);
    expect(one.door.ledger.length + two.door.ledger.length).toBe(1);
    const copy = one.db.run(
      `insert into intent (tenant_id, kind, purpose, attempt, account_sid, mode, to_number, from_sender, params,
         content_key, worker_id, created_at, lease_until)
       select tenant_id, kind, purpose, 9, account_sid, mode, to_number, from_sender, params, content_key, 'x', 0, 9
       from intent`,
    );
    await expect(copy).rejects.toThrow(/UNIQUE/);
  });

  it('refuses a send by hand that is equal, and says why', async () => {
    const r = await doubtRig({ answer: () => NO_ANSWER });
    await r.add();
    await r.send();
    const deps = { db: r.db, door: r.door, clock: r.clock, random: testRandom(), graceMs: GRACE };
    const again = sendNow(deps, newReminder(r.clock.now()), '+15005550006');
    await expect(again).rejects.toThrow(
      /a text with these words to \+12025550123 has an outcome that nobody/,
    );
    expect(r.door.ledger).toHaveLength(1);
  });
});

describe('what cannot be told', () => {
  it('stays unknown, is told once, and is left to a person', async () => {
    const r = await doubtRig({ answer: () => NO_ANSWER });
    const id = await r.add();
    await r.send();
    r.door.twilio.accept(await r.intent(id), { sid: `SM${'1'.repeat(32)}` });
    r.door.twilio.accept(await r.intent(id), { sid: `SM${'2'.repeat(32)}` });
    await r.pass(24 * 60 * MINUTE);
    expect(await r.reminder(id)).toMatchObject({ state: 'unknown', doubt: 'unclear', nextLookAt: null });
    expect((await r.reminder(id)).lastError).toContain(`SM${'1'.repeat(32)}`);
    expect(r.told('reconciled')).toMatchObject([{ verdict: 'unclear', sid: null }]);
    expect(r.door.twilio.asked).toHaveLength(3);
    expect(r.door.ledger).toHaveLength(1);
    const status = await readStatus(r.db, r.clock.now(), r.clock.now());
    expect(status).toMatchObject({ unknownRequests: 1, nextLookAt: null, unresolved: 1 });
  });

  it.each([-60, 60])('is an equal text %d minutes off: this clock may have been wrong', async (minutes) => {
    const r = await doubtRig({ answer: () => NO_ANSWER });
    const id = await r.add();
    await r.send();
    const { row, value } = { row: r.door.twilio.accept(await r.intent(id)), value: r.clock.now() };
    r.door.twilio.remove(row.value.sid);
    const dateCreated = value + minutes * MINUTE;
    r.door.twilio.add({ ...row, value: { ...row.value, dateCreated } } as typeof row);
    await r.pass(5 * GRACE);
    expect(await r.reminder(id)).toMatchObject({ state: 'unknown', doubt: 'unclear' });
    expect(r.door.ledger).toHaveLength(1);
  });

  it('is a text that was there and is gone', async () => {
    const r = await doubtRig({ answer: () => NO_ANSWER });
    const id = await r.add();
    await r.send();
    const sids = ['1', '2'].map((digit) => `SM${digit.repeat(32)}`);
    for (const sid of sids) r.door.twilio.accept(await r.intent(id), { sid });
    await r.pass(GRACE);
    for (const sid of sids) r.door.twilio.remove(sid);
    await r.pass(4 * GRACE);
    expect(await r.reminder(id)).toMatchObject({ state: 'unknown', doubt: 'unclear' });
    expect(r.door.ledger).toHaveLength(1);
  });
});

describe('Twilio that cannot be asked', () => {
  it.each([
    ['retry', 'no connection'],
    ['halt', '20003: the credentials were refused'],
    ['unknown', 'Twilio answered 503'],
  ] as const)('(%s) proves nothing: the look is made again and does not count', async (what, message) => {
    const r = await doubtRig({ answer: firstUnknown });
    const ids = [await r.add({ to: '+12025550101' }), await r.add({ to: '+12025550102' })];
    await r.send();
    r.door.twilio.down = { class: what, message };
    await r.pass(30 * MINUTE);
    expect((await r.intent(ids[0] ?? 0)).outcome).toBe('unknown');
    const told = r.told('trouble');
    // Twice a minute, whatever the number of sends.
    expect(told.length).toBeGreaterThan(40);
    expect(told.length).toBeLessThan(60);
    r.door.twilio.down = undefined;
    const asked = r.door.twilio.asked.length;
    await r.pass(10 * MINUTE);
    expect(r.door.twilio.asked.length - asked).toBe(6);
    for (const id of ids) expect((await r.reminder(id)).state).toBe('sent');
  });

  it('longer than Retry-After asks for is not asked', async () => {
    const r = await doubtRig({ answer: () => NO_ANSWER });
    await r.add();
    await r.send();
    r.door.twilio.down = { class: 'retry', message: 'too many requests', retryAfterMs: 10 * MINUTE };
    await r.pass(GRACE + 9 * MINUTE);
    expect(r.door.twilio.asked).toHaveLength(1);
  });

  it('about one, because its list cannot be read, is asked about the others', async () => {
    const r = await doubtRig({ answer: () => NO_ANSWER, arrives: (intent) => intent.to.endsWith('2') });
    const ids = [await r.add({ to: '+12025550101' }), await r.add({ to: '+12025550102' })];
    await r.send();
    const read = r.door.twilio.read.bind(r.door.twilio);
    r.door.twilio.read = (request, intentId) => {
      const answer = read(request, intentId);
      return request.path.includes('0101') ? { ...answer, page: undefined } : answer;
    };
    await r.pass(10 * MINUTE);
    expect((await r.reminder(ids[1] ?? 0)).state).toBe('sent');
    expect(await r.reminder(ids[0] ?? 0)).toMatchObject({ state: 'unknown', doubt: 'looking' });
    expect(r.told('trouble')[0]).toMatchObject({
      detail: 'cannot look for reminder 1: the list cannot be read',
    });
  });
});

describe('evidence that comes before the verdict', () => {
  /** Lets the answer come that a frozen process was waiting for. */
  async function answerLate(r: DoubtRig, id: number, sid: string): Promise<void> {
    const intent = await getIntent(r.db, 1);
    if (!intent) throw new Error('no intent');
    const reminder = { ...(await r.reminder(id)), tenantSender: null, attempts: 0 };
    const row = r.door.twilio.rows.find((each) => each.sid === sid);
    if (!row) throw new Error('no row');
    const exchanged = {
      intentId: 1,
      verdict: { class: 'accepted', message: 'ok' } as const,
      httpStatus: 201,
      row: { kind: 'message' as const, value: row as never },
      log: undefined,
    };
    const finished = { claim: { intentId: 1, reminder }, exchanged, startedAt: r.clock.now() };
    const terms = { now: r.clock.now(), random: testRandom(), retries: true, graceMs: GRACE };
    const { event } = await r.db.tx((sql) => settle(sql, finished, terms));
    if (event) r.events.push(event);
  }

  it('wins: nothing is looked for any more', async () => {
    const r = await doubtRig({ answer: () => NO_ANSWER, arrives: () => true });
    const id = await r.add();
    await r.send();
    await answerLate(r, id, r.door.twilio.rows[0]?.sid ?? '');
    expect((await r.reminder(id)).state).toBe('sent');
    await r.pass(10 * MINUTE);
    expect(r.door.twilio.asked).toEqual([]);
  });

  it('wins over a look that is under way', async () => {
    const r = await doubtRig({ answer: () => NO_ANSWER, arrives: () => true });
    const id = await r.add();
    await r.send();
    const read = r.door.twilio.read.bind(r.door.twilio);
    r.door.read = async (request, intentId = null) => {
      const answer = read(request, intentId);
      await answerLate(r, id, r.door.twilio.rows[0]?.sid ?? '');
      return answer;
    };
    await r.pass(GRACE);
    expect((await r.reminder(id)).state).toBe('sent');
    expect(r.told('reconciled')).toEqual([]);
    expect(r.told('sent')).toHaveLength(1);
  });

  it('calls off a second try that has not gone out yet', async () => {
    const r = await doubtRig({ answer: firstUnknown });
    const id = await r.add();
    await r.send();
    const first = await r.intent(id);
    // Nothing is claimed while the account is halted, say; the reminder waits to be sent again.
    await r.db.tx(async (sql) => {
      await sql.run(`update intent set outcome = 'absent', next_look_at = null where id = 1`);
      await sql.run(`update reminder set state = 'scheduled' where id = ?`, [id]);
    });
    const { sid } = r.door.twilio.accept(first).value;
    await answerLate(r, id, sid);
    expect(await r.reminder(id)).toMatchObject({ state: 'sent', attempts: 1 });
    expect(await r.intent(id)).toMatchObject({ outcome: 'accepted', sid });
    await r.pass(10 * MINUTE);
    expect(r.door.ledger).toHaveLength(1);
  });

  it('is kept when the second try is out: both are known, and the operator is told', async () => {
    const r = await doubtRig({ answer: firstUnknown });
    const id = await r.add();
    await r.send();
    const first = await r.intent(id);
    await r.pass(4 * GRACE);
    expect((await r.reminder(id)).state).toBe('sent');
    const { sid } = r.door.twilio.accept(first).value;
    await answerLate(r, id, sid);
    expect(await getIntent(r.db, 1)).toMatchObject({ outcome: 'accepted', sid });
    expect((await r.reminder(id)).intentId).toBe(2);
    expect(r.told('trouble')).toMatchObject([
      { detail: expect.stringContaining(`was sent after all, as ${sid}`) },
    ]);
    expect((await eventsOfReminder(r.db, id)).at(-1)?.detail).toContain('it came twice');
    expect(await findContradictions(r.db)).toEqual([]);
  });
});

describe('a send without a reminder', () => {
  const draft = newDraft({ kind: 'call', purpose: 'alarm' });

  async function unknownAlarm(): Promise<{ r: DoubtRig; intent: StoredIntent }> {
    const r = await doubtRig();
    const now = r.clock.now();
    const reserved = await r.db.tx((sql) => r.door.reserve(sql, draft, now));
    if (!reserved.ok) throw new Error('refused');
    const facts = { sid: null, httpStatus: null, twilioCode: null, error: 'no answer' };
    const settlement = { ...facts, outcome: 'unknown', lookAt: now + GRACE } as const;
    await r.db.tx((sql) => settleIntent(sql, reserved.intentId, settlement, now));
    const intent = await getIntent(r.db, reserved.intentId);
    if (!intent) throw new Error('no intent');
    return { r, intent };
  }

  it('is found', async () => {
    const { r, intent } = await unknownAlarm();
    const { sid } = r.door.twilio.accept(intent).value;
    await r.pass(GRACE);
    expect(await getIntent(r.db, intent.id)).toMatchObject({ outcome: 'accepted', sid });
    expect(r.told('reconciled')).toMatchObject([{ id: null, verdict: 'sent', sid }]);
  });

  it('is proved absent', async () => {
    const { r, intent } = await unknownAlarm();
    await r.pass(4 * GRACE);
    expect((await getIntent(r.db, intent.id))?.outcome).toBe('absent');
  });

  it('does not make equal ones wait for ever when nobody can tell', async () => {
    const { r, intent } = await unknownAlarm();
    for (const digit of ['1', '2']) r.door.twilio.accept(intent, { sid: `CA${digit.repeat(32)}` });
    const reserve = () => r.db.tx((sql) => r.door.reserve(sql, draft, r.clock.now()));
    expect(await reserve()).toMatchObject({ ok: false, refusal: { hold: null } });
    await r.pass(4 * GRACE);
    expect((await getIntent(r.db, intent.id))?.outcome).toBe('unknown');
    expect(await reserve()).toMatchObject({ ok: true });
    expect((await readStatus(r.db, r.clock.now(), 0)).unknownRequests).toBe(0);
  });
});

describe('looks', () => {
  it('are made by one of several processes, and count once', async () => {
    const one = await doubtRig({ answer: () => NO_ANSWER });
    const two = await doubtRig({ ...one, answer: () => NO_ANSWER, twilio: one.door.twilio });
    for (let i = 0; i < 6; i += 1) await one.add({ to: `+1202555010${i}` });
    await one.send();
    one.clock.set(one.clock.now() + GRACE);
    await Promise.all([one.reconciler.round(), two.reconciler.round()]);
    expect(one.door.twilio.asked).toHaveLength(6);
    expect(await one.db.get('select count(*) as n from intent where looks = 1')).toEqual({ n: 6 });
  });

  it('are made again when the process that made them died', async () => {
    const r = await doubtRig({ answer: () => NO_ANSWER, arrives: () => true });
    const id = await r.add();
    await r.send();
    r.clock.set(r.clock.now() + GRACE);
    const now = r.clock.now();
    const taken = { accountSid: r.door.accountSid, now, until: now + 2 * MINUTE, limit: 4 };
    expect(await r.db.tx((sql) => takeLooks(sql, taken))).toHaveLength(1);
    await r.pass(2 * MINUTE - 1);
    expect((await r.reminder(id)).state).toBe('unknown');
    await r.pass(1);
    expect((await r.reminder(id)).state).toBe('sent');
  });

  it('of an outcome that was unknown long ago keep their distance', async () => {
    const r = await doubtRig({ answer: firstUnknown });
    const id = await r.add({ expiresAt: r.clock.now() + 48 * 60 * MINUTE });
    await r.send();
    r.clock.set(r.clock.now() + 24 * 60 * MINUTE);
    await r.reconciler.round();
    await r.reconciler.round();
    expect(r.door.twilio.asked).toHaveLength(1);
    await r.pass(GRACE);
    expect(await r.reminder(id)).toMatchObject({ state: 'sent', attempts: 2 });
  });
});

describe('whatever goes wrong', () => {
  const fate = fc.record({
    channel: fc.constantFrom('sms' as const, 'call' as const),
    to: fc.constantFrom('+12025550101', '+12025550102', '+12025550103'),
    body: fc.constantFrom('Hello', 'hello!', 'Good morning'),
    priority: fc.constantFrom('normal' as const, 'critical' as const),
    onUnknown: fc.constantFrom(null, 'resend' as const, 'hold' as const, 'drop' as const),
    fates: fc.array(fc.constantFrom('ok', 'lost-reply', 'lost-request', 'refused', 'busy', 'slow'), {
      minLength: 1,
      maxLength: 4,
    }),
  });

  it('nothing is sent twice, nothing is lost, and every row tells the same story', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fate, { minLength: 1, maxLength: 6 }), async (reminders) => {
        const fateOf = ({ reminderId, attempt }: StoredIntent) =>
          reminders[(reminderId ?? 1) - 1]?.fates[attempt - 1] ?? 'ok';
        const r = await doubtRig({
          answer: (intent) => {
            const word = fateOf(intent);
            if (word === 'refused') return { class: 'permanent', message: 'no such number' };
            if (word === 'busy') return { class: 'retry', message: 'too many requests' };
            // A reply that is lost, of which Twilio shows the message only after the first look.
            if (word === 'slow') r.door.twilio.accept(intent, { lagMs: 3 * MINUTE });
            return word === 'ok' ? { class: 'accepted', message: 'ok' } : NO_ANSWER;
          },
          arrives: (intent) => ['ok', 'lost-reply'].includes(fateOf(intent)),
        });
        for (const { fates: _, ...changes } of reminders) await r.add(changes);
        await r.send();
        await r.pass(100 * MINUTE);
        expect(await findContradictions(r.db)).toEqual([]);
        const arrived = new Set(['ok', 'lost-reply', 'slow']);
        for (const [index] of reminders.entries()) {
          const tries = r.door.ledger.filter(({ reminderId }) => reminderId === index + 1);
          const got = tries.filter((intent) => arrived.has(fateOf(intent)));
          const { state, doubt } = await r.reminder(index + 1);
          expect(got.length, `${state} ${JSON.stringify(reminders[index])}`).toBeLessThanOrEqual(1);
          if (got.length === 1) expect(state).toBe('sent');
          else expect(['failed', 'unknown']).toContain(state);
          if (state === 'unknown') expect(doubt).toBe('absent');
        }
        const sids = await r.db.all<{ sid: string }>('select sid from intent where sid is not null');
        expect(sids.map(({ sid }) => sid).sort()).toEqual(r.door.twilio.rows.map(({ sid }) => sid).sort());
      }),
      { numRuns: 25 },
    );
  }, 120_000);
});
