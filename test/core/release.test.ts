import { describe, expect, test } from 'vitest';
import { planRelease, type ReleaseTerms, type Waiting } from '../../src/core/release.ts';

const NOW = 1_000_000;
const MINUTE = 60_000;

function waiting(id: number, changes: Partial<Waiting> = {}): Waiting {
  return {
    id,
    tenantId: 1,
    channel: 'sms',
    to: `+1202555${String(id).padStart(4, '0')}`,
    priority: 'normal',
    dueAt: NOW - 10 * MINUTE + id,
    expiresAt: NOW + 60 * MINUTE,
    ...changes,
  };
}

const TERMS: ReleaseTerms = {
  now: NOW,
  gapMs: 200,
  windowsOf: (channel) => [{ most: channel === 'call' ? 1 : 2, windowMs: MINUTE }],
  history: () => [],
};

const plan = (rows: readonly Waiting[], terms: Partial<ReleaseTerms> = {}) => {
  const { go, useless } = planRelease(rows, { ...TERMS, ...terms });
  return { go: go.map(({ row, runAt }) => [row.id, runAt - NOW]), useless: useless.map(({ id }) => id) };
};

describe('planRelease', () => {
  test('lets one go after the other, those that were due first first', () => {
    const rows = [waiting(3), waiting(1), waiting(2)];
    expect(plan(rows).go).toEqual([
      [1, 0],
      [2, 200],
      [3, 400],
    ]);
  });

  test('lets critical ones go first', () => {
    const rows = [waiting(1), waiting(2, { priority: 'critical' })];
    expect(plan(rows).go).toEqual([
      [2, 0],
      [1, 200],
    ]);
  });

  test('finds the gap between what was sent and what is planned, and the place behind many', () => {
    const call = { channel: 'call', to: '+12025550100' } as const;
    const rows = [waiting(1, call), waiting(2, call)];
    const history = () => [NOW - MINUTE / 2, NOW + 2 * MINUTE];
    expect(plan(rows, { history }).go).toEqual([
      [1, MINUTE / 2],
      [2, 3 * MINUTE],
    ]);
    const many = () => Array.from({ length: 40 }, (_, index) => NOW + index * MINUTE);
    expect(plan(rows, { history: many }).go).toEqual([
      [1, 40 * MINUTE],
      [2, 41 * MINUTE],
    ]);
  });

  test('rings nobody faster than the windows allow, and lets others go meanwhile', () => {
    const call = { channel: 'call', to: '+12025550100' } as const;
    const rows = [waiting(1, call), waiting(2, call), waiting(3, call), waiting(4)];
    expect(plan(rows).go).toEqual([
      [1, 0],
      [4, 600],
      [2, MINUTE],
      [3, 2 * MINUTE],
    ]);
  });

  test('counts what a recipient was sent before', () => {
    const history = () => [NOW - 30_000];
    expect(plan([waiting(1, { channel: 'call' })], { history }).go).toEqual([[1, 30_000]]);
  });

  test('gives up what would come too late, and gives its place to the next', () => {
    const rows = [waiting(1, { expiresAt: NOW - 1 }), waiting(2)];
    expect(plan(rows)).toEqual({ go: [[2, 0]], useless: [1] });
    const call = { channel: 'call', to: '+12025550100' } as const;
    const late = waiting(2, { ...call, expiresAt: NOW + MINUTE - 1 });
    expect(plan([waiting(1, call), late, waiting(3, call)])).toEqual({
      go: [
        [1, 0],
        [3, MINUTE],
      ],
      useless: [2],
    });
  });
});
