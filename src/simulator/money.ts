// What the simulated Twilio charges, in millionths of a US dollar, and how it writes prices.

/** US list price of one outbound segment (https://www.twilio.com/en-us/sms/pricing/us), carrier fees left out. */
export const SEGMENT_MICROS = 8_300;
/** US list prices of a picture message, sent and received, however long its text is (same page). */
export const MMS_MICROS = 22_000;
export const INBOUND_MMS_MICROS = 16_500;
/** US list price of one inbound segment (same page). */
export const INBOUND_SEGMENT_MICROS = 8_300;
/** US list price of an outbound minute, begun minutes counting whole (https://www.twilio.com/en-us/voice/pricing/us). */
export const MINUTE_MICROS = 14_000;
/** The same of an inbound minute to a local and to a toll-free number. */
export const INBOUND_MINUTE_MICROS = 8_500;
export const INBOUND_TOLL_FREE_MINUTE_MICROS = 22_000;
/** One answering-machine detection, whatever it finds. */
export const DETECTION_MICROS = 7_500;
/** A minute of recording, and of transcribing it. */
export const RECORDING_MINUTE_MICROS = 2_500;
export const TRANSCRIPTION_MINUTE_MICROS = 50_000;
/** What a simulated account starts with. */
export const OPENING_BALANCE_MICROS = 100_000_000;

/** `-0.00830` for a charge of 8,300; null stays null, since Twilio fills prices in later. */
export function decimalPrice(chargeMicros: number | null): string | null {
  if (chargeMicros === null) return null;
  return chargeMicros === 0 ? '0' : `-${(chargeMicros / 1e6).toFixed(5)}`;
}
