// Sliding windows: how many may go within a time, and when the next one may.

/** At most `most` within any `windowMs`. */
export interface WindowLimit {
  readonly most: number;
  readonly windowMs: number;
}

/**
 * The first instant from `from` on at which one more may go without breaking a limit, after all of `instants`
 * (ascending) that are within a window of it.
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

/** The same between instants that have been and others that are planned: the first gap into which one more fits. */
export function nextGapAt(instants: readonly number[], limits: readonly WindowLimit[], from: number): number {
  const ends = limits.flatMap(({ windowMs }) => instants.map((at) => at + windowMs));
  const candidates = [from, ...ends.filter((at) => at > from)].sort((a, b) => a - b);
  return candidates.find((at) => fits(at, instants, limits)) ?? from;
}

/** True when no window that holds `at` would hold more than its limit. */
function fits(at: number, instants: readonly number[], limits: readonly WindowLimit[]): boolean {
  return limits.every(({ most, windowMs }) => {
    const near = instants.filter((other) => Math.abs(other - at) < windowMs);
    // `most` of them and this one are too many where the first and the last are less than a window apart.
    return near.every((first, index) => {
      const last = near[index + most - 1];
      return last === undefined || Math.max(last, at) - Math.min(first, at) >= windowMs;
    });
  });
}
