import { describe, expect, it } from 'vitest';
import type { IntentDraft } from '../../src/core/intent.ts';
import { pause } from '../../src/delivery/pause.ts';
import { recall } from '../../src/delivery/recall.ts';
import { Committed } from '../../src/gateway/committed.ts';
import type { Door } from '../../src/gateway/door.ts';
import { exchangeIntent, put } from '../../src/gateway/exchange.ts';
import { reserve } from '../../src/gateway/reserve.ts';
import { WireError, type WireRequest } from '../../src/gateway/wire.ts';
import { takeReminder } from '../../src/store/claims.ts';
import { insertIntent, intentsOfReminder, settleIntent } from '../../src/store/intents.ts';
import { getReminder, insertReminder } from '../../src/store/reminders.ts';
import { upsertCall, upsertMessage } from '../../src/store/twilio-rows.ts';
import { TestClock } from '../clock.ts';
import { newReminder, tempDb } from '../store/temp-db.ts';

const ACCOUNT = 'AC00000000000000000000000000000001';
const TO = '+12025550123';

interface Sent {
  readonly kind: 'call' | 'message';
  readonly status: string;
  readonly purpose?: IntentDraft['purpose'];
}

interface Answer {
  readonly status: number;
  readonly body: object;
}

/** `answer` is what Twilio says of a call or message when it is asked to cancel it, `shown` when it is looked at. */
async function rig(answer: (sid: string) => Answer, shown?: (sid: string) => Answer) {
  const db = await tempDb();
  const clock = new TestClock();
  const requests: WireRequest[] = [];
  const allowlist = { mode: 'own', numbers: [TO] } as const;
  const look = (sid: string): Answer => {
    if (!shown) throw new Error('nothing is looked at here');
    return shown(sid);
  };
  const wire = {
    async send(request: WireRequest) {
      requests.push(request);
      const sid = /([A-Z]{2}[0-9a-f]{32})\.json$/.exec(request.path)?.[1] ?? '';
      const { status, body } = request.method === 'GET' ? look(sid) : answer(sid);
      return { status, headers: {}, body: JSON.stringify({ sid, account_sid: ACCOUNT, to: TO, ...body }) };
    },
    async close() {},
  };
  const deps = {
    committed: new Committed(db),
    wire,
    clock,
    realClock: clock,
    accountSid: ACCOUNT,
    allowlist,
    requestTimeoutMs: 30_000,
  };
  const terms = { accountSid: ACCOUNT, mode: 'own', workerId: 'w' } as const;
  const door: Door = {
    accountSid: ACCOUNT,
    mode: 'own',
    reserve: (sql, draft, now) => reserve(sql, draft, { ...terms, now, leaseUntil: now + 60_000, allowlist }),
    exchange: (intentId) => exchangeIntent(deps, intentId),
    read: (request, intentId = null) => put(deps, request, intentId),
    close: async () => {},
  };
  /** A reminder that Twilio has taken; it stays pending with the status `pending`. */
  const send = async ({ kind, status, purpose = 'reminder' }: Sent): Promise<{ id: number; sid: string }> => {
    const now = clock.now();
    const channel = kind === 'call' ? 'call' : 'sms';
    const id = await insertReminder(db, newReminder(now, { channel, to: TO }), now);
    const draft: IntentDraft = {
      kind,
      purpose,
      tenantId: 1,
      reminderId: id,
      attempt: 1,
      to: TO,
      from: '+15005550006',
      targetSid: null,
      params: {},
      expiresAt: null,
    };
    const intentId = await insertIntent(db, draft, { ...terms, now, leaseUntil: now + 60_000 });
    await takeReminder(db, id, intentId, now);
    const sid = `${kind === 'call' ? 'CA' : 'SM'}${String(id).padStart(32, '0')}`;
    if (status === 'pending') return { id, sid };
    const facts = { httpStatus: 201, twilioCode: null, error: null };
    if (status === 'unknown') {
      await settleIntent(db, intentId, { ...facts, outcome: 'unknown', sid: null, lookAt: null }, now);
      await db.run(`update reminder set state = 'unknown' where id = ?`, [id]);
      return { id, sid };
    }
    await settleIntent(db, intentId, { ...facts, outcome: 'accepted', sid }, now);
    await db.run(`update reminder set state = 'sent' where id = ?`, [id]);
    const nothing = {
      from: null,
      to: TO,
      direction: null,
      priceMicros: null,
      priceUnit: null,
      dateUpdated: now,
    };
    const row = { ...nothing, accountSid: ACCOUNT, sid, status, dateCreated: now };
    const seen = { fetchedAt: now, pollAt: now + 1_000, intentId };
    if (kind === 'call') {
      const call = {
        parentCallSid: null,
        answeredBy: null,
        durationS: null,
        queueTimeMs: null,
        startTime: null,
      };
      await upsertCall(db, { ...row, ...call, endTime: null }, seen);
    } else {
      const text = {
        messagingServiceSid: null,
        body: 'x',
        errorCode: null,
        errorMessage: null,
        dateSent: null,
      };
      await upsertMessage(db, { ...row, ...text, numSegments: 1, numMedia: 0 }, seen);
    }
    return { id, sid };
  };
  const run = async () => {
    await pause({ db, clock }, { tenantId: null, reason: null });
    const recalling = recall(
      { db, door, clock, realClock: clock, signal: new AbortController().signal, requestTimeoutMs: 30_000 },
      null,
    );
    await clock.advance(10_000);
    return await recalling;
  };
  return { db, clock, requests, send, run };
}

const OVER: Answer = { status: 400, body: { code: 21220, message: 'Call is not in-progress' } };
const canceled = () => ({ status: 200, body: { status: 'canceled' } });

describe('recall', () => {
  it('cancels queued and ringing calls and scheduled messages, under intents of their own', async () => {
    const r = await rig(canceled);
    const sent = [
      await r.send({ kind: 'call', status: 'queued' }),
      await r.send({ kind: 'call', status: 'ringing' }),
      await r.send({ kind: 'message', status: 'scheduled' }),
    ];
    const rows = await r.run();
    expect(rows.map(({ sid, status, problem }) => [sid, status, problem])).toEqual(
      sent.map(({ sid }) => [sid, 'canceled', null]),
    );
    const base = `/2010-04-01/Accounts/${ACCOUNT}`;
    expect(r.requests).toEqual([
      { method: 'POST', path: `${base}/Calls/${sent[0]?.sid}.json`, params: { Status: 'canceled' } },
      { method: 'POST', path: `${base}/Calls/${sent[1]?.sid}.json`, params: { Status: 'canceled' } },
      { method: 'POST', path: `${base}/Messages/${sent[2]?.sid}.json`, params: { Status: 'canceled' } },
    ]);
    expect(
      await r.db.all(
        `select target_sid as t, outcome, sid from intent where kind = 'call-update' order by id`,
      ),
    ).toEqual(sent.map(({ sid }) => ({ t: sid, outcome: 'accepted', sid })));
    for (const { id } of sent) {
      expect(await getReminder(r.db, id)).toMatchObject({ state: 'sent', receipt: 'canceled', attempts: 1 });
      expect(await intentsOfReminder(r.db, id)).toHaveLength(1);
      expect(
        await r.db.get("select count(*) as n from event where kind = 'recalled' and reminder_id = ?", [id]),
      ).toEqual({ n: 1 });
    }
    expect(await r.db.get('select count(*) as n from api_log')).toEqual({ n: 3 });
  });

  it('can be done again: what was recalled is not asked about any more', async () => {
    const r = await rig(canceled);
    await r.send({ kind: 'call', status: 'ringing' });
    await r.run();
    expect(await r.run()).toEqual([]);
    expect(r.requests).toHaveLength(1);
  });

  it('tells what cannot be recalled, and asks Twilio about none of it', async () => {
    const r = await rig(canceled);
    await r.send({ kind: 'call', status: 'in-progress' });
    await r.send({ kind: 'message', status: 'queued' });
    await r.send({ kind: 'message', status: 'unknown' });
    await r.send({ kind: 'call', status: 'pending' });
    const rows = await r.run();
    expect(rows.map(({ kind, status, problem }) => [kind, status, problem])).toEqual([
      ['call', 'in-progress', 'somebody has answered it'],
      ['message', 'queued', 'a text that Twilio has taken cannot be called back'],
      ['call', null, 'Twilio has not answered yet'],
      ['message', null, 'nobody knows whether it was sent'],
    ]);
    expect(r.requests).toEqual([]);
  });

  it('tells of a call that was answered or over before Twilio was asked', async () => {
    let asked = 0;
    const r = await rig(
      () => {
        asked += 1;
        return asked === 1 ? { status: 200, body: { status: 'in-progress' } } : OVER;
      },
      () => ({ status: 200, body: { status: 'no-answer' } }),
    );
    await r.send({ kind: 'call', status: 'ringing' });
    const { id } = await r.send({ kind: 'call', status: 'ringing' });
    expect((await r.run()).map(({ status, problem }) => [status, problem])).toEqual([
      ['in-progress', 'somebody has answered it'],
      ['no-answer', 'it is over'],
    ]);
    expect(await getReminder(r.db, id)).toMatchObject({ state: 'sent', receipt: 'no-answer' });
  });

  it('knows a call as recalled whose answer was lost, looks at it once, and asks about it no more', async () => {
    let isGone = false;
    const shown = (): Answer => {
      if (!isGone) throw new WireError('the connection broke', { sent: 'maybe', fault: 'reset' });
      return { status: 200, body: { status: 'canceled' } };
    };
    const r = await rig(() => {
      if (isGone) return OVER;
      throw new WireError('the connection broke', { sent: 'maybe', fault: 'reset' });
    }, shown);
    const { id, sid } = await r.send({ kind: 'call', status: 'ringing' });
    expect((await r.run()).map(({ status, problem }) => [status, problem])).toEqual([
      ['ringing', 'the connection broke'],
    ]);
    isGone = true;
    expect((await r.run()).map(({ status, problem }) => [status, problem])).toEqual([['canceled', null]]);
    expect(r.requests.map(({ method }) => method)).toEqual(['POST', 'GET', 'POST', 'GET']);
    expect(await getReminder(r.db, id)).toMatchObject({ state: 'sent', receipt: 'canceled' });
    const told = await r.db.all(`select detail from event where kind = 'recalled'`);
    expect(told).toEqual([{ detail: expect.stringContaining(sid) }]);
    expect(await r.db.get('select count(*) as n from api_log')).toEqual({ n: 4 });
    expect(await r.run()).toEqual([]);
  });

  it('says what Twilio said of a call that rings on although it was to be cancelled', async () => {
    const r = await rig(
      () => OVER,
      () => ({ status: 200, body: { status: 'ringing' } }),
    );
    await r.send({ kind: 'call', status: 'queued' });
    expect((await r.run()).map(({ status, problem }) => [status, problem])).toEqual([
      ['ringing', expect.stringContaining('21220')],
    ]);
  });

  it('leaves alarms alone', async () => {
    const r = await rig(canceled);
    await r.send({ kind: 'call', status: 'ringing', purpose: 'alarm' });
    expect(await r.run()).toEqual([]);
  });

  it('waits a moment for what is on the wire, and recalls what comes of it', async () => {
    const r = await rig(canceled);
    const { id, sid } = await r.send({ kind: 'call', status: 'pending' });
    const intentId = (await getReminder(r.db, id))?.intentId ?? 0;
    const cancel = r.clock.at(r.clock.now() + 1_000, () => {
      void (async () => {
        const facts = { httpStatus: 201, twilioCode: null, error: null };
        await settleIntent(r.db, intentId, { ...facts, outcome: 'accepted', sid }, r.clock.now());
        const nothing = { parentCallSid: null, direction: null, from: null, to: TO, answeredBy: null };
        const times = {
          durationS: null,
          queueTimeMs: null,
          startTime: null,
          endTime: null,
          dateUpdated: null,
        };
        const row = { ...nothing, ...times, accountSid: ACCOUNT, sid, status: 'queued', priceMicros: null };
        const seen = { fetchedAt: 0, pollAt: 1, intentId };
        await upsertCall(r.db, { ...row, priceUnit: null, dateCreated: null }, seen);
      })();
    });
    expect((await r.run()).map(({ status, problem }) => [status, problem])).toEqual([['canceled', null]]);
    cancel();
  });
});
