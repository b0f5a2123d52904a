// Foresight for commands: the rates as they are set, and the balance as Twilio says it is.

import type { PlanNeeds } from '../../commands/plan.ts';
import { ratesOf } from '../config/send-limits.ts';
import { RemindError } from '../core/errors.ts';
import type { ReminderDeps } from '../reminders/deps.ts';
import type { Balance } from '../reminders/foresight/outlook.ts';
import { readStamp } from '../store/stamp.ts';
import type { Foundation } from './foundation.ts';

export function foresightServices(ground: Foundation, reminders: () => Promise<ReminderDeps>): PlanNeeds {
  return {
    async foresight() {
      const deps = await reminders();
      // Before the first send nobody knows whether it will be a simulator's; whoever asks means the real thing.
      const mode = (await readStamp(deps.db))?.mode ?? 'own';
      return { ...deps, rates: ratesOf(await ground.config(), mode), balance: () => askBalance(ground) };
    },
  };
}

/** Null whatever the reason that it cannot be had: a plan is of use without it. */
async function askBalance(ground: Foundation): Promise<Balance | null> {
  const { openProbe } = await import('./operation-services.ts');
  try {
    const { twilioUrl, edge, region } = await ground.config();
    const credentials = await ground.credentials();
    const probe = await openProbe(ground, {
      credentials,
      twilioUrl: twilioUrl.value,
      edge: edge.value,
      region: region.value,
    });
    const path = `/2010-04-01/Accounts/${credentials.accountSid}/Balance.json`;
    const { status, body } = await probe({ path });
    const { balance, currency } = (body ?? {}) as { balance?: unknown; currency?: unknown };
    const amount = Number(balance ?? Number.NaN);
    if (status !== 200 || Number.isNaN(amount) || typeof currency !== 'string') return null;
    return { micros: Math.round(amount * 1_000_000), currency };
  } catch (error) {
    if (error instanceof RemindError) return null;
    throw error;
  }
}
