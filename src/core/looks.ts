// When a send of unknown outcome is looked for at Twilio: three times, at 1×, 2× and 4× of the grace.

/** So many looks must have found nothing before a send counts as absent. */
export const LOOKS = 3;

/**
 * The instant of the look after `looks` of them: 1×, 2×, 4× the grace after the outcome became unknown. A look
 * that came late (no daemon ran, Twilio was down) puts the next one off: three in a row would see one moment only.
 */
export function nextLookAt(
  { unknownAt, looks }: { readonly unknownAt: number; readonly looks: number },
  { now, graceMs }: { readonly now: number; readonly graceMs: number },
): number {
  return Math.max(unknownAt + graceMs * 2 ** looks, now + graceMs / 2);
}
