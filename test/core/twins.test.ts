import { describe, expect, it } from 'vitest';
import { judgeTwins, type SeenSend, YIELD_MS } from '../../src/core/twins.ts';
import { HOUR_MS, MINUTE_MS } from '../../src/core/wall.ts';

const NINE = Date.parse('2026-11-23T09:00:00Z');
const send = (sid: string, changes: Partial<SeenSend> = {}): SeenSend => ({
  sid,
  kind: 'message',
  to: '+12025550123',
  words: 'Hello',
  at: NINE,
  ...changes,
});

describe('two copies', () => {
  it('come to opposite verdicts about the same pairs, whenever they look', () => {
    const later = { at: NINE + HOUR_MS };
    const [a, b] = [
      [send('SM1'), send('SM8', later)],
      [send('SM2'), send('SM3', later)],
    ];
    expect([judgeTwins(b, a), judgeTwins(a, b)]).toEqual(['go-on', 'yield']);
    expect([judgeTwins(b.slice(0, 1), a), judgeTwins(a, b.slice(0, 1))]).toEqual(['go-on', 'yield']);
  });

  it('are told from another program by what both of them sent', () => {
    const own = send('SM1');
    expect(judgeTwins([send('SM2', { words: 'Hallo' })], [own])).toBe('unknown');
    expect(judgeTwins([send('SM2', { to: '+12025550124' })], [own])).toBe('unknown');
    expect(judgeTwins([send('SM2', { at: NINE + 11 * MINUTE_MS })], [own])).toBe('unknown');
    expect(judgeTwins([send('SM2')], [])).toBe('unknown');
  });

  it('do not go on for ever when the other one does not stop', () => {
    const twin = send('SM2');
    expect(judgeTwins([twin, send('SM9', { at: NINE + YIELD_MS })], [send('SM1')])).toBe('go-on');
    expect(judgeTwins([twin, send('SM9', { at: NINE + YIELD_MS + 1 })], [send('SM1')])).toBe('stubborn');
  });
});
