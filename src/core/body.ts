// Bodies: what may be sent as a text, told apart before anything is stored.

import { UsageError } from './errors.ts';

/** Twilio's limit for a text, in UTF-16 units (its error 21617). */
export const MAX_BODY = 1600;

/**
 * The body as it will be sent, which is as it was given: nothing is dropped in silence, since it might be what
 * matters. Only line ends become `\n`, the space around the whole goes, and accents join their letters (NFC:
 * the same text, and é as one letter is GSM-7 while e with a loose accent more than doubles the price).
 *
 * @throws UsageError when it is empty, too long, or holds a character that no phone can show
 */
export function cleanBody(text: string): string {
  const body = text.replaceAll('\r\n', '\n').trim().normalize('NFC');
  refuseUnshowable(body);
  // Invisible signs count as empty: a message of them is a ring of the phone and a blank screen.
  if (/^[\p{White_Space}\p{Default_Ignorable_Code_Point}]*$/u.test(body)) {
    throw new UsageError('the body is empty', { hint: 'write what is to be said' });
  }
  if (body.length > MAX_BODY) {
    throw new UsageError(`the body has ${body.length} characters; ${MAX_BODY} is the most`, {
      hint: `shorten it by ${body.length - MAX_BODY}, or send a link`,
    });
  }
  return body;
}

function refuseUnshowable(body: string): void {
  const control = body.search(/(?![\t\n\r])\p{Control}/u);
  if (control >= 0) {
    const code = body.charCodeAt(control);
    const name =
      code === 0 ? 'a NUL' : `control character U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
    throw new UsageError(`the body holds ${name} at character ${control + 1}`, {
      hint: 'take it out; tabs and line breaks may stay',
    });
  }
  const lone = body.search(/\p{Surrogate}/u);
  if (lone >= 0) {
    throw new UsageError(`the body holds half of an emoji at character ${lone + 1}`, {
      hint: 'it was cut in two somewhere on the way; type it again',
    });
  }
}
