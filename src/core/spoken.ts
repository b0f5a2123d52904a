// Words to be spoken: any text made safe to be put into TwiML and read aloud.

/**
 * The text with all white space, line breaks too, as single spaces and without what XML cannot hold: control
 * characters, lone surrogates and non-characters (Twilio's TwiML builder throws on them). What is left out is
 * silent anyway, so unlike a body it goes without a word. May come out empty.
 */
export function speakable(text: string): string {
  return text
    .replace(/[\p{Surrogate}\p{Noncharacter_Code_Point}]/gu, '')
    .replace(/[\p{White_Space}\p{Control}]+/gu, ' ')
    .trim();
}
