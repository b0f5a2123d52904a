// /callme and /simulring: ring one number, or several at once, and whisper to whoever answers.

import { afterDial, timeoutOr, whisperUrl } from './dialled.ts';
import { looseOrder, urlEncode } from './php.ts';
import { response } from './twiml.ts';
import type { Twimlet } from './twimlet.ts';
import { filled, text } from './vars.ts';

/** PhoneNumber, Message (whispered), Timeout (20), FailUrl. */
export const callme: Twimlet = ({ query, request }) => {
  const after = afterDial(request);
  if (after) return after;
  const failUrl = request.has('FailUrl') ? `&FailUrl=${urlEncode(text(request, 'FailUrl'))}` : '';
  return {
    twiml: response({
      name: 'Dial',
      attributes: { action: `/callme?Dial=true${failUrl}`, timeout: timeoutOr(20, request) },
      content: [
        {
          name: 'Number',
          attributes: { url: whisperUrl(text(query, 'Message')) },
          content: text(query, 'PhoneNumber'),
        },
      ],
    }),
  };
};

/** PhoneNumbers[], in the order of their digits, Message (whispered), Timeout (20), FailUrl. */
export const simulring: Twimlet = ({ request }) => {
  const after = afterDial(request);
  if (after) return after;
  const url = whisperUrl(text(request, 'Message'));
  const numbers = [...filled(request, 'PhoneNumbers').values()].sort(looseOrder);
  return {
    twiml: response({
      name: 'Dial',
      attributes: {
        action: `/simulring?Dial=true&FailUrl=${urlEncode(text(request, 'FailUrl'))}`,
        timeout: timeoutOr(20, request),
      },
      content: numbers.map((number) => ({ name: 'Number', attributes: { url }, content: number })),
    }),
  };
};
