// Sliding windows: how many may go within a time, and when the next one may.

/** At most `most` within any `windowMs`. */
export interface WindowLimit {
  readonly most: number;
  readonly windowMs: number;
}

/**
 * The first instant from `from` on at which one more may go without breaking a limit. `instants` ascending; those
 * still to come count as well, so that what is planned one after another keeps the limits together.
 */
export function nextAllowedAt(
  instants: readonly number[],
  limits: readonly WindowLimit[],
  from: number,
): number {
  // With the `most`th newest a whole window back, at most `most - 1` are younger than that.
  const free = limits.map(({ most, windowMs }) => {
    const oldest = instants.at(-most);
    return oldest === undefined ? from : oldest + windowMs;
  });
  return Math.max(from, ...free);
}
