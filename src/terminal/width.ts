// How many columns a text takes on a terminal.

// biome-ignore lint/suspicious/noControlCharactersInRegex: styles take no room
const STYLES = /\x1b\[[0-9;]*m/g;
const WIDE =
  /[\p{Emoji_Presentation}\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;
const NONE = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;

/**
 * Columns: two for an emoji or an East Asian wide character (Unicode's UAX #11, to the block), none for marks
 * that combine, one for the rest. Styles are not counted.
 */
export function displayWidth(text: string): number {
  const bare = text.includes('\x1b') ? text.replace(STYLES, '') : text;
  // Almost every cell is ASCII, for which the length is the width.
  if (/^[ -~]*$/.test(bare)) return bare.length;
  let width = 0;
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(bare)) {
    if (NONE.test(segment)) continue;
    width += WIDE.test(segment) || segment.includes('\ufe0f') ? 2 : 1;
  }
  return width;
}
