// What kind of Twilio this database talks to, and so whom a send may reach.

/**
 * - `simulator`: granted by a handshake that only the simulator answers, never by an address.
 * - `own`: the real Twilio, the operator's own listed numbers only. What you get unless you say otherwise.
 * - `live`: the real Twilio, anyone. Set by `remind mode live` with a typed confirmation.
 */
export const MODES = ['simulator', 'own', 'live'] as const;
export type Mode = (typeof MODES)[number];

/** The account and mode a database belongs to: written at its first use, refused for any other. */
export interface Stamp {
  readonly accountSid: string;
  readonly mode: Mode;
}
