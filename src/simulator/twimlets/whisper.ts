// /whisper: what callme, simulring and findme say to the person called, before the two are connected.

import { hangup } from './dialled.ts';
import { response, type Verb } from './twiml.ts';
import { spokenUnlessBlank, type Twimlet } from './twimlet.ts';
import { text } from './vars.ts';

/**
 * Message; HumanCheck, which is on whatever its value, `false` and nothing too. An empty document connects the
 * call: any key leads there, and without HumanCheck so does pressing none.
 */
export const whisper: Twimlet = ({ query, request }) => {
  // Twilio posts no empty Digits, so nobody is hung up on here; a test may post them.
  if (request.has('Digits')) return text(request, 'Digits') === '' ? hangup() : { twiml: response() };
  const given = spokenUnlessBlank(text(query, 'Message'));
  const caller = text(request, 'From') || text(request, 'Caller');
  const content = given.length > 0 ? given : [{ name: 'Say', content: announcement(caller) }];
  const verbs: Verb[] = [{ name: 'Gather', attributes: { numDigits: '1' }, content }];
  if (request.has('HumanCheck')) verbs.push({ name: 'Hangup' });
  return { twiml: response(...verbs) };
};

/** Each character with a full stop behind it, so that a number is spelt. */
function announcement(caller: string): string {
  return `You are receiving a call from ${caller.replace(/\S/gu, '$&. ')}.  Press any key to accept.`;
}
