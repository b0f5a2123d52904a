// How many segments a text is sent and billed as.

// The GSM 03.38 basic character set and its extension table, whose characters take two places.
const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const EXTENDED = new Set('^{}\\[~]|€\f');

// 140 bytes hold 160 septets or 70 UTF-16 units; a header of 6 bytes on each part of several leaves 153 or 67.
const GSM = { single: 160, part: 153 };
const UCS2 = { single: 70, part: 67 };

// Half of a character outside the Basic Multilingual Plane, an emoji say: those take two units.
const SURROGATE = /[\ud800-\udfff]/;

interface Limit {
  readonly single: number;
  readonly part: number;
}

/** At least 1, also for an empty body: a picture message has one. */
export function countSegments(body: string): number {
  let septets = 0;
  for (const char of body) {
    if (BASIC.has(char)) septets += 1;
    else if (EXTENDED.has(char)) septets += 2;
    else return parts(body, { units: body.length, isEven: !SURROGATE.test(body) }, UCS2);
  }
  return parts(body, { units: septets, isEven: septets === body.length }, GSM);
}

interface Size {
  readonly units: number;
  /** Each character takes one unit, so that parts are filled to the brim. */
  readonly isEven: boolean;
}

function parts(body: string, { units, isEven }: Size, limit: Limit): number {
  if (units <= limit.single) return 1;
  return isEven ? Math.ceil(units / limit.part) : fill(body, limit);
}

/** A character that does not fit whole goes to the next part: an escape stays with its letter, as do an emoji's halves. */
function fill(body: string, limit: Limit): number {
  let count = 1;
  let used = 0;
  for (const char of body) {
    const units = limit === GSM && EXTENDED.has(char) ? 2 : char.length;
    used += units;
    if (used <= limit.part) continue;
    count += 1;
    used = units;
  }
  return count;
}
