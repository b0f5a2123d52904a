import { describe, expect, it } from 'vitest';
import { type Coming, forecast, isUseless, latestMs, startsInTime } from '../../src/core/forecast.ts';

const NOW = Date.parse('2026-11-23T08:00:00Z');
const OURS = { perSecond: 1, freeAt: 0, lastTenantId: 0, queue: 'ours' } as const;
const TWILIOS = { ...OURS, queue: 'twilio' } as const;

interface Row extends Coming {
  readonly name: string;
}

const row = (name: string, inMs: number, changes: Partial<Row> = {}): Row => ({
  name,
  tenantId: 1,
  priority: 'normal',
  dueAt: NOW + inMs,
  readyAt: NOW + inMs,
  expiresAt: NOW + inMs + 3_600_000,
  tokens: 1,
  ...changes,
});

const told = (...args: Parameters<typeof forecast<Row>>) =>
  forecast(...args).map(({ row: { name }, at }) => [name, at - NOW]);

describe('the forecast', () => {
  it('lets everybody go when due while there is no rate', () => {
    expect(told([row('b', 5), row('a', 0)], { ...OURS, perSecond: 0 }, NOW)).toEqual([
      ['a', 0],
      ['b', 5],
    ]);
  });

  it("is Twilio's queue: one after the other, in the order in which they came", () => {
    const rows = [row('a', 0), row('b', 0), row('c', 500), row('d', 5_000, { tenantId: 2 })];
    expect(told(rows, TWILIOS, NOW)).toEqual([
      ['a', 0],
      ['b', 1_000],
      ['c', 2_000],
      ['d', 5_000],
    ]);
  });

  it('is our line: tenants in turn, critical ones first, a tenth of a second ahead', () => {
    const rows = [
      ...['a1', 'a2', 'a3'].map((name) => row(name, 0)),
      row('b1', 100, { tenantId: 2 }),
      row('b2', 100, { tenantId: 2 }),
      row('critical', 1_000, { priority: 'critical' }),
    ];
    expect(told(rows, OURS, NOW)).toEqual([
      ['a1', 0],
      ['b1', 900],
      ['critical', 1_900],
      ['b2', 2_900],
      ['a2', 3_900],
      ['a3', 4_900],
    ]);
  });

  it('counts the segments of a text, and what is in the bucket now', () => {
    const rows = [row('long', 0, { tokens: 3 }), row('short', 1, { tokens: 1 })];
    expect(told(rows, { ...TWILIOS, freeAt: NOW + 2_000 }, NOW)).toEqual([
      ['long', 2_000],
      ['short', 5_000],
    ]);
  });

  it('spends nothing on what comes too late', () => {
    const rows = [row('a', 0), row('late', 0, { expiresAt: NOW + 500 }), row('b', 0)];
    const forecasted = forecast(rows, TWILIOS, NOW);
    expect(forecasted.map((each) => [each.row.name, each.at - NOW, isUseless(each)])).toEqual([
      ['a', 0, false],
      ['late', 1_000, true],
      ['b', 1_000, false],
    ]);
  });

  it('begins now with what is overdue, and knows how late the last one is', () => {
    const forecasted = forecast([row('a', -60_000), row('b', -60_000)], TWILIOS, NOW);
    expect(latestMs(forecasted)).toBe(61_000);
  });
});

describe('starting early', () => {
  it('puts one behind the other so that the last is in time', () => {
    const starts = startsInTime([row('a', 0), row('b', 0), row('c', 0)], 0.5, () => Number.NEGATIVE_INFINITY);
    expect(starts.map(({ row: { name }, at }) => [name, at - NOW])).toEqual([
      ['c', -4_000],
      ['b', -2_000],
      ['a', 0],
    ]);
  });

  it('moves nothing that is in time, and nothing before its earliest', () => {
    const rows = [row('a', 0), row('b', 60_000), row('c', 60_000)];
    const starts = startsInTime(rows, 1, ({ dueAt }) => dueAt - 500);
    expect(starts.map(({ at }) => at - NOW)).toEqual([0, 59_500, 60_000]);
  });
});

it('keeps its order, whatever the size', () => {
  const rows = Array.from({ length: 20_000 }, (_, i) => row(String(i), i % 900_000, { tenantId: i % 7 }));
  const forecasted = forecast(rows, { ...OURS, perSecond: 10 }, NOW);
  expect(forecasted).toHaveLength(rows.length);
  expect(new Set(forecasted.map(({ row: { name } }) => name)).size).toBe(rows.length);
  expect(forecasted.every(({ at }, i) => at >= (forecasted[i - 1]?.at ?? 0))).toBe(true);
});
