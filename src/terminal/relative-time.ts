// An instant as a person says it: "in 3 h", "2 min ago".

const UNITS = [
  { ms: 86_400_000, name: 'd' },
  { ms: 3_600_000, name: 'h' },
  { ms: 60_000, name: 'min' },
  { ms: 1000, name: 's' },
] as const;

// What was said as "in 2 hours" is 1:59:59 away when it is told: a sixtieth of the unit makes it whole.
const FORGIVEN = 1 / 60;

/** Rounded towards now but for that, in the largest unit of which there is at least one; "now" below a second. */
export function relativeTime(instant: number, now: number): string {
  const distance = Math.abs(instant - now);
  const unit = UNITS.find(({ ms }) => distance >= ms * (1 - FORGIVEN));
  if (!unit) return 'now';
  const text = `${Math.floor(distance / unit.ms + FORGIVEN)} ${unit.name}`;
  return instant > now ? `in ${text}` : `${text} ago`;
}
