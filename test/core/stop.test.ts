import { describe, expect, test } from 'vitest';
import { describeStop, holdOf, isStoppable, type Stop, wayBack } from '../../src/core/stop.ts';

const PAUSE: Stop = {
  id: 1,
  kind: 'pause',
  tenantId: null,
  tenantName: null,
  reason: null,
  since: Date.parse('2026-11-23T09:00:00Z'),
};

describe('isStoppable', () => {
  test.each([
    ['message', 'reminder', null, true],
    ['message', 'send', null, true],
    ['call', 'bridge', null, true],
    ['call', 'drill', null, true],
    ['call', 'alarm', null, false],
    ['message', 'alarm', null, false],
    ['call-update', 'send', 'CA1', false],
    ['message', 'send', 'SM1', false],
    ['number', 'purchase', null, false],
  ] as const)('a %s for %s on %s: %s', (kind, purpose, targetSid, expected) => {
    expect(isStoppable({ kind, purpose, targetSid })).toBe(expected);
  });
});

test('a stop says what, since when, why, and the way back', () => {
  expect(describeStop(PAUSE)).toBe('sending is paused since 2026-11-23T09:00:00Z');
  const salon = { ...PAUSE, tenantId: 2, tenantName: 'salon', reason: 'closed' };
  expect(describeStop(salon)).toBe('sending for salon is paused since 2026-11-23T09:00:00Z (closed)');
  expect(wayBack(salon)).toBe('let it go on with: remind resume --tenant "salon"');
  expect(wayBack(PAUSE)).toBe('let it go on with: remind resume');
  const fuse = { ...PAUSE, kind: 'fuse' as const };
  expect(describeStop(fuse)).toMatch(/^the blast fuse has tripped/);
  expect(wayBack(fuse)).toMatch(/remind fuse reset$/);
  expect([holdOf(PAUSE), holdOf(fuse)]).toEqual(['paused', 'fuse']);
});
