import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCron } from '../../src/core/cron.ts';
import { parseDuration } from '../../src/core/duration.ts';
import { UsageError } from '../../src/core/errors.ts';
import { isE164, parsePhone } from '../../src/core/phone.ts';
import { resolveWhen } from '../../src/core/when.ts';
import { wallAt, zoneName } from '../../src/core/zone.ts';

// Whatever a person types, the answer is a value or a UsageError: anything else would be shown as a bug of ours.
const words = (...vocabulary: string[]) =>
  fc.array(fc.oneof(fc.constantFrom(...vocabulary), fc.string({ maxLength: 3 })), { maxLength: 6 });

async function usable<T>(read: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

describe('nonsense is refused as usage', () => {
  test('times', async () => {
    const zones = fc.constantFrom('America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu');
    const text = words(
      'tomorrow',
      'next',
      'last',
      'friday',
      'tue',
      'at',
      'noon',
      'midnight',
      '9am',
      '14:30',
      '25:00',
      'in',
      '2',
      'days',
      'hours',
      'feb',
      '30',
      '2026-02-29',
      '2026-11-01T01:30',
      '+02:00',
      '+2h',
      'EST',
      '3/4',
      'evening',
      'week',
    ).map((parts) => parts.join(' '));
    const now = Date.parse('2026-11-01T05:30:00Z');
    await fc.assert(
      fc.asyncProperty(text, zones, async (typed, zone) => {
        const when = await usable(() => resolveWhen(typed, { now, zone }));
        if (when === undefined) return;
        expect(Number.isSafeInteger(when.instant)).toBe(true);
        expect(when.wall).toBe(wallAt(when.instant, zone));
      }),
      { numRuns: 1_500 },
    );
  });

  test('phone numbers', async () => {
    const text = words(
      '+1',
      '+44',
      '0',
      '00',
      '202',
      '555',
      '0123',
      '(',
      ')',
      '-',
      ' ',
      '900',
      'ext',
      '7700',
      '+',
    );
    const region = fc.constantFrom(undefined, 'US', 'GB', 'JP', 'DE');
    await fc.assert(
      fc.asyncProperty(text, region, async (parts, given) => {
        const phone = await usable(() => parsePhone(parts.join(''), { region: given }));
        if (phone === undefined) return;
        expect(isE164(phone.e164)).toBe(true);
        // What was made is read back as the same, without a region.
        expect((await parsePhone(phone.e164)).e164).toBe(phone.e164);
      }),
      { numRuns: 2_000 },
    );
  });

  test('cron, zones and durations', async () => {
    const fields = words(
      '*',
      '*/5',
      '9',
      '0-23',
      'mon',
      'L',
      '1#2',
      '5L',
      '?',
      '31',
      '2',
      'H',
      '@daily',
      '60',
    );
    await fc.assert(
      fc.asyncProperty(fields, async (parts) => {
        const next = (await usable(() => parseCron(parts.join(' '))))?.next(0);
        expect(next === undefined || next > 0).toBe(true);
        await usable(() => zoneName(parts.join('/')));
        const ms = await usable(() => parseDuration(parts.join('')));
        expect(ms === undefined || Number.isSafeInteger(ms)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});
