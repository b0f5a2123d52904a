// What Twilio's codes teach: numbers that lead nowhere, phones that are off, an account that sends nothing.

import { describe, expect, it } from 'vitest';
import { learnFromRow } from '../../src/delivery/learn.ts';
import { previewResume, resume } from '../../src/delivery/pause.ts';
import { pollReceipts } from '../../src/delivery/receipts.ts';
import type { Verdict } from '../../src/gateway/door.ts';
import { badMarks, clearBad, listBad } from '../../src/store/bad-numbers.ts';
import type { StoredIntent } from '../../src/store/intents.ts';
import { unreached } from '../../src/store/rerouting.ts';
import { openStops } from '../../src/store/stops.ts';
import { insertTenant } from '../../src/store/tenants.ts';
import { inboundRig, MAIN, PERSON } from './inbound-rig.ts';

const HOUR = 3_600_000;
const ACCEPTED: Verdict = { class: 'accepted', message: 'ok' };

type Rig = Awaited<ReturnType<typeof inboundRig>>;

/** What Twilio's list says of the newest send from now on. */
function ends(r: Rig, status: string, errorCode: number): void {
  const sid = r.twilio.rows[0]?.sid ?? '';
  const row = r.twilio.rows.find((each) => each.sid === sid);
  if (!row) throw new Error('nothing was sent');
  r.twilio.remove(sid);
  r.twilio.add({ kind: 'message', value: { ...row, status, errorCode } as never });
}

async function receipts(r: Rig, callsInstead = true): Promise<void> {
  r.clock.set(r.clock.now() + 10_000);
  const lessons = { defaultFrom: MAIN, callsInstead };
  while ((await pollReceipts({ ...r, lessons })) > 0) r.clock.set(r.clock.now() + 10_000);
}

async function undelivered(r: Rig, id: number, code: number): Promise<void> {
  await r.send();
  ends(r, 'undelivered', code);
  await receipts(r);
  expect((await r.reminder(id))?.receipt).toBe('undelivered');
}

describe('a number', () => {
  it.each([
    [21_211, null],
    [21_614, 'sms'],
  ])('that Twilio refuses with %d is bad from then on', async (twilioCode, channel) => {
    const r = await inboundRig({ verdict: () => ({ class: 'permanent', message: 'no', twilioCode }) });
    await r.add();
    await r.send();
    expect(await badMarks(r.db, PERSON)).toMatchObject([{ channel, code: twilioCode }]);
    const [text, call] = [await r.add(), await r.add({ channel: 'call' })];
    await r.send();
    expect(await r.reminder(text)).toMatchObject({
      state: 'failed',
      attempts: 0,
      lastError: expect.stringContaining(String(twilioCode)),
    });
    expect(await r.reminder(call)).toMatchObject({ state: 'failed', attempts: channel === null ? 0 : 1 });
  });

  it.each([30_005, 30_006])(
    'that turns out bad on delivery (%d) is so, until a person says otherwise',
    async (code) => {
      const r = await inboundRig();
      await undelivered(r, await r.add(), code);
      const next = await r.add({ inMs: HOUR });
      expect(await listBad(r.db, 9)).toMatchObject([{ number: PERSON, code, waiting: 1 }]);
      expect(r.told('unreached')).toHaveLength(1);
      r.clock.set(r.clock.now() + HOUR);
      await r.send();
      expect((await r.reminder(next))?.state).toBe('failed');
      expect(await clearBad(r.db, PERSON, r.clock.now())).toBe(1);
      const good = await r.add();
      await r.send();
      expect((await r.reminder(good))?.state).toBe('sent');
    },
  );
});

describe('a phone that is off (30003), or whose carrier says nothing (30008),', () => {
  it.each([30_003, 30_008])('is called instead, and is no bad number (%d)', async (code) => {
    const r = await inboundRig();
    const text = await r.add();
    await undelivered(r, text, code);
    expect(await badMarks(r.db, PERSON)).toEqual([]);
    expect(r.told('rerouted')).toHaveLength(1);
    await r.send();
    expect(r.door.ledger.map(({ kind, from, to }) => [kind, from, to])).toEqual([
      ['message', MAIN, PERSON],
      ['call', MAIN, PERSON],
    ]);
    const words = (await r.reminder(text))?.body;
    expect(await r.reminder(text + 1)).toMatchObject({ channel: 'call', body: words, state: 'sent' });
    expect(await unreached(r.db, { now: r.clock.now(), tenantId: undefined, limit: 9 })).toEqual([]);
    const sid = r.twilio.rows.find(({ sid }) => sid.startsWith('CA'))?.sid ?? '';
    const call = r.twilio.rows.find((each) => each.sid === sid);
    r.twilio.remove(sid);
    r.twilio.add({ kind: 'call', value: { ...call, status: 'no-answer' } as never });
    await receipts(r);
    expect(r.told('unreached')).toMatchObject([
      { id: String(text), channel: 'sms', detail: 'the call ended as no-answer: call by hand' },
    ]);
    expect(await unreached(r.db, { now: r.clock.now(), tenantId: undefined, limit: 9 })).toMatchObject([
      { id: text },
    ]);
  });

  it('is not called twice where the call was planned beside the text', async () => {
    const r = await inboundRig();
    const both = { groupKey: 'g' } as const;
    const call = await r.add({ ...both, channel: 'call' });
    const text = await r.add(both);
    await undelivered(r, text, 30_003);
    await r.send();
    expect(r.door.ledger.map(({ reminderId }) => reminderId)).toEqual([call, text]);
    expect(r.told('rerouted')).toEqual([]);
  });

  it('is left to a person when no call may take the place of the text', async () => {
    const r = await inboundRig();
    const text = await r.add();
    await r.send();
    ends(r, 'undelivered', 30_003);
    await receipts(r, false);
    expect(r.told('unreached')).toMatchObject([{ detail: expect.stringContaining('call by hand') }]);
    expect(await unreached(r.db, { now: r.clock.now(), tenantId: 1, limit: 9 })).toMatchObject([
      { id: text },
    ]);
    expect(await unreached(r.db, { now: r.clock.now(), tenantId: 2, limit: 9 })).toEqual([]);
    expect(await unreached(r.db, { now: r.clock.now() + 24 * HOUR, tenantId: 1, limit: 9 })).toEqual([]);
  });

  it('is not called about what is of no more use', async () => {
    const r = await inboundRig();
    await r.add({ expiresAt: r.clock.now() + 5_000 });
    await r.send();
    ends(r, 'undelivered', 30_003);
    await receipts(r);
    await r.send();
    expect(r.door.ledger).toHaveLength(1);
    expect(r.told('unreached')).toMatchObject([{ detail: expect.stringContaining('of no more use') }]);
  });
});

describe('a refusal of the account', () => {
  const refuse = (code: number, of: (intent: StoredIntent) => boolean) => {
    return (intent: StoredIntent): Verdict =>
      of(intent) ? { class: 'halt', message: `${code}: refused`, twilioCode: code } : ACCEPTED;
  };

  it('holds everything back until a person resumes, and one alarm is raised', async () => {
    let isBroken = true;
    const r = await inboundRig({ verdict: refuse(20_005, () => isBroken) });
    const ids = [await r.add(), await r.add({ to: '+12025550124' }), await r.add({ to: '+12025550125' })];
    await r.send();
    expect(await openStops(r.db)).toMatchObject([{ kind: 'halt', tenantId: null, reason: '20005: refused' }]);
    expect(r.told('alarm')).toHaveLength(1);
    isBroken = false;
    await r.send();
    for (const id of ids) expect(await r.reminder(id)).toMatchObject({ state: 'held', holdReason: 'paused' });
    expect(await previewResume(r.db, null, r.clock.now())).toMatchObject({ held: 3, go: 3, remaining: [] });
    await resume({ ...r, rest: async () => {} }, null);
    expect(await openStops(r.db)).toEqual([]);
    r.clock.set(r.clock.now() + 60_000);
    await r.send();
    for (const id of ids) expect((await r.reminder(id))?.state).toBe('sent');
  });

  it('about one sender holds its tenant back, and nobody else', async () => {
    const r = await inboundRig({ verdict: refuse(21_606, ({ tenantId }) => tenantId !== 1) });
    const words = { zone: null, country: null, onUnknown: null, quietFrom: null, quietUntil: null };
    const salon = await insertTenant(r.db, { name: 'salon', sender: '+15005550007', ...words }, 0);
    const held = [await r.add({ tenantId: salon }), await r.add({ tenantId: salon, to: '+12025550124' })];
    const fine = await r.add({ to: '+12025550125' });
    await r.send();
    expect(await openStops(r.db)).toMatchObject([{ kind: 'halt', tenantName: 'salon' }]);
    for (const id of held) expect((await r.reminder(id))?.state).toBe('held');
    expect((await r.reminder(fine))?.state).toBe('sent');
  });

  it('about a sender that one reminder names holds what names it, with one alarm, and not its tenant', async () => {
    const mistyped = '+15005550009';
    const r = await inboundRig({ verdict: refuse(21_606, ({ from }) => from === mistyped) });
    const held = [await r.add({ from: mistyped }), await r.add({ from: mistyped, to: '+12025550124' })];
    const fine = await r.add({ to: '+12025550125' });
    await r.send();
    expect(await openStops(r.db)).toEqual([]);
    for (const id of held)
      expect(await r.reminder(id)).toMatchObject({
        state: 'held',
        holdReason: 'mode',
        lastError: '21606: refused',
      });
    expect((await r.reminder(fine))?.state).toBe('sent');
    expect(r.told('alarm')).toMatchObject([
      {
        kind: 'halt',
        detail: expect.stringContaining(`refuses ${mistyped}, which reminder ${held[0]} names`),
      },
    ]);
  });

  it('about a sender that comes with a receipt is about the reminder alone that names it', async () => {
    const r = await inboundRig();
    const own = await r.add({ from: '+15005550009' });
    await r.send();
    ends(r, 'undelivered', 30_034);
    await receipts(r);
    expect(await openStops(r.db)).toEqual([]);
    expect(r.told('alarm')).toMatchObject([{ detail: expect.stringContaining(`reminder ${own} names`) }]);
    await r.add({ from: MAIN, to: '+12025550124' });
    await r.send();
    ends(r, 'undelivered', 30_034);
    await receipts(r);
    expect(await openStops(r.db)).toMatchObject([{ kind: 'halt', tenantId: 1 }]);
  });

  it('that comes with a receipt counts, unless it is about what was sent before a person mended it', async () => {
    const r = await inboundRig();
    await r.add();
    await r.send();
    ends(r, 'failed', 30_002);
    await receipts(r);
    expect(await openStops(r.db)).toMatchObject([{ kind: 'halt', reason: expect.stringContaining('30002') }]);
    await resume({ ...r, rest: async () => {} }, null);
    const row = r.twilio.rows[0];
    const late = { kind: 'message', value: { ...row, errorCode: 30_002 } } as never;
    expect(
      await r.db.tx((sql) => learnFromRow(sql, { row: late, intentId: 1 }, { now: r.clock.now() })),
    ).toEqual([]);
    expect(await openStops(r.db)).toEqual([]);
  });
});
