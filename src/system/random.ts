// Real randomness, from the operating system.

import { randomBytes } from 'node:crypto';
import type { Random } from '../core/clock.ts';

export const systemRandom: Random = {
  // 48 random bits fill a double exactly, and six bytes are what readUIntBE can take.
  next: () => randomBytes(6).readUIntBE(0, 6) / 2 ** 48,
  hex: (bytes) => randomBytes(bytes).toString('hex'),
};
