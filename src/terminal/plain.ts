// Makes foreign text harmless to a terminal: bodies, names and Twilio's words may hold control sequences.

// ESC-led sequences as a whole (CSI, OSC up to its end, two-character ones), so that their parameters go too.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this file is about
const SEQUENCE = /\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?|[ -/]*[0-~])?/g;
// C0 without tab and newline, DEL, C1, and the marks that reorder text (U+202A–202E, U+2066–2069), which can
// make one number look like another.
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const CONTROL = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g;
// Exactly what color.ts's six styles write; nothing else may pass.
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const OUR_STYLES = /(\x1b\[(?:1|2|22|31|32|33|36|39)m)/;

/** Text without control characters, save tab and newline. */
export function plain(text: string): string {
  return text.replace(SEQUENCE, '').replace(CONTROL, '');
}

/** The same on one line: each run of tabs and newlines becomes one space. */
export function plainLine(text: string): string {
  return plain(text.replace(/[\t\r\n]+/g, ' '));
}

/** Like `plain`, but lets the six styles of ours through. */
export function plainStyled(text: string): string {
  if (!text.includes('\x1b')) return plain(text);
  return text
    .split(OUR_STYLES)
    .map((part, index) => (index % 2 === 1 ? part : plain(part)))
    .join('');
}
