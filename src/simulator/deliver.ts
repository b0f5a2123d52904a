// Sends a callback to the application: in its owner's order, unless a fault is in the way, and without waiting for it.

import type { HttpMethod } from './call.ts';
import { noteExchange } from './call-event.ts';
import { encodeForm } from './form.ts';
import { notify, type Trouble } from './notify.ts';
import { type Pairs, WebhookError, type WebhookReply } from './webhook.ts';
import type { Account, World } from './world.ts';

export interface Delivery {
  /** What it is about; deliveries of one owner arrive in order. */
  readonly owner: { readonly sid: string };
  readonly callSid: string | null;
  readonly url: string;
  readonly method: HttpMethod;
  readonly fields: Pairs;
}

// A callback's reply is not used; anything longer than this is nobody's status page.
const MAX_REPLY_BYTES = 64 * 1024;
// "Queued callbacks expiring before they are sent" is all Twilio says of its error 15002: as long as one request may
// take, in real time.
const QUEUE_TIMEOUT_MS = 15_000;
// A callback that lets the next one go first, and is the last, has waited long enough after this: virtual time.
const HOLD_MS = 10_000;

/** Those that wait for another of the same owner to go first. */
const held = new WeakMap<object, () => void>();

/** Posts without waiting; a failure is written down, as at Twilio, and changes nothing. */
export function deliver(world: World, account: Account, delivery: Delivery): void {
  const { owner } = delivery;
  const { fate, delayMs, isForged } = world.faults.drawCallback(owner.sid);
  if (fate === 'lose-callback') return;
  const idempotencyToken = world.webhooks.newToken();
  const go = () => {
    const post = () => enqueue(world, account, { ...delivery, isForged, idempotencyToken });
    post();
    if (fate === 'duplicate-callback') post();
  };
  const letGo = held.get(owner);
  if (fate === 'reorder-callbacks' && letGo === undefined) {
    hold(world, owner, go);
    return;
  }
  if (delayMs > 0) world.clock.at(world.clock.now() + delayMs, go);
  else go();
  letGo?.();
}

function hold({ clock }: World, owner: object, go: () => void): void {
  const letGo = () => {
    cancel();
    held.delete(owner);
    go();
  };
  const cancel = clock.at(clock.now() + HOLD_MS, letGo);
  held.set(owner, letGo);
}

interface Sending extends Delivery {
  readonly isForged: boolean;
  readonly idempotencyToken: string;
}

function enqueue(world: World, account: Account, { owner, callSid, ...target }: Sending): void {
  const tell = (trouble: Pick<Trouble, 'level' | 'code' | 'message'>) =>
    notify(world, account, {
      ...trouble,
      message: `${trouble.message} for status callback ${target.url}`,
      callSid,
      resourceSid: owner.sid,
      ...askedOf(target),
    });
  const work = world.webhooks.inOrder(owner, async (waitedMs) => {
    if (callSid !== null && waitedMs > QUEUE_TIMEOUT_MS) {
      tell({ level: 'error', code: 15002, message: 'Call Progress: Queue Timeout' });
      return;
    }
    const askedAt = world.clock.now();
    let reply: WebhookReply | undefined;
    try {
      const request = { ...target, authToken: account.authToken, maxBytes: MAX_REPLY_BYTES };
      reply = await world.webhooks.send(request);
      const { status } = reply;
      const code = callSid === null ? 11200 : 15003;
      if (status >= 400) tell({ level: 'warning', code, message: `got HTTP ${status}` });
    } catch (error) {
      // Whatever it was, the next callback of this owner must still go out.
      const code = error instanceof WebhookError ? error.code : 12400;
      tell({ level: 'warning', code, message: error instanceof Error ? error.message : String(error) });
    } finally {
      if (callSid !== null) noteExchange(world, account, { callSid, ...askedOf(target), askedAt, reply });
    }
  });
  void world.clock.track(work);
}

function askedOf({ url, method, fields }: Pick<Delivery, 'url' | 'method' | 'fields'>) {
  return { requestUrl: url, requestMethod: method, requestVariables: encodeForm(fields) };
}
