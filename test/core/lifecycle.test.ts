import { describe, expect, test } from 'vitest';
import { mayMove, REMINDER_STATES, SETTLED, showState, TRANSITIONS } from '../../src/core/lifecycle.ts';

// Written out a second time on purpose: a step added by accident must be added here as well.
const LEGAL = new Set([
  'scheduled>processing',
  'scheduled>held',
  'scheduled>failed',
  'scheduled>expired',
  'scheduled>cancelled',
  'processing>sent',
  'processing>failed',
  'processing>unknown',
  'processing>scheduled',
  'processing>held',
  'processing>expired',
  'unknown>sent',
  'unknown>scheduled',
  'unknown>failed',
  'held>scheduled',
  'held>expired',
  'held>cancelled',
  'failed>scheduled',
  'expired>scheduled',
  'cancelled>scheduled',
]);

describe('mayMove', () => {
  const pairs = REMINDER_STATES.flatMap((from) => REMINDER_STATES.map((to) => [from, to] as const));

  test.each(pairs)('from %s to %s', (from, to) => {
    expect(mayMove(from, to)).toBe(from === to || LEGAL.has(`${from}>${to}`));
  });

  test('what was sent stays sent', () => {
    expect(Object.keys(TRANSITIONS.sent)).toEqual([]);
  });

  test('nothing is sent without having been claimed', () => {
    const ways = REMINDER_STATES.filter((from) => TRANSITIONS[from].sent !== undefined);
    expect(ways).toEqual(['processing', 'unknown']);
    expect(REMINDER_STATES.filter((from) => TRANSITIONS[from].processing !== undefined)).toEqual([
      'scheduled',
    ]);
    expect(REMINDER_STATES.filter((from) => TRANSITIONS[from].unknown !== undefined)).toEqual(['processing']);
  });
});

test('every state can be reached, and every settled one left only by the operator', () => {
  const reached = new Set<string>(['scheduled']);
  for (const _ of REMINDER_STATES) {
    for (const from of REMINDER_STATES) {
      if (reached.has(from)) for (const to of Object.keys(TRANSITIONS[from])) reached.add(to);
    }
  }
  expect([...reached].sort()).toEqual([...REMINDER_STATES].sort());
  for (const state of SETTLED) expect(['', 'scheduled']).toContain(Object.keys(TRANSITIONS[state]).join());
});

test('a held reminder is shown with its reason', () => {
  expect(showState('held', 'mode')).toBe('held:mode');
  expect(showState('sent', null)).toBe('sent');
});
