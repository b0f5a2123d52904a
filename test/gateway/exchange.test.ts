import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { IntentDraft } from '../../src/core/intent.ts';
import { Committed } from '../../src/gateway/committed.ts';
import { type ExchangeDeps, exchangeIntent, requestOf } from '../../src/gateway/exchange.ts';
import { reserve } from '../../src/gateway/reserve.ts';
import { type Wire, WireError, type WireRequest, type WireResponse } from '../../src/gateway/wire.ts';
import type { Db } from '../../src/store/db.ts';
import { settleIntent } from '../../src/store/intents.ts';
import { beginStop, endStop } from '../../src/store/stops.ts';
import { TestClock } from '../clock.ts';
import { newDraft, tempDb } from '../store/temp-db.ts';

const ACCOUNT = 'AC00000000000000000000000000000001';
const SID = 'SM00000000000000000000000000000001';
const created = (changes: object = {}): WireResponse => ({
  status: 201,
  headers: { 'twilio-request-id': 'RQ1' },
  body: JSON.stringify({ sid: SID, account_sid: ACCOUNT, status: 'queued', ...changes }),
});

const DRAFT = newDraft({
  purpose: 'send',
  params: { To: '+12025550123', From: '+15005550006', Body: 'Hello' },
});

async function rig(answer: WireResponse | WireError | (() => Promise<WireResponse>) = created()) {
  const db = await tempDb();
  const clock = new TestClock();
  const sent: WireRequest[] = [];
  const wire: Wire = {
    async send(request) {
      sent.push(request);
      if (answer instanceof WireError) throw answer;
      return typeof answer === 'function' ? await answer() : answer;
    },
    async close() {},
  };
  const allowlist = { mode: 'own', numbers: ['+12025550123'] } as const;
  const deps: ExchangeDeps = {
    committed: new Committed(db),
    wire,
    clock,
    realClock: clock,
    accountSid: ACCOUNT,
    allowlist,
    requestTimeoutMs: 30_000,
  };
  return {
    db,
    clock,
    sent,
    deps,
    reserve: (draft = DRAFT, list: ExchangeDeps['allowlist'] = allowlist) => intend(db, clock, draft, list),
  };
}

async function intend(
  db: Db,
  clock: TestClock,
  draft: IntentDraft,
  allowlist: ExchangeDeps['allowlist'],
): Promise<number> {
  const now = clock.now();
  const terms = {
    accountSid: ACCOUNT,
    mode: allowlist.mode,
    workerId: 'w',
    now,
    leaseUntil: now + 60_000,
    allowlist,
  };
  const reservation = await db.tx((sql) => reserve(sql, draft, terms));
  if (!reservation.ok) throw new Error(reservation.refusal.message);
  return reservation.intentId;
}

describe('reserve', () => {
  it('writes an intent when every guard agrees, and nothing when one does not', async () => {
    const { db, reserve } = await rig();
    await reserve();
    await expect(reserve({ ...DRAFT, to: '+12025550199' })).rejects.toThrow(
      'not one of your own listed numbers',
    );
    expect(await db.get('select count(*) as n from intent')).toEqual({ n: 1 });
  });
});

describe('a send that could not be told from one in doubt', () => {
  const call = { ...DRAFT, kind: 'call', params: { Twiml: '<Response/>' } } as const;

  it.each([
    ['the same words', DRAFT, { ...DRAFT, attempt: 2 }],
    ['the same words, put otherwise', DRAFT, { ...DRAFT, params: { ...DRAFT.params, Body: 'Hello!' } }],
    ['any call', call, { ...call, params: { Twiml: '<Response><Say>x</Say></Response>' } }],
  ])('waits: %s', async (_what, first, second) => {
    const { db, clock, reserve: intendFirst } = await rig();
    const id = await intendFirst(first);
    const now = clock.now();
    const allowlist = { mode: 'own', numbers: ['+12025550123'] } as const;
    const terms = {
      accountSid: ACCOUNT,
      mode: 'own',
      workerId: 'w',
      now,
      leaseUntil: now,
      allowlist,
    } as const;
    const again = () => db.tx((sql) => reserve(sql, second, terms));
    expect(await again()).toMatchObject({ ok: false, refusal: { hold: null, retryAt: now + 1_000 } });
    const facts = { sid: null, httpStatus: null, twilioCode: null, error: 'e' };
    await settleIntent(db, id, { ...facts, outcome: 'unknown', lookAt: now }, now);
    expect(await again()).toMatchObject({ ok: false, refusal: { hold: null, retryAt: now + 15_000 } });
    await settleIntent(db, id, { ...facts, outcome: 'not-sent' }, now);
    expect(await again()).toMatchObject({ ok: true });
  });

  it.each([
    ['other words', { params: { ...DRAFT.params, Body: 'Bye' } }],
    ['another sender', { from: '+15005550007' }],
    ['a call', { kind: 'call' }],
    ['a change of a call', { kind: 'call-update', targetSid: `CA${'1'.repeat(32)}` }],
  ] as const)('does not wait: %s', async (_what, change) => {
    const { reserve: intendOne } = await rig();
    await intendOne();
    await expect(intendOne({ ...DRAFT, ...change })).resolves.toBe(2);
  });
});

describe('exchange', () => {
  it('sends what the committed intent says, and logs it whole', async () => {
    const { deps, sent, reserve } = await rig();
    const id = await reserve();
    const { verdict, row, log, httpStatus } = await exchangeIntent(deps, id);
    expect(sent).toEqual([
      { method: 'POST', path: `/2010-04-01/Accounts/${ACCOUNT}/Messages.json`, params: DRAFT.params },
    ]);
    expect({ class: verdict.class, httpStatus, sid: row?.value.sid }).toEqual({
      class: 'accepted',
      httpStatus: 201,
      sid: SID,
    });
    expect(log).toMatchObject({
      intentId: id,
      method: 'POST',
      status: 201,
      requestId: 'RQ1',
      request: 'To=%2B12025550123&From=%2B15005550006&Body=Hello',
    });
    expect(log?.response).toContain(SID);
  });

  it('is stopped by a pause that came after the intent, and not for an alarm', async () => {
    const { deps, db, clock, sent, reserve } = await rig();
    const alarming = {
      ...DRAFT,
      purpose: 'alarm',
      params: { ...DRAFT.params, Body: 'Nothing goes out' },
    } as const;
    const [late, alarm] = [await reserve(), await reserve(alarming)];
    const pause = { kind: 'pause', tenantId: null, reason: 'wrong list' } as const;
    await beginStop(db, pause, clock.now());
    const { verdict, httpStatus, log } = await exchangeIntent(deps, late);
    expect(verdict).toMatchObject({
      class: 'held',
      hold: 'paused',
      message: expect.stringContaining('wrong list'),
    });
    expect([httpStatus, log, sent]).toEqual([null, undefined, []]);
    expect((await exchangeIntent(deps, alarm)).verdict.class).toBe('accepted');
    const other = { ...DRAFT, params: { ...DRAFT.params, Body: 'Goodbye' } };
    await expect(reserve(other)).rejects.toThrow('sending is paused since');
    await endStop(db, pause, clock.now());
    expect((await exchangeIntent(deps, late)).verdict.class).toBe('accepted');
  });

  it('refuses an intent that is not there, not committed, or settled', async () => {
    const { deps, db, sent, reserve } = await rig();
    await expect(exchangeIntent(deps, 7)).rejects.toThrow('not committed');
    const uncommitted = db.tx(async (sql) => {
      const { lastId } = await sql.run(
        `insert into intent (tenant_id, kind, purpose, attempt, account_sid, mode, to_number, from_sender, params,
           worker_id, created_at, lease_until) values (1, 'message', 'send', 1, ?, 'own', '+1', '+1', '{}', 'w', 0, 9e15)`,
        [ACCOUNT],
      );
      await exchangeIntent(deps, lastId);
    });
    await expect(uncommitted).rejects.toThrow('not committed');
    const settled = await reserve();
    await settleIntent(
      db,
      settled,
      { outcome: 'rejected', sid: null, httpStatus: null, twilioCode: null, error: 'e' },
      0,
    );
    await expect(exchangeIntent(deps, settled)).rejects.toThrow('is rejected');
    expect(sent).toEqual([]);
  });

  it('sends nothing when another process has taken it for lost meanwhile, and says that it may be tried again', async () => {
    const { deps, db, sent, reserve } = await rig();
    const id = await reserve();
    const nobody = { sid: null, httpStatus: null, twilioCode: null, error: 'its sender died or froze' };
    await settleIntent(db, id, { ...nobody, outcome: 'unknown', lookAt: 1 }, 0);
    expect((await exchangeIntent(deps, id)).verdict.class).toBe('retry');
    expect(sent).toEqual([]);
  });

  it.each([
    ['it has become too late', 'expired', { ...DRAFT, expiresAt: Date.parse('2026-11-23T09:00:01Z') }, 2_000],
    ['its lease cannot outlast the request', 'retry', DRAFT, 29_000],
  ] as const)('sends nothing when %s', async (_why, expected, draft, later) => {
    const { deps, clock, sent, reserve } = await rig();
    const id = await reserve(draft);
    clock.set(clock.now() + later);
    expect((await exchangeIntent(deps, id)).verdict.class).toBe(expected);
    expect(sent).toEqual([]);
  });

  it('asks this process’s own allowlist once more, before any socket opens', async () => {
    const { deps, sent, reserve } = await rig();
    const id = await reserve({ ...DRAFT, to: '+12025550199' }, { mode: 'live', numbers: [] });
    expect((await exchangeIntent(deps, id)).verdict.class).toBe('permanent');
    expect(sent).toEqual([]);
  });

  it('sends nothing that is for somebody else than the guards were asked about', async () => {
    const { deps, sent, reserve } = await rig();
    const other = { ...DRAFT, params: { ...DRAFT.params, To: '+12025550199' } };
    const { verdict } = await exchangeIntent(deps, await reserve(other));
    expect(verdict).toMatchObject({
      class: 'permanent',
      message: expect.stringContaining('not for +12025550123'),
    });
    expect(sent).toEqual([]);
  });

  it.each([
    ['another account’s row', created({ account_sid: `AC${'f'.repeat(32)}` })],
    ['a 201 with broken JSON', { ...created(), body: '{"sid": "SM' }],
    ['a 201 without a SID', created({ sid: null })],
    ['a 500', { status: 500, headers: {}, body: '{"code":20500,"message":"x","status":500}' }],
  ])('does not know what became of it after %s', async (_what, answer) => {
    const { deps, reserve } = await rig(answer);
    const exchanged = await exchangeIntent(deps, await reserve());
    expect(exchanged.verdict.class).toBe('unknown');
    expect(exchanged.row).toBeUndefined();
    expect(exchanged.log?.response).toBe(answer.body);
  });

  it('logs the failure of a request that got no answer', async () => {
    const { deps, reserve } = await rig(new WireError('no answer', { sent: 'maybe', fault: 'reset' }));
    const { verdict, log } = await exchangeIntent(deps, await reserve());
    expect(verdict.class).toBe('unknown');
    expect(log).toMatchObject({ status: null, response: null, error: 'no answer' });
  });

  it('hands out nothing that holds a credential', async () => {
    const { deps, reserve } = await rig();
    const exchanged = await exchangeIntent(deps, await reserve());
    expect(inspect(exchanged, { depth: 10 })).not.toMatch(/authorization|basic /i);
  });
});

describe('the request of an intent', () => {
  it.each([
    ['message', null, 'Messages.json'],
    ['call', null, 'Calls.json'],
    ['call-update', 'CA1', 'Calls/CA1.json'],
    ['call-update', 'SM1', 'Messages/SM1.json'],
    ['number', null, 'IncomingPhoneNumbers.json'],
  ] as const)('%s', (kind, targetSid, path) => {
    const { method, path: whole } = requestOf({ accountSid: ACCOUNT, kind, targetSid, params: {} });
    expect({ method, path: whole }).toEqual({
      method: 'POST',
      path: `/2010-04-01/Accounts/${ACCOUNT}/${path}`,
    });
  });
});
