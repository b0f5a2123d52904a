// Days as views are asked for.

import { expect, test } from 'vitest';
import { UsageError } from '../../src/core/errors.ts';
import { readSpan } from '../../src/reminders/span.ts';

const terms = { now: Date.parse('2026-11-26T09:00:00Z'), zone: () => 'UTC' };

test('--on names a whole day', async () => {
  expect(await readSpan({ on: 'tomorrow' }, terms)).toEqual({
    from: Date.parse('2026-11-27T00:00:00Z'),
    until: Date.parse('2026-11-28T00:00:00Z'),
  });
});

test.each(['nonsense', '2026-02-30', 'tomorrow 9am'])(
  '%s is no day, and no hour is spoken of',
  async (on) => {
    const reading = readSpan({ on }, terms);
    await expect(reading).rejects.toThrow(`cannot read "${on}" as a day`);
    await expect(reading).rejects.not.toThrow('23:59');
  },
);

test('a day that is none is told of before a zone that nobody knows', async () => {
  const zone = () => {
    throw new UsageError('no time zone is known');
  };
  await expect(readSpan({ on: 'bad' }, { ...terms, zone })).rejects.toThrow('cannot read "bad" as a day');
  await expect(readSpan({ on: 'mon' }, { ...terms, zone })).rejects.toThrow('no time zone is known');
});
