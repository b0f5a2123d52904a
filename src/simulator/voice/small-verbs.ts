// Verbs that lead elsewhere or nowhere: Redirect, Hangup, Reject, Leave, Refer.

import { notify } from '../notify.ts';
import { choiceAttribute, methodAttribute, resolveUrl, type Scene } from './attributes.ts';
import { endLeg } from './life.ts';
import type { Script } from './stage.ts';
import { textOf } from './twiml.ts';

export async function redirect(scene: Scene): Promise<Script> {
  const url = resolveUrl(scene, textOf(scene.element));
  return { source: { url, method: methodAttribute(scene, 13710) } };
}

export async function hangup(): Promise<'hang-up'> {
  return 'hang-up';
}

/** Leaves the queue whose wait document this is. */
export async function leave(): Promise<'leave'> {
  return 'leave';
}

/** Refuses a call that is not answered yet, which costs nothing. Of one that is, it is the end. */
export async function reject(scene: Scene): Promise<'hang-up'> {
  const { leg } = scene;
  const reason = choiceAttribute(scene, {
    name: 'reason',
    choices: ['rejected', 'busy'],
    fallback: 'rejected',
    code: 13810,
  });
  if (!leg.isAnswered) {
    endLeg(leg, reason === 'busy' ? 'busy' : 'no-answer', {
      by: 'near',
      sipCode: reason === 'busy' ? 486 : 603,
    });
  }
  return 'hang-up';
}

/** A SIP transfer, for which a call over the telephone network is no use: it fails, and its action is told so. */
export async function refer(scene: Scene): Promise<Script | undefined> {
  const { leg, element } = scene;
  const { world, account, call } = leg;
  const message = 'Refer not allowed on non-SIP call legs';
  notify(world, account, { level: 'error', code: 13801, message, callSid: call.sid });
  const action = element.attributes['action'];
  if (action === undefined) return undefined;
  const source = { url: resolveUrl(scene, action), method: methodAttribute(scene, 12200) };
  return { source, extra: [['ReferCallStatus', 'failed']] };
}
