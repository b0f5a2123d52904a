// Asks an address whether it is the simulator, before any credential is shown to it.

import type { Random } from '../core/clock.ts';
import { HANDSHAKE_PATH, verifyHandshake } from '../core/handshake.ts';
import type { Countdown } from './countdown.ts';
import { WireError } from './wire.ts';
import { openHttpWire } from './wire-http.ts';

// A simulator answers from memory; an address that swallows packets must not hold up every command.
const TIMEOUT_MS = 2_000;
const NONCE_BYTES = 16;
// A true answer has about 200 bytes.
const MAX_BODY_BYTES = 4_096;

/**
 * The simulator's account, when the address proves to be one. Any other answer, a redirect, an error or silence
 * is undefined: then it counts as the real Twilio, with all the guards that go with that.
 */
export async function askSimulator(
  baseUrl: string,
  random: Random,
  countdown?: Countdown,
): Promise<{ accountSid: string } | undefined> {
  const wire = openHttpWire({
    baseUrl,
    version: 'handshake',
    maxBodyBytes: MAX_BODY_BYTES,
    ...(countdown === undefined ? {} : { countdown }),
  });
  const nonce = random.hex(NONCE_BYTES);
  try {
    const path = `${HANDSHAKE_PATH}?nonce=${nonce}`;
    const { status, body } = await wire.send({ method: 'GET', path }, { timeoutMs: TIMEOUT_MS });
    return status === 200 ? verifyHandshake(nonce, JSON.parse(body)) : undefined;
  } catch (error) {
    if (error instanceof WireError || error instanceof SyntaxError) return undefined;
    throw error;
  } finally {
    await wire.close();
  }
}
