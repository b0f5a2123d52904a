// Buying is a capability: without it, and in a test, nothing is written and nothing leaves; a hand-written intent neither.

import { describe, expect, it } from 'vitest';
import type { IntentDraft } from '../../src/core/intent.ts';
import type { Mode } from '../../src/core/mode.ts';
import { Committed } from '../../src/gateway/committed.ts';
import { type ExchangeDeps, exchangeIntent } from '../../src/gateway/exchange.ts';
import type { Purchases } from '../../src/gateway/purchase.ts';
import { reserve } from '../../src/gateway/reserve.ts';
import type { WireRequest, WireResponse } from '../../src/gateway/wire.ts';
import { insertIntent } from '../../src/store/intents.ts';
import { bringPurchaseLimit } from '../../src/store/purchases.ts';
import { TestClock } from '../clock.ts';
import { tempDb } from '../store/temp-db.ts';

const ACCOUNT = `AC${'0'.repeat(32)}`;
const PN = `PN${'5'.repeat(32)}`;
const NUMBER = '+12025550142';
const BUY: IntentDraft = {
  kind: 'number',
  purpose: 'purchase',
  tenantId: 1,
  reminderId: null,
  attempt: 1,
  to: NUMBER,
  from: '',
  targetSid: null,
  params: { PhoneNumber: NUMBER },
  expiresAt: null,
};
const EDIT: IntentDraft = { ...BUY, targetSid: PN, params: { FriendlyName: 'x' } };
const RELEASE: IntentDraft = { ...BUY, targetSid: PN, params: {}, method: 'DELETE' };
const BOUGHT: WireResponse = {
  status: 201,
  headers: {},
  body: JSON.stringify({ sid: PN, account_sid: ACCOUNT, phone_number: NUMBER }),
};

const person = (mode: Mode): Purchases => ({ mode, testRunner: () => undefined });
const tester = (mode: Mode): Purchases => ({ mode, testRunner: () => 'VITEST=true is set' });

async function rig(purchases: Purchases | undefined, answer = BOUGHT) {
  const db = await tempDb();
  const clock = new TestClock('2020-03-02T09:00:00Z');
  const sent: WireRequest[] = [];
  // Nobody is on the list: a number that is bought is no recipient.
  const allowlist = { mode: purchases?.mode ?? 'own', numbers: [] };
  const terms = { accountSid: ACCOUNT, mode: allowlist.mode, workerId: 'w', allowlist, purchases };
  const deps: ExchangeDeps = {
    committed: new Committed(db),
    wire: {
      async send(request) {
        sent.push(request);
        return answer;
      },
      async close() {},
    },
    clock,
    realClock: clock,
    accountSid: ACCOUNT,
    allowlist,
    requestTimeoutMs: 30_000,
    purchases,
  };
  const ask = (draft: IntentDraft) =>
    db.tx((sql) => reserve(sql, draft, { ...terms, now: clock.now(), leaseUntil: clock.now() + 60_000 }));
  const force = (draft: IntentDraft) =>
    insertIntent(db, draft, { ...terms, now: clock.now(), leaseUntil: clock.now() + 60_000 });
  return { db, clock, sent, deps, ask, force };
}

describe.each([
  ['without the capability', undefined, 'with remind number alone'],
  ['in a test, in mode own', tester('own'), 'by a test: VITEST=true is set'],
  ['in a test, in mode live', tester('live'), 'by a test: VITEST=true is set'],
] as const)('%s', (_when, purchases, why) => {
  it('nothing is bought or given up, and nothing written', async () => {
    const { db, ask } = await rig(purchases);
    for (const draft of [BUY, RELEASE]) {
      expect(await ask(draft)).toMatchObject({
        ok: false,
        refusal: { message: expect.stringContaining(why) },
      });
    }
    expect(await db.get('select count(*) as n from intent')).toEqual({ n: 0 });
  });

  it('an intent that some hand wrote does not leave either', async () => {
    const { deps, sent, force } = await rig(purchases);
    for (const draft of [BUY, RELEASE]) {
      const { verdict, log } = await exchangeIntent(deps, await force(draft));
      expect(verdict).toMatchObject({ class: 'permanent', message: expect.stringContaining(why) });
      expect(log).toBeUndefined();
    }
    expect(sent).toEqual([]);
  });

  it('a number may be set all the same', async () => {
    expect(await (await rig(purchases)).ask(EDIT)).toMatchObject({ ok: true });
  });
});

describe.each([
  ['a person in mode own', person('own')],
  ['a person in mode live', person('live')],
  ['a test on a simulator', tester('simulator')],
] as const)('%s', (_who, purchases) => {
  it('buys one number a day, by one request', async () => {
    const { ask, deps, sent } = await rig(purchases);
    const reservation = await ask(BUY);
    if (!reservation.ok) throw new Error(reservation.refusal.message);
    const { verdict, number } = await exchangeIntent(deps, reservation.intentId);
    expect([verdict.class, number?.sid]).toEqual(['accepted', PN]);
    expect(sent).toEqual([
      {
        method: 'POST',
        path: `/2010-04-01/Accounts/${ACCOUNT}/IncomingPhoneNumbers.json`,
        params: { PhoneNumber: NUMBER },
      },
    ]);
    expect(await ask({ ...BUY, to: '+12025550143', params: { PhoneNumber: '+12025550143' } })).toMatchObject({
      ok: false,
      refusal: { message: `1 number a day may be bought; within the last 24 hours: ${NUMBER}` },
    });
  });
});

it('the same number is not bought again while nobody knows whether it was', async () => {
  const { db, ask, clock } = await rig(person('own'));
  await bringPurchaseLimit(db, 5);
  await ask(BUY);
  expect(await ask(BUY)).toMatchObject({
    ok: false,
    refusal: { message: expect.stringContaining('is being bought') },
  });
  await db.run(`update intent set outcome = 'unknown'`);
  clock.set(clock.now() + 3 * 86_400_000);
  expect(await ask(BUY)).toMatchObject({ ok: false });
  await db.run(`update intent set outcome = 'absent'`);
  expect(await ask(BUY)).toMatchObject({ ok: true });
});

it.each([
  [
    'a number of another account',
    201,
    JSON.stringify({ sid: PN, account_sid: `AC${'9'.repeat(32)}`, phone_number: NUMBER }),
  ],
  ['broken JSON', 201, '{"sid":'],
  ['a message', 201, JSON.stringify({ sid: `SM${'1'.repeat(32)}`, account_sid: ACCOUNT, status: 'queued' })],
  ['a 500', 500, '{"code":20500,"message":"x","status":500}'],
])('an answer that is %s leaves the outcome unknown', async (_what, status, body) => {
  const { ask, deps } = await rig(person('own'), { status, headers: {}, body });
  const reservation = await ask(BUY);
  if (!reservation.ok) throw new Error(reservation.refusal.message);
  expect((await exchangeIntent(deps, reservation.intentId)).verdict.class).toBe('unknown');
});
