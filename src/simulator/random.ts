// Seeded randomness: the same seed gives the same SIDs and the same faults, run after run.

import type { Random } from '../core/clock.ts';

/** FNV-1a, to spread a label over 32 bits (http://www.isthe.com/chongo/tech/comp/fnv/). */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}

/**
 * An independent stream for each label: drawing more SIDs must not change which request a fault hits.
 * The generator is sfc32 (PractRand's small fast counting generator): not for secrets that matter.
 */
export function seededRandom(seed: number, label: string): Random {
  let a = hash(`${label}/${seed}`);
  let b = hash(`${seed}`);
  let c = hash(label);
  let counter = 1;
  const draw = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  // Mixes the seed into the whole state; 12 rounds are what sfc32's author uses.
  for (let round = 0; round < 12; round += 1) draw();
  return {
    next: () => draw() / 0x1_0000_0000,
    hex(bytes) {
      let text = '';
      while (text.length < bytes * 2) text += draw().toString(16).padStart(8, '0');
      return text.slice(0, bytes * 2);
    },
  };
}

/** A stream as SID source: `SM` and 32 hex digits. */
export function newSid(random: Random, prefix: string): string {
  return prefix + random.hex(16);
}
