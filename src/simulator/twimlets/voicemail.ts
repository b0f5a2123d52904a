// /voicemail: records what the caller has to say and mails where it is to be heard.

import { response, type Verb } from './twiml.ts';
import { type Email, spokenUnlessBlank, type Twimlet, type TwimletRequest } from './twimlet.ts';
import { text, type Vars } from './vars.ts';

const LANGUAGES = ['en', 'en-gb', 'es', 'fr', 'de'];
const VOICES = ['man', 'woman'];

/**
 * Email, Message, Transcribe (true), Language, Voice. Comes by three times: to greet, with the recording, and with
 * its transcription. Nothing is mailed here: the mail is an event of the simulator.
 */
export const voicemail: Twimlet = (asked) => {
  const { query, request } = asked;
  const status = text(request, 'TranscriptionStatus').toLowerCase();
  if (status === 'completed') {
    const words = `Text of the transcribed voicemail:\n${text(request, 'TranscriptionText')}.\n\n`;
    return { twiml: '', email: newVoicemail(asked, words) };
  }
  if (status === 'failed') return { twiml: '', email: newVoicemail(asked) };
  if (text(request, 'RecordingUrl') === '') return { twiml: greeting(asked) };
  return {
    twiml: response({ name: 'Say', content: 'Thanks. Good bye.' }, { name: 'Hangup' }),
    // With a transcription under way, the mail waits for it.
    email: isTranscribed(query) ? undefined : newVoicemail(asked),
  };
};

/** Nothing is posted after an empty recording, so no mail comes of it. */
function greeting({ query, origin }: TwimletRequest): string {
  const given = spokenUnlessBlank(text(query, 'Message')).map((verb) =>
    verb.name === 'Say' ? { ...verb, attributes: accent(query) } : verb,
  );
  const words =
    given.length > 0 ? given : [{ name: 'Say', content: 'Please leave a message after the beep.' }];
  // The address goes in as it is: a plus in it comes back as a space, and is mailed to as one.
  const transcribeCallback = `${origin}/voicemail?Email=${text(query, 'Email')}`;
  const attributes = isTranscribed(query) ? { transcribe: 'true', transcribeCallback } : {};
  return response(...words, { name: 'Record', attributes });
}

/** Of the source published by Twilio; what ran in 2019 knew neither and ignored them. */
function accent(query: Vars): NonNullable<Verb['attributes']> {
  const language = text(query, 'Language').toLowerCase();
  const voice = text(query, 'Voice').toLowerCase();
  return {
    ...(LANGUAGES.includes(language) ? { language } : {}),
    ...(VOICES.includes(voice) ? { voice } : {}),
  };
}

function isTranscribed(query: Vars): boolean {
  return ['', 'true'].includes(text(query, 'Transcribe').toLowerCase());
}

/** None without an address. */
function newVoicemail({ query, request }: TwimletRequest, words = ''): Email | undefined {
  const to = text(query, 'Email');
  const caller = readable(text(request, 'From') || text(request, 'Caller'));
  const link = `Click this link to listen to the message:\n${text(request, 'RecordingUrl')}.mp3`;
  if (to === '') return undefined;
  return {
    from: 'voicemail@twimlets.com',
    to,
    subject: `New Voicemail Message from ${caller}`,
    text: `You have a new voicemail from ${caller}\n\n${words}${link}`,
  };
}

/** `(415) 555-0123` and `555-0123`; of any other number the digits. */
function readable(number: string): string {
  const all = number.replace(/\D/g, '');
  const digits = all.length === 11 && all.startsWith('1') ? all.slice(1) : all;
  if (digits.length === 10) return `(${digits.slice(0, 3)}) ${digits.slice(3, 6)}-${digits.slice(6)}`;
  return digits.length === 7 ? `${digits.slice(0, 3)}-${digits.slice(3)}` : digits;
}
