// Every verb that does more than sound, by its name.

import type { Scene } from './attributes.ts';
import { dial } from './dial.ts';
import { enqueue } from './enqueue.ts';
import { gather } from './gather.ts';
import { record } from './record.ts';
import { hangup, leave, redirect, refer, reject } from './small-verbs.ts';
import { sms } from './sms.ts';
import type { Script } from './stage.ts';

/** What a verb leads to: the next verb (undefined), another document, or the end of the run. */
export type Outcome = Script | 'hang-up' | 'leave' | undefined;
export type Verb = (scene: Scene) => Promise<Outcome>;

export const VERBS: ReadonlyMap<string, Verb> = new Map<string, Verb>([
  ['Dial', dial],
  ['Enqueue', enqueue],
  ['Gather', gather],
  ['Hangup', hangup],
  ['Leave', leave],
  ['Record', record],
  ['Redirect', redirect],
  ['Refer', refer],
  ['Reject', reject],
  ['Sms', sms],
]);

/** Verbs of Twilio's that the simulator does not run; anything else is not TwiML at all. */
export const NOT_SIMULATED: ReadonlySet<string> = new Set([
  'Connect',
  'Message',
  'Pay',
  'Prompt',
  'Start',
  'Stop',
]);
