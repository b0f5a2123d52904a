// Patterns in which a search for numbers is written: digits, `*` for any one digit, letters as on a keypad.

const KEYPAD = ['ABC', 'DEF', 'GHI', 'JKL', 'MNO', 'PQRS', 'TUV', 'WXYZ'];

/** Undefined for a text with other signs in it, punctuation aside. A `+` stands for the beginning of the number. */
export function numberPattern(text: string): RegExp | undefined {
  const plain = text.replace(/[\s().-]/g, '').toUpperCase();
  if (!/^\+?[0-9A-Z*]+$/.test(plain)) return undefined;
  const source = plain
    .replace('+', '^\\+')
    .replace(/[A-Z]/g, (letter) => String(KEYPAD.findIndex((key) => key.includes(letter)) + 2))
    .replaceAll('*', '\\d');
  return new RegExp(source);
}
