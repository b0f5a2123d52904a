// Sms, a verb of old: sends a text from the middle of a call.

import { readNumber } from '../number.ts';
import { createMessage } from '../texting.ts';
import { mayReach } from '../trial.ts';
import { callbackAttribute, methodAttribute, resolveUrl, type Scene, warn } from './attributes.ts';
import { farNumber } from './bridge.ts';
import type { Leg } from './leg.ts';
import type { Script } from './stage.ts';
import { textOf } from './twiml.ts';

/** Twilio's default: ten hours in the queue. */
const VALIDITY_MS = 36_000_000;
const MAX_BODY = 1_600;

/** Sends it; its action, if it has one, takes over from there. */
export async function sms(scene: Scene): Promise<Script | undefined> {
  const { leg, element } = scene;
  const { world, account } = leg;
  const method = methodAttribute(scene, 14104);
  const { action } = element.attributes;
  const source = action === undefined ? undefined : { url: resolveUrl(scene, action), method };
  const draft = readDraft(scene);
  if (draft === undefined) return undefined;
  const sent = createMessage(world, account, {
    ...draft,
    direction: 'outbound-call',
    media: [],
    messagingServiceSid: null,
    statusCallback:
      callbackAttribute(scene, {
        name: 'statusCallback',
        method: 'method',
        urlCode: 14105,
        methodCode: 14104,
      })?.url ?? null,
    validityMs: VALIDITY_MS,
    sendAt: null,
  });
  return (
    source && {
      source,
      extra: [
        ['SmsSid', sent.sid],
        ['SmsStatus', sent.status],
      ],
    }
  );
}

/** Undefined, with a warning, for what cannot be sent. Without numbers, the account's writes to the other party. */
function readDraft({ leg, element }: Scene) {
  const { account } = leg;
  const { to: toText = farNumber(leg), from: fromText = ownNumber(leg) } = element.attributes;
  const to = readNumber(toText);
  if (to === undefined) return refuse(leg, 14101, `Invalid "To" attribute: ${toText}`);
  const from = readNumber(fromText) ?? '';
  if (account.numbers.find(from) === undefined) {
    return refuse(leg, 14102, `Invalid "From" attribute: ${fromText}`);
  }
  if (!mayReach(account, to)) return refuse(leg, 14111, 'Invalid To phone number for Trial mode');
  const body = textOf(element);
  if (body === '' || body.length > MAX_BODY) return refuse(leg, 14103, 'Invalid Body');
  return { to, from, body };
}

function ownNumber({ call }: Leg): string {
  return call.direction === 'inbound' ? call.to : call.from;
}

function refuse(leg: Leg, code: number, message: string): undefined {
  warn(leg, code, message);
  return undefined;
}
