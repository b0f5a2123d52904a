// Reads how long the other side asks us to wait.

const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * `Retry-After` in ms, from seconds or from a date (measured from the answer's own `Date`, so that a wrong clock
 * here does not matter); undefined when absent or unreadable.
 */
export function retryAfterMs(headers: Readonly<Record<string, string>>): number | undefined {
  const value = headers['retry-after']?.trim() ?? '';
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1_000;
  const now = headers['date'] ?? '';
  if (!HTTP_DATE.test(value) || !HTTP_DATE.test(now)) return undefined;
  const wait = Date.parse(value) - Date.parse(now);
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}
