// Brings a scheduled reminder into any state, by legal steps only.

import type { IntentDraft } from '../../src/core/intent.ts';
import type { ReminderState } from '../../src/core/lifecycle.ts';
import { landReminder, takeReminder } from '../../src/store/claims.ts';
import { insertIntent, type Settlement, settleIntent } from '../../src/store/intents.ts';
import { moveReminder } from '../../src/store/reminders.ts';
import { reminderNow, type World } from './world.ts';

/** `held` is held:mode. What was tried has an intent; what was sent has the SID `SM1`. */
export async function bring(world: World, id: number, state: ReminderState): Promise<void> {
  const now = world.clock.now();
  if (state === 'scheduled') return;
  if (state === 'held' || state === 'cancelled' || state === 'expired') {
    const step = {
      from: 'scheduled',
      to: state,
      ...(state === 'held' ? { holdReason: 'mode' as const } : {}),
    } as const;
    await world.db.tx((sql) => moveReminder(sql, id, step, now));
    return;
  }
  const reminder = await reminderNow(world, id);
  const draft: IntentDraft = {
    kind: 'message',
    purpose: 'reminder',
    tenantId: reminder.tenantId,
    reminderId: id,
    attempt: reminder.attempts + 1,
    targetSid: null,
    to: reminder.to,
    from: '+15005550006',
    // Each says something else: equal ones would wait for one another.
    params: { Body: `${reminder.body} ${id}` },
    expiresAt: reminder.expiresAt,
  };
  await world.db.tx(async (sql) => {
    const terms = { accountSid: 'AC1', mode: 'own', workerId: 'w', now, leaseUntil: now + 60_000 } as const;
    const intentId = await insertIntent(sql, draft, terms);
    await takeReminder(sql, id, intentId, now);
    if (state === 'processing') return;
    const sid = state === 'sent' ? 'SM1' : null;
    const error = state === 'failed' ? 'unsubscribed recipient' : null;
    const twilioCode = state === 'failed' ? 21610 : null;
    const facts = { sid, httpStatus: 201, twilioCode, error };
    const settlement: Settlement =
      state === 'unknown'
        ? { ...facts, outcome: 'unknown', lookAt: now + 121_000 }
        : { ...facts, outcome: state === 'sent' ? 'accepted' : 'rejected' };
    await settleIntent(sql, intentId, settlement, now + 1_000);
    await landReminder(sql, { id, intentId }, { to: state, error }, now + 1_000);
  });
}
