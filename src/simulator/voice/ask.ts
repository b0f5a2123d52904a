// Asks the application on behalf of a call, and writes down what was asked and answered.

import type { WebTarget } from '../call.ts';
import { noteExchange } from '../call-event.ts';
import { callFields } from '../callbacks.ts';
import { encodeForm } from '../form.ts';
import { notify } from '../notify.ts';
import { type Pairs, WebhookError, type WebhookReply } from '../webhook.ts';
import type { Leg } from './leg.ts';
import { type Exchange, TwimlFailure } from './twiml.ts';

/** Twilio refuses more. */
const MAX_BYTES = 64 * 1024;

export interface Answer {
  readonly reply: WebhookReply;
  /** What to show of it if the reply turns out to be of no use. */
  readonly exchange: Exchange;
}

/** Time waits for the reply. Throws TwimlFailure when there is none. */
export async function ask(leg: Leg, target: WebTarget, extra: Pairs = []): Promise<Answer> {
  const { world, account, call } = leg;
  const fields = [...callFields(call, call.status), ...extra];
  const exchange = {
    requestUrl: target.url,
    requestMethod: target.method,
    requestVariables: encodeForm(fields),
  };
  const sent = { ...target, fields, authToken: account.authToken, maxBytes: MAX_BYTES };
  const askedAt = world.clock.now();
  try {
    const reply = await world.clock.track(world.webhooks.send(sent));
    noteExchange(world, account, { callSid: call.sid, ...exchange, askedAt, reply });
    return {
      reply,
      exchange: { ...exchange, responseBody: reply.body.toString(), responseHeaders: reply.headers },
    };
  } catch (error) {
    noteExchange(world, account, { callSid: call.sid, ...exchange, askedAt, reply: undefined });
    if (error instanceof WebhookError) throw new TwimlFailure(error.code, error.message, exchange);
    throw error;
  }
}

/**
 * What an action is told when the call ended before its verb did: Twilio asks it all the same, with the final status,
 * and does nothing with the answer.
 */
export function askInVain(leg: Leg, target: WebTarget, extra: Pairs): void {
  const { world, account, call } = leg;
  void ask(leg, target, extra).catch((error: unknown) => {
    const failure = error instanceof TwimlFailure ? error : undefined;
    const message = error instanceof Error ? error.message : String(error);
    const code = failure?.code ?? 12400;
    notify(world, account, { level: 'warning', code, message, callSid: call.sid, ...failure?.exchange });
  });
}
