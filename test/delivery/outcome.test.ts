import { describe, expect, it } from 'vitest';
import { decideOutcome } from '../../src/delivery/outcome.ts';
import type { Exchanged, VerdictClass } from '../../src/gateway/door.ts';
import { testRandom } from '../clock.ts';

const NOW = 1_000_000;

function decide(
  verdict: VerdictClass,
  changes: { retries?: boolean; expiresAt?: number | null; attempt?: number; retryAfterMs?: number } = {},
) {
  const { retryAfterMs, ...terms } = changes;
  const exchanged: Exchanged = {
    intentId: 1,
    verdict: { class: verdict, message: 'as it was said', retryAfterMs },
    httpStatus: null,
    row: undefined,
    log: undefined,
  };
  return decideOutcome(exchanged, {
    now: NOW,
    expiresAt: null,
    attempt: 1,
    retries: true,
    random: testRandom(),
    graceMs: 120_000,
    ...terms,
  });
}

describe('what an answer means', () => {
  it.each([
    ['permanent', 'rejected', 'failed'],
    ['unknown', 'unknown', 'unknown'],
    ['expired', 'not-sent', 'expired'],
    ['held', 'not-sent', 'held'],
    ['retry', 'not-sent', 'scheduled'],
    ['later', 'not-sent', 'scheduled'],
    ['halt', 'rejected', 'held'],
  ] as const)('%s settles the intent as %s and the reminder as %s', (verdict, settled, landed) => {
    const outcome = decide(verdict);
    expect(outcome.settlement.outcome).toBe(settled);
    expect(outcome.landing.to).toBe(landed);
    expect(outcome.settlement.error).toBe('as it was said');
  });

  it('tries again later each time, within a minute', () => {
    const waits = [1, 2, 3, 9].map((attempt) => (decide('retry', { attempt }).landing.runAt ?? 0) - NOW);
    expect(waits.every((wait) => wait > 0 && wait <= 60_000)).toBe(true);
    expect(waits[3]).toBeGreaterThan(waits[0] ?? 0);
  });

  it('waits as long as Twilio asks for', () => {
    expect(decide('retry', { retryAfterMs: 90_000 }).landing.runAt).toBeGreaterThanOrEqual(NOW + 90_000);
  });

  it('expires what could only be tried again too late', () => {
    expect(decide('retry', { expiresAt: NOW + 1 }).landing.to).toBe('expired');
  });

  it.each(['retry', 'later', 'halt'] as const)('ends %s at once when a person is watching', (verdict) => {
    expect(decide(verdict, { retries: false }).landing.to).toBe('failed');
  });
});
