// Form encoding, byte for byte as Twilio's own client writes it.

/** Names and values to encode; a list repeats its name, an empty list vanishes. */
export type FormParams = Readonly<Record<string, string | readonly string[]>>;

// encodeURIComponent leaves these five alone and the official client's encoder (RFC 3986) does not.
const ALSO_RESERVED = /[!'()*]/g;
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** `To=%2B15005550006&MediaUrl=a&MediaUrl=b`; a space is `%20`, a lone surrogate U+FFFD. */
export function encodeForm(params: FormParams): string {
  const pairs: string[] = [];
  for (const [name, value] of Object.entries(params)) {
    const key = encode(name);
    if (typeof value === 'string') pairs.push(`${key}=${encode(value)}`);
    else for (const item of value) pairs.push(`${key}=${encode(item)}`);
  }
  return pairs.join('&');
}

function encode(text: string): string {
  const encoded = encodeURIComponent(text.isWellFormed() ? text : text.replace(LONE_SURROGATE, '\uFFFD'));
  return encoded.replace(ALSO_RESERVED, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
