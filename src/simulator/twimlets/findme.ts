// /findme: tries one number after the other until a person accepts the call.

import { hangup, timeoutOr, whisperUrl } from './dialled.ts';
import { urlEncode } from './php.ts';
import { response } from './twiml.ts';
import type { Twimlet } from './twimlet.ts';
import { filled, text, type Vars } from './vars.ts';

const MOST = 10;

/** PhoneNumbers[], Message (whispered), Timeout (60 s each), FailUrl. What is left to try travels in the action. */
export const findme: Twimlet = ({ request }) => {
  const isDone =
    text(request, 'DialStatus') === 'answered' || text(request, 'DialCallStatus') === 'completed';
  if (request.has('Dial') && isDone) return hangup();
  const [next, ...rest] = numbersOf(request);
  if (next === undefined) {
    const location = text(request, 'FailUrl');
    return location === '' ? hangup() : { location };
  }
  const message = text(request, 'Message');
  const passed = ['FailUrl', 'Timeout', 'Message'].map((name) => `${name}=${urlEncode(text(request, name))}`);
  const left = rest.map((number) => `PhoneNumbers%5B%5D=${urlEncode(number)}`);
  return {
    twiml: response({
      name: 'Dial',
      attributes: {
        action: `/findme?Dial=true&${[...passed, ...left].join('&')}`,
        timeout: timeoutOr(60, request),
      },
      content: [
        { name: 'Number', attributes: { url: `${whisperUrl(message)}&HumanCheck=1` }, content: next },
      ],
    }),
  };
};

/** Meant to keep the first ten, it drops them: of more than ten numbers those after the tenth are left. */
function numbersOf(request: Vars): readonly string[] {
  const numbers = [...filled(request, 'PhoneNumbers').values()];
  return numbers.length > MOST ? numbers.slice(MOST) : numbers;
}
