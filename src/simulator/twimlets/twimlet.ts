// What a Twimlet is: a function from the parameters of a request to what is answered.

import type { Random } from '../../core/clock.ts';
import { isBlank, stripSlashes, trim } from './php.ts';
import type { Verb } from './twiml.ts';
import type { Vars } from './vars.ts';

export interface TwimletRequest {
  /** Of the URL alone: PHP's `$_GET`. */
  readonly query: Vars;
  /** Of the URL and of the form, which wins: PHP's `$_REQUEST`. */
  readonly request: Vars;
  /** Scheme and host that were asked, without a slash at the end. */
  readonly origin: string;
  /** The only chance in it: the order of the hold music. */
  readonly random: Random;
}

export interface Email {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export type TwimletAnswer =
  /** `email` is what the real ones send by mail. */
  | { readonly twiml: string; readonly email?: Email | undefined }
  /** A 302, which Twilio follows with a GET and without the fields. */
  | { readonly location: string };

export type Twimlet = (request: TwimletRequest) => TwimletAnswer;

/** True for what is played, not said. The check is as simple as this: “https is a protocol” is played too. */
export function isUrl(text: string): boolean {
  return text.slice(0, 4).toLowerCase() === 'http';
}

/** A message as a verb; none for an empty one. */
export function spoken(message: string): readonly Verb[] {
  if (message === '') return [];
  if (isUrl(trim(message))) return [{ name: 'Play', content: message }];
  return [{ name: 'Say', content: stripSlashes(message) }];
}

/** As most of them do; the others read a message of spaces out as well. */
export function spokenUnlessBlank(message: string): readonly Verb[] {
  return isBlank(message) ? [] : spoken(message);
}
