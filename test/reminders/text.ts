// A text that Twilio has taken, as the daemon sends it, and one that comes in.

import { answerReminder } from '../../src/reminders/answer.ts';
import { takeReminder } from '../../src/store/claims.ts';
import { insertIntent, settleIntent } from '../../src/store/intents.ts';
import { insertReply } from '../../src/store/replies.ts';
import { CINDY, reminderNow, type World } from './world.ts';

export const FROM = '+15005550006';

/** Sends a reminder now. */
export async function send(world: World, id: number): Promise<void> {
  const now = world.clock.now();
  const { tenantId, to, body } = await reminderNow(world, id);
  const draft = { kind: 'message', purpose: 'reminder', attempt: 1, from: FROM, targetSid: null } as const;
  const terms = { accountSid: 'AC1', mode: 'own', workerId: 'w', now, leaseUntil: now + 60_000 } as const;
  const about = { tenantId, reminderId: id, to, params: { Body: body }, expiresAt: null };
  const intent = await insertIntent(world.db, { ...draft, ...about }, terms);
  await takeReminder(world.db, id, intent, now);
  const sid = `SM${String(id).padStart(32, '0')}`;
  const outcome = { outcome: 'accepted', sid, httpStatus: 201, twilioCode: null, error: null } as const;
  await settleIntent(world.db, intent, outcome, now);
  await world.db.run(`update reminder set state = 'sent' where id = ?`, [id]);
}

/** A text comes in and is heeded; returns its id. */
export async function texts(
  world: World,
  body: string,
  { person = CINDY, sender = FROM } = {},
): Promise<number> {
  await world.clock.advance(60_000);
  const receivedAt = world.clock.now();
  const text = { person, sender, body, receivedAt, accountSid: 'AC1', messageSid: `SM${body}${receivedAt}` };
  return await world.db.tx(async (sql) => {
    const answer = await answerReminder(sql, text, receivedAt);
    const doubt = { meaning: 'doubt', tenantId: null, reminderId: null, review: 'open' } as const;
    return await insertReply(sql, text, answer ?? doubt);
  });
}
