// What a request says, in a form that survives its way through Twilio: by it a send is found again, and equals are told.

import { hash } from 'node:crypto';
import type { IntentDraft } from './intent.ts';

// What a trial account's texts begin with; Twilio puts it in front and bills for it.
const TRIAL_PREFIX = /^\s*sent from (?:your|a) twilio trial account\s*-\s*/i;
// SmartEncoded swaps signs and spaces for others (“ for ", … for ..., a thin space for a plain one); letters and
// digits it leaves alone. Modifier letters (ʼ) look like letters to Unicode and like apostrophes to Twilio.
const NOT_WORDS = /[^\p{Lu}\p{Ll}\p{Lt}\p{Lo}\p{N}]/gu;
const UNSEEN = /[\s\p{Default_Ignorable_Code_Point}]/gu;
// 64 bits would do for the few that are in doubt at once; twice that costs nothing.
const KEY_DIGITS = 32;

/**
 * The letters and digits of a text in their order: the same before Twilio took it and as Twilio shows it. Of a text
 * without any (emoji only) all that can be seen.
 */
export function wordsOf(body: string): string {
  const text = body.replace(TRIAL_PREFIX, '').normalize('NFKC');
  const words = text.replace(NOT_WORDS, '');
  return words === '' ? text.replace(UNSEEN, '') : words;
}

type Content = Pick<IntentDraft, 'kind' | 'params'>;

/** The words of a text that is to be sent; null when they cannot be known: media alone, or a template of Twilio's. */
export function wordsOfParams(params: IntentDraft['params']): string | null {
  const body = params['Body'];
  const words = typeof body === 'string' ? wordsOf(body) : '';
  return words === '' ? null : words;
}

/**
 * What makes two sends from one sender to one recipient indistinguishable at Twilio: for a text its words, for a
 * call nothing, since Twilio's record of a call does not show what was said. Null for what is found in other ways.
 */
export function contentKey({ kind, params }: Content): string | null {
  if (kind === 'call') return '';
  // A number that is bought is found again by itself. A change of one names no number.
  if (kind === 'number') return params['PhoneNumber'] === undefined ? null : '';
  if (kind !== 'message') return null;
  const { MediaUrl = '', ContentSid = '', ContentVariables = '' } = params;
  const content = JSON.stringify([wordsOfParams(params) ?? '', MediaUrl, ContentSid, ContentVariables]);
  return hash('sha256', content).slice(0, KEY_DIGITS);
}
