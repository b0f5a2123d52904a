// /message and /echo: say what they are given.

import { response } from './twiml.ts';
import { spokenUnlessBlank, type Twimlet } from './twimlet.ts';
import { list, text } from './vars.ts';

/** Message, one or a list, each said or played. Without any, a document that does nothing, and the call ends. */
export const message: Twimlet = ({ query }) => {
  const messages = list(query, 'Message')?.values() ?? [text(query, 'Message')];
  return { twiml: response(...[...messages].flatMap(spokenUnlessBlank)) };
};

/** Twiml as it is, well formed or not: it is Twilio's parser that complains. */
export const echo: Twimlet = ({ query }) => ({ twiml: text(query, 'Twiml') });
