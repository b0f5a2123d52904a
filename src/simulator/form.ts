// application/x-www-form-urlencoded, read and written as Twilio does: flat keys, each may be repeated.

/** The fields of a form or a query string, in order of arrival. */
export type Fields = ReadonlyMap<string, readonly string[]>;

export const NO_FIELDS: Fields = new Map();

function decode(text: string): string {
  if (!text.includes('%') && !text.includes('+')) return text;
  const spaced = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    // Broken escapes are kept as they are: rubbish in a field is that field's problem.
    return spaced;
  }
}

/** Never throws. No nesting: `a[b]=1` has the key `a[b]`, or signatures would break. */
export function parseForm(text: string): Fields {
  const fields = new Map<string, string[]>();
  for (let start = 0; start < text.length; ) {
    let end = text.indexOf('&', start);
    if (end < 0) end = text.length;
    if (end > start) {
      const mark = text.indexOf('=', start);
      const split = mark < 0 || mark > end ? end : mark;
      const key = decode(text.slice(start, split));
      const value = decode(text.slice(Math.min(split + 1, end), end));
      const known = fields.get(key);
      if (known) known.push(value);
      else fields.set(key, [value]);
    }
    start = end + 1;
  }
  return fields;
}

/** The first value of a field; Twilio takes the first when a single one is expected. */
export function field(fields: Fields, name: string): string | undefined {
  return fields.get(name)?.[0];
}

/** Encodes pairs in their order. */
export function encodeForm(pairs: Iterable<readonly [string, string]>): string {
  let text = '';
  for (const [key, value] of pairs) text += `${text === '' ? '' : '&'}${encode(key)}=${encode(value)}`;
  return text;
}

/** As URLSearchParams does, which takes three times as long for the short plain values that most are. */
function encode(text: string): string {
  if (/^[\w*.-]*$/.test(text)) return text;
  if (/^\+\d+$/.test(text)) return `%2B${text.slice(1)}`;
  return new URLSearchParams([['', text]]).toString().slice(1);
}
