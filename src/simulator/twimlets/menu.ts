// /menu: asks for a key and sends the call where that key leads.

import { response, type Verb } from './twiml.ts';
import { spoken, type Twimlet } from './twimlet.ts';
import { filled, text } from './vars.ts';

const WRONG: Verb = { name: 'Say', content: "I'm sorry, that wasn't a valid option." };

/**
 * Message; Options[digits] = URL, and one without digits is that of 0. A caller who presses nothing, or something
 * else, is asked again for as long as the call lasts.
 */
export const menu: Twimlet = ({ query, request }) => {
  const options = filled(request, 'Options');
  const digits = text(request, 'Digits');
  const location = options.get(digits);
  if (digits !== '' && location !== undefined) return { location };
  const longest = Math.max(1, ...[...options.keys()].map((key) => Buffer.byteLength(key)));
  return {
    twiml: response(
      ...(digits === '' ? [] : [WRONG]),
      { name: 'Gather', attributes: { numDigits: String(longest) }, content: spoken(text(query, 'Message')) },
      { name: 'Redirect' },
    ),
  };
};
