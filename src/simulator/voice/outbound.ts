// Calls that the REST API asks for: queued at the account's rate, dialled, and told what to say.

import { type Call, type CallPlan, planOf } from '../call.ts';
import type { Account, World } from '../world.ts';
import { RUNNER } from './conversation.ts';
import { callee } from './far-end.ts';
import { Leg } from './leg.ts';
import { openCall, tellStatus } from './life.ts';
import { open } from './opening.ts';
import { ring } from './ringing.ts';
import { CALL_STAGE } from './stage.ts';
import { supervise } from './supervise.ts';

export interface OutboundDraft {
  readonly from: string;
  readonly to: string;
  readonly plan: CallPlan;
  /** It waits this long before it takes its place in the queue; not at all when left out. */
  readonly delayMs?: number;
}

/** How long a new call would wait in the account's queue. */
export function callDelayMs(world: World, account: Account): number {
  return world.cps === 0 ? 0 : Math.max(0, Math.ceil(account.nextDialAt - world.clock.now()));
}

/** Accepts a call, already checked, and puts it into the queue. */
export function createCall(world: World, account: Account, { delayMs = 0, ...draft }: OutboundDraft): Call {
  const caller = account.numbers.find(draft.from) ?? account.callerIds.find(draft.from);
  const call = openCall(world, account, {
    ...draft,
    direction: 'outbound-api',
    phoneNumberSid: caller?.sid ?? '',
    dialAt: world.clock.now() + callDelayMs(world, account) + delayMs,
  });
  startCall(world, account, call);
  tellStatus(world, call);
  return call;
}

/** Starts, or takes up again, a call that has not been dialled. */
export function startCall(world: World, account: Account, call: Call): void {
  if (world.cps > 0) account.nextDialAt = Math.max(account.nextDialAt, call.dialAt) + 1000 / world.cps;
  const leg = new Leg({ world, account, call, runner: RUNNER, connect: callee });
  world.live.set(call.sid, leg);
  leg.later(call.dialAt - world.clock.now(), () => void supervise(leg, () => dial(leg)));
}

async function dial(leg: Leg): Promise<void> {
  if (!(await ring(leg))) return;
  await leg.runner.converse(leg, async () => {
    await open(leg);
    const { source } = planOf(leg.call);
    if (source !== null) await leg.runner.run(leg, { source }, CALL_STAGE);
  });
}
