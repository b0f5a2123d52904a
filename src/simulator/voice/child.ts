// A leg that a Dial makes: it rings, may be whispered to, and then waits to be joined with the leg that dialled.

import { type CallPlan, planOf } from '../call.ts';
import { callee } from './far-end.ts';
import { Leg } from './leg.ts';
import { endLeg, openCall, tellStatus } from './life.ts';
import { open } from './opening.ts';
import { ring } from './ringing.ts';
import { WHISPER_STAGE } from './stage.ts';
import { supervise } from './supervise.ts';

export interface Target {
  /** A phone number, a client or a SIP address. */
  readonly to: string;
  readonly plan: CallPlan;
}

export class Child {
  readonly leg: Leg;
  /** It has answered, accepted, and waits. */
  isReady = false;
  /** The REST API gave it a document of its own: it is no part of the Dial any more. */
  hasLeft = false;

  constructor(leg: Leg) {
    this.leg = leg;
  }

  get isOver(): boolean {
    return this.leg.isOver;
  }

  hangUp(): void {
    if (this.hasLeft) return;
    endLeg(this.leg, this.leg.isAnswered ? 'completed' : 'canceled', { by: 'near', sipCode: 200 });
  }
}

/** Dials at once, which no queue holds up. Wakes the parent whenever something becomes of it. */
export function startChild(parent: Leg, from: string, { to, plan }: Target): Child {
  const { world, account, runner, hops } = parent;
  const call = openCall(world, account, {
    from,
    to,
    plan,
    direction: 'outbound-dial',
    phoneNumberSid: (account.numbers.find(from) ?? account.callerIds.find(from))?.sid ?? '',
    parentCallSid: parent.call.sid,
  });
  const child = new Child(new Leg({ world, account, call, runner, connect: callee, hops }));
  world.live.set(call.sid, child.leg);
  tellStatus(world, call);
  child.leg.whenOver(() => parent.wake());
  void supervise(child.leg, () => live(child, parent));
  return child;
}

async function live(child: Child, parent: Leg): Promise<void> {
  const { leg } = child;
  if (!(await ring(leg))) return;
  await leg.runner.converse(leg, async () => {
    await open(leg);
    const { source } = planOf(leg.call);
    if (source !== null && (await leg.runner.run(leg, { source }, WHISPER_STAGE)) === 'hang-up') return;
    child.isReady = true;
    parent.wake();
    try {
      await leg.wait(Number.POSITIVE_INFINITY);
    } finally {
      if (!leg.isOver) {
        child.hasLeft = true;
        parent.wake();
      }
    }
  });
}
