// How many segments a text is sent and billed as.

// The GSM 03.38 basic character set and its extension table, whose characters take two places.
const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const EXTENDED = new Set('^{}\\[~]|€\f');

// 140 bytes hold 160 septets or 70 UTF-16 units; a header of 6 bytes on each part of several leaves 153 or 67.
const GSM = { single: 160, part: 153 };
const UCS2 = { single: 70, part: 67 };

/** At least 1, also for an empty body: a picture message has one. */
export function countSegments(body: string): number {
  let septets = 0;
  for (const char of body) {
    if (BASIC.has(char)) septets += 1;
    else if (EXTENDED.has(char)) septets += 2;
    else return parts(body.length, UCS2);
  }
  return parts(septets, GSM);
}

function parts(units: number, limit: { readonly single: number; readonly part: number }): number {
  return units <= limit.single ? 1 : Math.ceil(units / limit.part);
}
