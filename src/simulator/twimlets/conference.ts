// /conference: lets callers into a conference, behind a passcode and with moderators if so wished.

import { createHash } from 'node:crypto';
import { isTrue, looselyEqual } from './php.ts';
import { response, type Verb } from './twiml.ts';
import { isUrl, spoken, type Twimlet, type TwimletRequest } from './twimlet.ts';
import { list, text, type Vars } from './vars.ts';

const GENRES = ['classical', 'ambient', 'electronica', 'guitars', 'rock', 'soft-rock'];
const LEAST_DIGITS = 3;

/** Name, Moderators[], Password, Message, Music (a genre or a URL), EnableSmsNotifications. */
export const conference: Twimlet = (asked) => {
  const { query, request } = asked;
  const password = text(query, 'Password');
  // Compared as PHP does, so 42 opens what 0042 locks.
  if (password !== '' && !looselyEqual(text(request, 'Digits'), password)) return askForPassword(password);
  const moderators = moderatorsOf(query);
  const isModerator = moderators && isOneOf(moderators, request);
  const message = text(query, 'Message');
  const attributes = {
    ...musicOf(query),
    ...(isModerator === undefined ? {} : { startConferenceOnEnter: String(isModerator) }),
  };
  return {
    twiml: response(
      ...notices(asked, isModerator === false ? moderators : []),
      ...(message === ''
        ? [{ name: 'Say', content: 'You are now entering the conference line.' }]
        : spoken(message)),
      {
        name: 'Dial',
        content: [{ name: 'Conference', attributes, content: nameOf(query, moderators ?? []) }],
      },
    ),
  };
};

/** Asked again after a wrong one, for as long as the call lasts. */
function askForPassword(password: string) {
  const numDigits = String(Math.max(LEAST_DIGITS, Buffer.byteLength(password)));
  return {
    twiml: response(
      {
        name: 'Gather',
        attributes: { numDigits },
        content: [{ name: 'Say', content: 'Please enter your conference pass code' }],
      },
      { name: 'Redirect' },
    ),
  };
}

/** Undefined when they are no list: then everybody starts the conference. */
function moderatorsOf(query: Vars): readonly string[] | undefined {
  const given = list(query, 'Moderators');
  return given && [...given.values()].map(nationalDigits);
}

/** American numbers without their country code. */
function nationalDigits(number: string): string {
  const digits = number.replace(/\D/g, '');
  return digits.length === 11 && digits.startsWith('1') ? digits.slice(1) : digits;
}

/** The number that was called counts as well as the caller's. */
function isOneOf(moderators: readonly string[], request: Vars): boolean {
  const from = nationalDigits(text(request, 'From') || text(request, 'Caller'));
  const to = nationalDigits(text(request, 'To') || text(request, 'Called'));
  return moderators.some((number) => looselyEqual(number, from) || looselyEqual(number, to));
}

/** A verb of messaging in a document for voice: Twilio warns of it and sends nothing. It was <Sms> until 2012. */
function notices({ query, request }: TwimletRequest, moderators: readonly string[] = []): readonly Verb[] {
  if (!isTrue(text(query, 'EnableSmsNotifications'))) return [];
  const content = `${text(request, 'Caller')} has entered your conference.  Call the number this text came from to join.`;
  return moderators.map((to) => ({ name: 'Message', attributes: { to }, content }));
}

function musicOf(query: Vars): Readonly<Record<string, string>> {
  const music = text(query, 'Music');
  // The real host, as the real one writes it: the simulator answers for it.
  const genre = `http://twimlets.com/holdmusic?Bucket=com.twilio.music.${music}`;
  const waitUrl = GENRES.includes(music) ? genre : isUrl(music) ? music : undefined;
  return waitUrl === undefined ? {} : { waitUrl, waitMethod: 'GET' };
}

/** Without a name, callers of the same message and moderators meet. */
function nameOf(query: Vars, moderators: readonly string[]): string {
  const unnamed = text(query, 'Message') + moderators.join('');
  return text(query, 'Name') || createHash('md5').update(unnamed).digest('hex');
}
