// The handshake by which only the simulator proves that it is one: `simulator` mode is granted by nothing else.

import { createHmac, timingSafeEqual } from 'node:crypto';

/** Where the simulator answers, with `?nonce=…`. */
export const HANDSHAKE_PATH = '/sim/handshake';

// Not a secret: it keeps an address, a proxy or another mock from being taken for the simulator by accident.
const KEY = 'remind-simulator-handshake-v1';

/** What the simulator answers to a handshake. */
export interface HandshakeAnswer {
  readonly simulator: 1;
  readonly accountSid: string;
  /** Hex HMAC-SHA256 of the nonce. */
  readonly proof: string;
}

/** The proof for a nonce; the nonce must be fresh at each handshake, or a recorded answer would pass. */
export function handshakeProof(nonce: string): string {
  return createHmac('sha256', KEY).update(nonce).digest('hex');
}

/** The simulator's account if `answer`, as parsed from JSON, proves the nonce; undefined for anything else. */
export function verifyHandshake(nonce: string, answer: unknown): { accountSid: string } | undefined {
  if (typeof answer !== 'object' || answer === null) return undefined;
  const { simulator, accountSid, proof } = answer as Partial<Record<keyof HandshakeAnswer, unknown>>;
  if (simulator !== 1 || typeof accountSid !== 'string' || typeof proof !== 'string') return undefined;
  const expected = Buffer.from(handshakeProof(nonce));
  const given = Buffer.from(proof);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  return { accountSid };
}
