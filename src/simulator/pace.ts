// How long words and tones take on the line.

/** About 165 words a minute of six characters each, which is how fast Twilio's voices read. */
export const MS_PER_CHARACTER = 60;

export function speechMs(words: string): number {
  return words.length * MS_PER_CHARACTER;
}

const HALF_SECOND_MS = 500;
const TONE_MS = 250;

/** `w` waits half a second, `W` a whole one; anything else is a tone. */
export function tonesMs(digits: string): number {
  return [...digits].reduce((ms, key) => ms + toneMs(key), 0);
}

export function toneMs(key: string): number {
  if (key === 'w') return HALF_SECOND_MS;
  return key === 'W' ? 2 * HALF_SECOND_MS : TONE_MS;
}

/** Each tone of it, and when it begins to sound. */
export function tonesOf(digits: string): { readonly key: string; readonly atMs: number }[] {
  let atMs = 0;
  return [...digits].flatMap((key) => {
    const tone = { key, atMs };
    atMs += toneMs(key);
    return key === 'w' || key === 'W' ? [] : [tone];
  });
}
