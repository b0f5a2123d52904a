// What every database behind the Db port must do; run once for each adapter.

import { describe, expect, it } from 'vitest';
import type { IntentDraft } from '../../src/core/intent.ts';
import { mayMove, REMINDER_STATES, type ReminderState } from '../../src/core/lifecycle.ts';
import { insertExchange, purgeExchanges } from '../../src/store/api-log.ts';
import { dueReminders, landReminder, nextRunAt, takeReminder } from '../../src/store/claims.ts';
import type { Db } from '../../src/store/db.ts';
import { beat, workersSince } from '../../src/store/heartbeats.ts';
import { expiredIntents, getIntent, insertIntent, settleIntent } from '../../src/store/intents.ts';
import { getReminder, insertReminder, listReminders } from '../../src/store/reminders.ts';
import { readSetting, writeSetting } from '../../src/store/settings.ts';
import { changeStampMode, readStamp, stampOnce } from '../../src/store/stamp.ts';
import { duePolls, upsertMessage } from '../../src/store/twilio-rows.ts';
import { newReminder } from './temp-db.ts';

const NOW = Date.parse('2026-11-23T09:00:00Z');
const TERMS = { accountSid: 'AC1', mode: 'own', workerId: 'w', now: NOW, leaseUntil: NOW + 60_000 } as const;

function draft(reminderId: number | null, attempt = 1): IntentDraft {
  return {
    kind: 'message',
    purpose: 'reminder',
    tenantId: 1,
    reminderId,
    attempt,
    to: '+12025550123',
    from: '+15005550006',
    targetSid: null,
    // Each owner and try says something else: equal ones would be in each other's way.
    params: { To: '+12025550123', Body: `Hello ${reminderId}, ${attempt}`, MediaUrl: ['a', 'b'] },
    expiresAt: null,
  };
}

/** A reminder brought into `state` by legal steps only. */
async function reminderIn(db: Db, state: ReminderState): Promise<number> {
  return await db.tx(async (sql) => {
    const id = await insertReminder(sql, newReminder(NOW), NOW);
    if (state === 'scheduled') return id;
    if (state === 'held' || state === 'cancelled') {
      const hold = state === 'held' ? 'mode' : null;
      await sql.run('update reminder set state = ?, hold_reason = ? where id = ?', [state, hold, id]);
      return id;
    }
    const intentId = await insertIntent(sql, draft(id), TERMS);
    await takeReminder(sql, id, intentId, NOW);
    if (state !== 'processing') await landReminder(sql, { id, intentId }, { to: state }, NOW);
    return id;
  });
}

export function storeConformance(name: string, open: () => Promise<Db>): void {
  describe(`${name}: the port`, () => {
    it('rolls a transaction back whole when it throws', async () => {
      const db = await open();
      const failing = db.tx(async (sql) => {
        await writeSetting(sql, 'a', '1', NOW);
        throw new Error('stop');
      });
      await expect(failing).rejects.toThrow('stop');
      expect(await readSetting(db, 'a')).toBeUndefined();
    });

    it('runs transactions of one process one after another, whatever they await', async () => {
      const db = await open();
      const order: string[] = [];
      const slow = db.tx(async () => {
        order.push('slow begins');
        await new Promise((resolve) => setImmediate(resolve));
        order.push('slow ends');
      });
      const quick = db.tx(async () => {
        order.push('quick');
      });
      await Promise.all([slow, quick]);
      expect(order).toEqual(['slow begins', 'slow ends', 'quick']);
    });

    it('does not show an uncommitted write to a reader', async () => {
      const db = await open();
      await db.tx(async (sql) => {
        await writeSetting(sql, 'a', '1', NOW);
        expect(await readSetting(sql, 'a')).toBe('1');
        expect(await readSetting(db, 'a')).toBeUndefined();
      });
      expect(await readSetting(db, 'a')).toBe('1');
    });

    it('refuses a handle that is used after its transaction', async () => {
      const db = await open();
      const kept = await db.tx(async (sql) => ({ sql }));
      await expect(kept.sql.get('select 1')).rejects.toThrow('after its transaction');
    });
  });

  describe(`${name}: a reminder's life`, () => {
    it.each(REMINDER_STATES)('allows from %s exactly the steps of core’s table', async (from) => {
      const db = await open();
      for (const to of REMINDER_STATES) {
        const id = await reminderIn(db, from);
        const hold = to === 'held' ? 'mode' : null;
        const step = db.run(
          'update reminder set state = ?, hold_reason = ?, intent_id = coalesce(intent_id, (select max(id) from intent)) where id = ?',
          [to, hold, id],
        );
        // `processing` needs an intent; one exists once any reminder was taken.
        if (
          mayMove(from, to) &&
          !(to === 'processing' && (await db.get('select 1 from intent')) === undefined)
        ) {
          await expect(step, `${from} → ${to}`).resolves.toMatchObject({ changes: 1 });
        } else {
          await expect(step, `${from} → ${to}`).rejects.toThrow(/illegal step|CHECK/);
        }
      }
    });

    it.each(['sent', 'failed', 'cancelled'])('lets no reminder be born %s', async (state) => {
      const db = await open();
      const birth = db.run(
        `insert into reminder (tenant_id, channel, to_number, body, priority, due_at, zone, wall, expires_at, run_at,
           state, created_at, updated_at) values (1, 'sms', '+1', 'x', 'normal', 1, 'UTC', 'x', 2, 1, ?, 0, 0)`,
        [state],
      );
      await expect(birth).rejects.toThrow(/is born/);
    });

    it('keeps one reminder per dedupe key and channel', async () => {
      const db = await open();
      await insertReminder(db, newReminder(NOW, { dedupeKey: 'k' }), NOW);
      await insertReminder(db, newReminder(NOW, { dedupeKey: 'k', channel: 'call' }), NOW);
      await expect(insertReminder(db, newReminder(NOW, { dedupeKey: 'k' }), NOW)).rejects.toThrow(/UNIQUE/);
    });
  });

  describe(`${name}: claims`, () => {
    it('gives what is due and scheduled, critical first, then by instant', async () => {
      const db = await open();
      const late = await insertReminder(db, newReminder(NOW - 2), NOW);
      const critical = await insertReminder(db, newReminder(NOW, { priority: 'critical' }), NOW);
      await insertReminder(db, newReminder(NOW + 1), NOW);
      const early = await insertReminder(db, newReminder(NOW - 9), NOW);
      const due = await dueReminders(db, NOW, 10);
      expect(due.map((reminder) => reminder.id)).toEqual([critical, early, late]);
      expect((await dueReminders(db, NOW, 2)).length).toBe(2);
      expect(await nextRunAt(db)).toBe(NOW - 9);
    });

    it('moves a reminder only under the intent that took it', async () => {
      const db = await open();
      const id = await reminderIn(db, 'processing');
      const intentId = (await getReminder(db, id))?.intentId ?? 0;
      expect(await landReminder(db, { id, intentId: intentId + 1 }, { to: 'sent' }, NOW)).toBe(false);
      expect(await landReminder(db, { id, intentId }, { to: 'sent', receipt: 'queued' }, NOW)).toBe(true);
      expect(await landReminder(db, { id, intentId }, { to: 'failed' }, NOW)).toBe(false);
      expect(await getReminder(db, id)).toMatchObject({ state: 'sent', receipt: 'queued' });
    });

    it('moves an unknown one to sent when its SID turns up', async () => {
      const db = await open();
      const id = await reminderIn(db, 'unknown');
      const intentId = (await getReminder(db, id))?.intentId ?? 0;
      expect(await landReminder(db, { id, intentId }, { to: 'sent' }, NOW)).toBe(true);
    });

    it('pages by due instant and id without a gap or a repeat', async () => {
      const db = await open();
      for (let i = 0; i < 25; i += 1) await insertReminder(db, newReminder(NOW + Math.floor(i / 3)), NOW);
      const seen: number[] = [];
      for (let after: { dueAt: number; id: number } | undefined; ; ) {
        const page = await listReminders(db, { limit: 4, after });
        seen.push(...page.map((row) => row.id));
        const last = page.at(-1);
        if (!last) break;
        after = { dueAt: last.dueAt, id: last.id };
      }
      expect(seen).toEqual(Array.from({ length: 25 }, (_, i) => i + 1));
    });
  });

  describe(`${name}: intents`, () => {
    it('reads back exactly the parameters that were written', async () => {
      const db = await open();
      const id = await insertIntent(db, draft(null), TERMS);
      expect(await getIntent(db, id)).toMatchObject({
        ...draft(null),
        ...{ outcome: 'pending', accountSid: 'AC1' },
      });
    });

    it('settles once, late evidence included, and never twice', async () => {
      const db = await open();
      const id = await insertIntent(db, draft(null), TERMS);
      const unknown = {
        outcome: 'unknown',
        lookAt: NOW,
        sid: null,
        httpStatus: null,
        twilioCode: null,
        error: 'e',
      } as const;
      const { lookAt: _, ...facts } = unknown;
      const accepted = { ...facts, outcome: 'accepted', sid: 'SM1', error: null } as const;
      expect(await settleIntent(db, id, unknown, NOW)).toBe(true);
      expect(await settleIntent(db, id, accepted, NOW)).toBe(true);
      expect(await settleIntent(db, id, unknown, NOW)).toBe(false);
      expect((await getIntent(db, id))?.sid).toBe('SM1');
    });

    it('binds a SID to one intent only', async () => {
      const db = await open();
      const accepted = {
        outcome: 'accepted',
        sid: 'SM1',
        httpStatus: 201,
        twilioCode: null,
        error: null,
      } as const;
      const [one, two] = [
        await insertIntent(db, draft(null, 1), TERMS),
        await insertIntent(db, draft(null, 2), TERMS),
      ];
      await settleIntent(db, one, accepted, NOW);
      await expect(settleIntent(db, two, accepted, NOW)).rejects.toThrow(/UNIQUE/);
    });

    it('finds those whose lease ran out, and only those', async () => {
      const db = await open();
      const id = await insertIntent(db, draft(null), TERMS);
      expect(await expiredIntents(db, NOW + 60_000, 9)).toEqual([]);
      expect(await expiredIntents(db, NOW + 60_001, 9)).toMatchObject([{ id, workerId: 'w' }]);
    });
  });

  describe(`${name}: Twilio's truth`, () => {
    const message = {
      accountSid: 'AC1',
      sid: 'SM1',
      direction: 'outbound-api',
      from: '+1',
      to: '+2',
      messagingServiceSid: null,
      body: 'x',
      errorCode: null,
      errorMessage: null,
      numSegments: 1,
      numMedia: 0,
      priceMicros: null,
      priceUnit: 'USD',
      dateCreated: NOW,
      dateSent: null,
      dateUpdated: NOW,
    } as const;
    const statusOf = async (db: Db): Promise<string | undefined> =>
      (await db.get<{ status: string }>('select status from twilio_message'))?.status;

    it.each([
      [['queued', 'sent', 'delivered'], 'delivered'],
      [['delivered', 'sent'], 'delivered'],
      [['undelivered', 'delivered'], 'undelivered'],
      [['delivered', 'read'], 'read'],
      [['failed', 'queued'], 'failed'],
    ])('hears %j and keeps %s', async (statuses, kept) => {
      const db = await open();
      for (const status of statuses) {
        await upsertMessage(db, { ...message, status }, { fetchedAt: NOW, pollAt: null });
      }
      expect(await statusOf(db)).toBe(kept);
    });

    it('refuses a statement that leaves a final status', async () => {
      const db = await open();
      await upsertMessage(db, { ...message, status: 'delivered' }, { fetchedAt: NOW, pollAt: null });
      await expect(db.run(`update twilio_message set status = 'sent'`)).rejects.toThrow(/final status/);
    });

    it('keeps a price once it is known', async () => {
      const db = await open();
      const seen = { fetchedAt: NOW, pollAt: null };
      await upsertMessage(db, { ...message, status: 'sent', priceMicros: -7900 }, seen);
      await upsertMessage(db, { ...message, status: 'sent' }, seen);
      expect(await db.get('select price_micros as p from twilio_message')).toEqual({ p: -7900 });
    });

    it('asks again for what is due, of the account in hand', async () => {
      const db = await open();
      await upsertMessage(db, { ...message, status: 'sent' }, { fetchedAt: NOW, pollAt: NOW + 5 });
      expect(await duePolls(db, 'AC1', NOW + 4, 9)).toEqual([]);
      expect(await duePolls(db, 'AC1', NOW + 5, 9)).toMatchObject([{ kind: 'message', sid: 'SM1' }]);
      expect(await duePolls(db, 'AC2', NOW + 5, 9)).toEqual([]);
    });
  });

  describe(`${name}: the rest`, () => {
    it('stamps once and refuses to make a simulator’s database a real one', async () => {
      const db = await open();
      const stamp = { accountSid: 'AC1', mode: 'simulator' } as const;
      expect(await stampOnce(db, stamp, NOW)).toEqual(stamp);
      expect(await stampOnce(db, { accountSid: 'AC2', mode: 'own' }, NOW)).toEqual(stamp);
      expect(await changeStampMode(db, 'live')).toBe(false);
      expect(await readStamp(db)).toEqual(stamp);
    });

    it('remembers when each worker was last alive', async () => {
      const db = await open();
      const worker = {
        workerId: 'h:1:a',
        role: 'daemon',
        host: 'h',
        pid: 1,
        version: '0',
        startedAt: NOW,
        stoppedAt: null,
        inFlight: 0,
        sent: 0,
        failed: 0,
        lastError: null,
        lastErrorAt: null,
      };
      await beat(db, { ...worker, beatAt: NOW });
      await beat(db, { ...worker, beatAt: NOW + 5, inFlight: 3 });
      expect(await workersSince(db, NOW)).toEqual([{ ...worker, beatAt: NOW + 5, inFlight: 3 }]);
    });

    it('purges old exchanges in portions, oldest first', async () => {
      const db = await open();
      const exchange = {
        accountSid: 'AC1',
        intentId: null,
        method: 'GET',
        url: '/',
        request: null,
        status: 200,
        response: '{}',
        error: null,
        durationMs: 1,
        requestId: null,
      };
      for (const at of [3, 1, 2, 9]) await insertExchange(db, { ...exchange, at });
      expect(await purgeExchanges(db, 5, 2)).toBe(2);
      expect(await db.all('select at from api_log order by at')).toEqual([{ at: 3 }, { at: 9 }]);
      expect(await purgeExchanges(db, 5, 2)).toBe(1);
    });
  });
}
