// How fast a sender may send: segments a second, and a queue of ten hours.

import type { Message } from './message.ts';
import type { Account, World } from './world.ts';

/** Twilio queues what a sender can send in ten hours, and no more. */
export const MAX_QUEUE_MS = 36_000_000;

/** How long a new message would wait for this sender. */
export function queueDelayMs(world: World, account: Account, from: string): number {
  return world.mps === 0 ? 0 : Math.max(0, (account.nextSendAt.get(from) ?? 0) - world.clock.now());
}

interface Turn {
  readonly message: Message;
  readonly at: number;
}

/** The sender is busy from `at` for as long as its rate makes of the segments. */
export function takeTurn(world: World, account: Account, { message, at }: Turn): void {
  if (world.mps === 0 || message.from === null) return;
  const busyUntil = at + (message.segments * 1000) / world.mps;
  account.nextSendAt.set(message.from, Math.max(busyUntil, account.nextSendAt.get(message.from) ?? 0));
}
