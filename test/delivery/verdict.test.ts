// From what a look found to what is done about it: every row of the table.

import { describe, expect, test } from 'vitest';
import type { Match } from '../../src/core/match.ts';
import { decideVerdict } from '../../src/delivery/verdict.ts';
import type { DoubtedReminder } from '../../src/store/doubts.ts';

const UNKNOWN = 1_000_000;
const GRACE = 120_000;
const row = { sid: 'SM1' };
const NONE: Match<typeof row> = { found: 'none' };

const REMINDER: DoubtedReminder = {
  id: 1,
  tenantId: 1,
  channel: 'sms',
  priority: 'normal',
  to: '+12025550123',
  expiresAt: UNKNOWN + 3_600_000,
  onUnknown: null,
  tenantOnUnknown: null,
  isWatched: false,
  appointmentState: null,
  appointmentChangedAt: null,
  importState: null,
  ruleEndedAt: null,
};

interface Case {
  readonly looks?: number;
  readonly sightings?: number;
  readonly now?: number;
  readonly onUnknown?: 'resend' | 'hold' | 'drop';
  readonly reminder?: Partial<DoubtedReminder> | null;
}

function decide(match: Match<typeof row>, { looks = 2, sightings = 0, reminder = {}, ...rest }: Case = {}) {
  const doubt = { looks, sightings, unknownAt: UNKNOWN, createdAt: UNKNOWN - 30_000 };
  const terms = { graceMs: GRACE, now: rest.now ?? UNKNOWN + 4 * GRACE, onUnknown: rest.onUnknown ?? null };
  return decideVerdict(doubt, match, reminder === null ? undefined : { ...REMINDER, ...reminder }, terms);
}

describe('the looks', () => {
  test.each([0, 1, 2])('after %d of them, one match is it', (looks) => {
    expect(decide({ found: 'one', row }, { looks })).toEqual({ verdict: 'sent', row });
  });

  test.each([
    [0, GRACE, 2 * GRACE],
    [1, 2 * GRACE, 4 * GRACE],
  ])('look %d that shows nothing is followed by another', (looks, at, next) => {
    const verdict = decide(NONE, { looks, now: UNKNOWN + at });
    expect(verdict).toEqual({ verdict: 'again', at: UNKNOWN + next, sightings: 0, sids: [] });
  });

  test('the third that shows nothing proves it absent', () => {
    expect(decide(NONE)).toMatchObject({ verdict: 'absent' });
  });

  test.each(['several', 'unclear'] as const)(
    '%s rows leave it to a person, at the end of the looks',
    (found) => {
      const match = { found, rows: [row, { sid: 'SM2' }] };
      expect(decide(match, { looks: 1 })).toMatchObject({ verdict: 'again', sightings: 2 });
      expect(decide(match)).toEqual({ verdict: 'unclear', sightings: 2, sids: ['SM1', 'SM2'] });
    },
  );

  test('what an earlier look saw is not forgotten: it may have been deleted since', () => {
    expect(decide(NONE, { sightings: 1 })).toEqual({ verdict: 'unclear', sightings: 1, sids: [] });
  });
});

describe('what Twilio does not have', () => {
  const sequel = (one: Case) => {
    const verdict = decide(NONE, one);
    return verdict.verdict === 'absent' ? verdict.sequel.to : verdict.verdict;
  };
  const late = { now: REMINDER.expiresAt + 1 };
  const changed = { appointmentState: 'booked', appointmentChangedAt: UNKNOWN } as const;

  test.each<[string, Case, string]>([
    ['a text', {}, 'resend'],
    ['a call', { reminder: { channel: 'call' } }, 'hold'],
    ['a critical call', { reminder: { channel: 'call', priority: 'critical' } }, 'resend'],
    ['a call that may be repeated', { reminder: { channel: 'call', onUnknown: 'resend' } }, 'resend'],
    ['a text that may not', { reminder: { onUnknown: 'hold' } }, 'hold'],
    ['a text of a tenant that wants none repeated', { reminder: { tenantOnUnknown: 'drop' } }, 'drop'],
    ['a text of a profile that holds', { onUnknown: 'hold' }, 'hold'],
    ['at the last useful moment', { now: REMINDER.expiresAt }, 'resend'],
    ['too late', late, 'expire'],
    ['too late, to be held', { ...late, onUnknown: 'hold' }, 'expire'],
    ['too late, to be dropped', { ...late, onUnknown: 'drop' }, 'drop'],
    ['sent by hand', { reminder: { isWatched: true } }, 'drop'],
    ['sent by hand, to be held', { onUnknown: 'hold', reminder: { isWatched: true } }, 'hold'],
    ['of an appointment', { reminder: { appointmentState: 'booked', appointmentChangedAt: 1 } }, 'resend'],
    ['of an appointment that moved since', { reminder: changed }, 'hold'],
    ['of a cancelled appointment', { reminder: { ...changed, appointmentState: 'cancelled' } }, 'drop'],
    ['of an import', { reminder: { importState: 'applied' } }, 'resend'],
    ['of an import that was undone', { reminder: { importState: 'undone' } }, 'drop'],
    ['of a rule that has ended', { reminder: { ruleEndedAt: UNKNOWN } }, 'drop'],
    ['of nobody’s reminder', { reminder: null }, 'hold'],
  ])('%s', (_what, one, to) => {
    expect(sequel(one)).toBe(to);
  });
});
