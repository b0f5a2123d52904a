// Real randomness, from the operating system.

import { createRequire } from 'node:module';
import type { Random } from '../core/clock.ts';

// node:crypto takes 3 ms to load, and most commands draw no random number.
const crypto = (): typeof import('node:crypto') => createRequire(import.meta.url)('node:crypto');

export const systemRandom: Random = {
  // 48 random bits fill a double exactly, and six bytes are what readUIntBE can take.
  next: () => crypto().randomBytes(6).readUIntBE(0, 6) / 2 ** 48,
  hex: (bytes) => crypto().randomBytes(bytes).toString('hex'),
};
