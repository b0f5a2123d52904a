// Takes secrets out of text that a person, a log or a bug report will see.

const MASK = '[redacted]';
// Shorter secrets would mask ordinary words; Twilio's tokens and secrets have 32 characters.
const MIN_SECRET = 8;
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  // The value of an Authorization header, in headers, curl lines and dumps of objects.
  [/(authorization["']?\s*[:=]\s*["']?)(?:[a-z]+\s+)?[^\s"',}]+/gi, `$1${MASK}`],
  // base64 of "AC…:token" has 90 characters and of any real pair more than 16; prose ("Basic authentication") has fewer.
  [/\b(basic|bearer)\s+[A-Za-z0-9+/_.~-]{16,}=*/gi, `$1 ${MASK}`],
  // https://user:password@host
  [/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@:]*:[^\s/@]*@/gi, `$1${MASK}@`],
  [/((?:auth[_-]?token|api[_-]?secret|password|passphrase)["']?\s*[:=]\s*["']?)[^\s"',;&}]+/gi, `$1${MASK}`],
];

/** `text` without `secrets` (also base64- and URL-encoded), Authorization values and credentials in URLs. */
export function redact(text: string, secrets: readonly string[] = []): string {
  let clean = text;
  for (const secret of secrets) {
    if (secret.length < MIN_SECRET) continue;
    for (const form of new Set([secret, encodeURIComponent(secret), btoa(unescapeToLatin1(secret))])) {
      clean = clean.replaceAll(form, MASK);
    }
  }
  for (const [pattern, replacement] of PATTERNS) clean = clean.replace(pattern, replacement);
  return clean;
}

// btoa takes bytes; a secret outside Latin-1 is encoded as UTF-8 first.
function unescapeToLatin1(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}
