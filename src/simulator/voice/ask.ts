// Asks the application, and writes down what was asked and answered about a call.

import type { WebTarget } from '../call.ts';
import { noteExchange } from '../call-event.ts';
import { callFields } from '../callbacks.ts';
import { encodeForm } from '../form.ts';
import { notify } from '../notify.ts';
import { type Pairs, WebhookError, type WebhookReply } from '../webhook.ts';
import type { Account, World } from '../world.ts';
import type { Leg } from './leg.ts';
import { type Exchange, TwimlFailure } from './twiml.ts';

/** Twilio refuses more. */
const MAX_BYTES = 64 * 1024;

/** On whose behalf. */
export interface Asker {
  readonly world: World;
  readonly account: Account;
  /** The call it is about, if it is about one. */
  readonly callSid?: string;
}

export interface Answer {
  readonly reply: WebhookReply;
  /** What to show of it if the reply turns out to be of no use; put together only then. */
  readonly told: () => Exchange;
}

/** Time waits for the reply. Throws TwimlFailure when there is none. */
export async function exchange(asker: Asker, target: WebTarget, fields: Pairs): Promise<Answer> {
  const { world, account, callSid } = asker;
  const asked = {
    requestUrl: target.url,
    requestMethod: target.method,
    requestVariables: encodeForm(fields),
  };
  const sent = { ...target, fields, authToken: account.authToken, maxBytes: MAX_BYTES };
  const askedAt = world.clock.now();
  let answered: WebhookReply | undefined;
  try {
    const reply = await world.clock.track(world.webhooks.send(sent));
    answered = reply;
    return {
      reply,
      told: () => ({ ...asked, responseBody: reply.body.toString(), responseHeaders: reply.headers }),
    };
  } catch (error) {
    if (error instanceof WebhookError) throw new TwimlFailure(error.code, error.message, asked);
    throw error;
  } finally {
    if (callSid !== undefined) noteExchange(world, account, { callSid, ...asked, askedAt, reply: answered });
  }
}

/**
 * What an action is told when the call ended before its verb did: Twilio asks it all the same, with the final status,
 * and does nothing with the answer.
 */
export function askInVain({ world, account, call }: Leg, target: WebTarget, extra: Pairs): void {
  const fields = [...callFields(call, call.status), ...extra];
  void exchange({ world, account, callSid: call.sid }, target, fields).catch((error: unknown) => {
    const failure = error instanceof TwimlFailure ? error : undefined;
    const message = error instanceof Error ? error.message : String(error);
    const code = failure?.code ?? 12400;
    notify(world, account, { level: 'warning', code, message, callSid: call.sid, ...failure?.exchange });
  });
}
