// Writes TwiML as the PHP library under Twilio's Twimlets did, and always as XML that can be read.

export interface Verb {
  readonly name: string;
  /** Written in this order. */
  readonly attributes?: Readonly<Record<string, string>>;
  readonly content?: string | readonly Verb[];
}

/** A whole document. */
export function response(...verbs: readonly Verb[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${write({ name: 'Response', content: verbs })}\n`;
}

function write({ name, attributes = {}, content = '' }: Verb): string {
  const start = Object.entries(attributes).reduce(
    (tag, [key, value]) => `${tag} ${key}="${escapeXml(value, IN_ATTRIBUTES)}"`,
    `<${name}`,
  );
  const inside =
    typeof content === 'string' ? escapeXml(resolveEntities(content), IN_TEXT) : content.map(write).join('');
  return inside === '' ? `${start}/>` : `${start}>${inside}</${name}>`;
}

// The library broke off at NUL and wrote other characters that XML has no place for as they were, which no parser
// takes. Here they are left out: a Twimlet of the simulator never makes a document that cannot be read.
const NOT_XML = /[^\t\n\r -\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
const IN_TEXT = /[&<>\r]/g;
const IN_ATTRIBUTES = /[&<>"\t\n\r]/g;
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

function escapeXml(text: string, marks: RegExp): string {
  return text.replace(NOT_XML, '').replace(marks, (mark) => ESCAPES[mark] ?? mark);
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Text that is escaped already is not escaped twice: `AT&amp;T` is said as AT&T. The library decoded once and left
 * what then still looked like an entity to whoever reads the XML, so it counts twice. Of HTML's other names, such
 * as `&eacute;`, which it knew too, nothing is made here.
 */
function resolveEntities(text: string): string {
  return resolveOnce(resolveOnce(text));
}

function resolveOnce(text: string): string {
  return text.replace(
    /&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([\da-fA-F]{1,6}));/g,
    (all, name, dec, hex) => {
      if (name !== undefined) return NAMED[name] ?? all;
      const code = dec === undefined ? Number.parseInt(hex, 16) : Number(dec);
      return code <= 0x10ffff ? String.fromCodePoint(code) : all;
    },
  );
}
