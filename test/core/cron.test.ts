import { describe, expect, test } from 'vitest';
import { parseCron } from '../../src/core/cron.ts';
import { UsageError } from '../../src/core/errors.ts';
import { countToWall, wallToCount } from '../../src/core/wall.ts';

async function nextWall(expression: string, after: string): Promise<string | undefined> {
  const count = (await parseCron(expression)).next(wallToCount(after));
  return count === undefined ? undefined : countToWall(count);
}

describe('parseCron', () => {
  test.each([
    ['0 9 * * *', '2026-01-01T09:00:00'],
    ['  0   9 * *  * ', '2026-01-01T09:00:00'],
    ['0 9 * * mon-fri', '2026-01-01T09:00:00'],
    ['0 9 * * 7', '2026-01-04T09:00:00'],
    ['0 9 * * SUN', '2026-01-04T09:00:00'],
    ['30 8 15 * *', '2026-01-15T08:30:00'],
    ['30 8 15 feb,mar *', '2026-02-15T08:30:00'],
    ['0 9 L * *', '2026-01-31T09:00:00'],
    ['0 9 * * 5L', '2026-01-30T09:00:00'],
    ['0 9 * * 1#2', '2026-01-12T09:00:00'],
    ['0 9 13 * fri', '2026-01-02T09:00:00'],
    ['0 9 29 2 *', '2028-02-29T09:00:00'],
    ['*/15 * * * *', '2026-01-01T00:15:00'],
    ['0 */6 * * *', '2026-01-01T06:00:00'],
    ['@daily', '2026-01-02T00:00:00'],
    ['@Hourly', '2026-01-01T01:00:00'],
    ['@weekly', '2026-01-04T00:00:00'],
    ['@monthly', '2026-02-01T00:00:00'],
    ['@yearly', '2027-01-01T00:00:00'],
  ])('%s, after New Year 2026, is %s', async (expression, wall) => {
    expect(await nextWall(expression, '2026-01-01T00:00:00')).toBe(wall);
  });

  test('the next is strictly after', async () => {
    expect(await nextWall('0 9 * * *', '2026-01-01T09:00:00')).toBe('2026-01-02T09:00:00');
    expect(await nextWall('0 9 * * *', '2026-01-01T08:59:59')).toBe('2026-01-01T09:00:00');
  });

  test('a rule can be asked again from an earlier time', async () => {
    const cron = await parseCron('0 9 * * *');
    const [late, early] = [wallToCount('2026-06-01T00:00:00'), wallToCount('2026-01-01T00:00:00')];
    expect(countToWall(cron.next(late) ?? 0)).toBe('2026-06-01T09:00:00');
    expect(countToWall(cron.next(early) ?? 0)).toBe('2026-01-01T09:00:00');
  });

  test.each([
    ['*/15 * * * *', true],
    ['0 */2 * * *', true],
    ['@hourly', true],
    ['0 9 * * *', false],
    ['*/5 9 * * *', false],
    ['0 0-23 * * *', false],
    ['@daily', false],
  ])('%s is about intervals: %s', async (expression, everyHour) => {
    expect((await parseCron(expression)).everyHour).toBe(everyHour);
  });

  test.each([
    ['', 'it has no fields'],
    ['0 9 * *', 'it has 4 fields'],
    ['0 0 9 * * *', 'it has 6 fields, not 5; seconds are not supported'],
    ['60 * * * *', 'got value 60 expected range 0-59'],
    ['0 24 * * *', 'got value 24'],
    ['0 9 0 * *', 'got value 0'],
    ['0 9 * 13 *', 'got value 13'],
    ['0 9 * * 8', 'got value 8'],
    ['*/0 * * * *', 'cannot repeat'],
    ['*/90 * * * *', 'a step of 90 minutes'],
    ['0 */48 * * *', 'a step of 48 hours'],
    ['5-1 * * * *', 'Invalid range'],
    ['0 9 1,,2 * *', 'Invalid list'],
    ['H 9 * * *', 'H is not supported'],
    ['0 9 30 2 *', 'no such day ever comes'],
    ['0 9 31 apr,jun *', 'no such day ever comes'],
    ['every day at nine', 'it has 4 fields'],
    ['@reboot', 'it has 1 fields'],
    ['a b c d e', 'Invalid characters'],
    ['constructor', 'it has 1 fields'],
  ])('"%s" is refused: %s', async (expression, reason) => {
    await expect(parseCron(expression)).rejects.toThrow(UsageError);
    await expect(parseCron(expression)).rejects.toThrow(reason);
    await expect(parseCron(expression)).rejects.toHaveProperty(
      'hint',
      expect.stringContaining('minute hour'),
    );
  });
});
