// TwiML by the official builder, loaded alone (13 ms instead of 150), and the message that needs no public server.

import VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js';
import { UsageError } from '../core/errors.ts';
import { speakable } from '../core/spoken.ts';

export { VoiceResponse };

// Twilio's limit on the Twiml parameter of a call.
export const MAX_INLINE_TWIML = 4_000;

export interface SpokenOptions {
  /** How often it is said; 2 unless given, as the first words are lost to "Hello?". */
  readonly repeat?: number;
  /** Silence before each time, in whole seconds; 1 unless given. */
  readonly pauseS?: number;
  /** One of Twilio's voices, such as `Polly.Joanna`; Twilio's own choice unless given. */
  readonly voice?: string;
  /** Such as `de-DE`; the voice's own unless given. */
  readonly language?: string;
}

/**
 * A call that says `text`, pauses, says it again and hangs up. Asks for no digits, since inline TwiML has nobody
 * to send them to.
 * @throws UsageError when nothing can be spoken, or it does not fit into an inline TwiML
 */
export function spokenMessage(text: string, options: SpokenOptions = {}): string {
  const words = speakable(text);
  if (words === '') throw new UsageError('the message has no words that can be spoken');
  const { repeat = 2 } = options;
  const written = render(words, { ...options, copies: repeat, loop: 1 });
  if (written.length <= MAX_INLINE_TWIML) return written;
  // Said from one copy it is repeated without a pause, but nearly twice the length fits.
  const loop = (part: string): string => render(part, { ...options, copies: 1, loop: repeat });
  const looped = loop(words);
  if (looped.length <= MAX_INLINE_TWIML) return looped;
  throw new UsageError(
    `the message is too long to be spoken: of its ${words.length} characters the first ${longestFit(words, loop)} fit`,
    { hint: 'shorten it; each & < and > takes the room of four or five characters' },
  );
}

// Escaping makes the room depend on the words, so it is tried out, in whole code points.
function longestFit(words: string, render: (part: string) => string): number {
  const points = Array.from(words);
  let fits = 0;
  for (let step = 4_096; step >= 1; step /= 2) {
    const tried = Math.min(fits + step, points.length);
    if (render(points.slice(0, tried).join('')).length <= MAX_INLINE_TWIML) fits = tried;
  }
  return points.slice(0, fits).join('').length;
}

interface Rendering extends SpokenOptions {
  readonly copies: number;
  readonly loop: number;
}

function render(words: string, { copies, loop, pauseS = 1, voice, language }: Rendering): string {
  const response = new VoiceResponse();
  // The builder leaves undefined attributes out. Its type lists 900 voices; which exist is Twilio's to say.
  const say = { voice, language, loop: loop > 1 ? loop : undefined } as VoiceResponse.SayAttributes;
  for (let copy = 0; copy < copies; copy += 1) {
    if (pauseS > 0) response.pause({ length: pauseS });
    response.say(say, words);
  }
  return response.toString();
}
