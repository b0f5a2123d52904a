import { describe, expect, it, test } from 'vitest';
import { entriesOf, report } from '../../src/reminders/report.ts';
import { addTenant } from '../../src/reminders/tenants.ts';
import type { ReportedReminder } from '../../src/store/report.ts';
import { CINDY, makeWorld, scheduled, type World } from './world.ts';

const row = (changes: Partial<ReportedReminder> = {}): ReportedReminder => ({
  ...{
    id: 1,
    appointmentId: 7,
    appointmentState: 'booked',
    groupKey: null,
    insteadOf: null,
    tenantName: 'default',
  },
  ...{ name: null, to: CINDY, zone: 'UTC', at: 0, channel: 'sms', state: 'sent', holdReason: null },
  ...{ receipt: 'delivered', response: null, lastError: null, doubt: null, replyId: null, replyBody: null },
  isOptedOut: 0,
  ...changes,
});
const call = (receipt: string | null, changes: Partial<ReportedReminder> = {}) =>
  row({ channel: 'call', receipt, ...changes });

describe('an appointment stands', () => {
  it.each([
    ['confirmed by one of several', [row(), row({ response: 'confirmed' })], 'confirmed', null],
    ['cancelled by the person', [row({ response: 'cancelled' })], 'cancelled', null],
    ['cancelled here', [row({ appointmentState: 'cancelled' })], 'cancelled', null],
    ['without reminders that were not cancelled', [row({ state: 'cancelled' })], 'cancelled', null],
    [
      'unreached by who wants no more texts',
      [row({ state: 'cancelled', isOptedOut: 1 }), call(null, { state: 'cancelled', isOptedOut: 1 })],
      'unreached',
      'opted out',
    ],
    ['reached, without an answer', [row({ receipt: 'undelivered' }), call('answered')], 'reached', null],
    ['reached by a machine', [call('machine')], 'reached', null],
    ['to come', [row({ state: 'scheduled', receipt: null })], 'to-come', null],
    ['to come, after one that failed', [call('busy'), row({ state: 'scheduled' })], 'to-come', null],
    ['to come, in line', [row({ state: 'held', holdReason: 'rate' })], 'to-come', null],
    ['under way', [call('ringing')], 'to-come', null],
    [
      'unreached',
      [row({ receipt: 'undelivered' }), call('no-answer')],
      'unreached',
      'text undelivered, call no-answer',
    ],
    ['unreached at the last try', [call('busy'), call('no-answer')], 'unreached', 'call no-answer'],
    [
      'unreached, refused',
      [row({ state: 'failed', receipt: null, lastError: '21211: no number' })],
      'unreached',
      'text failed (21211: no number)',
    ],
    ['held', [row({ state: 'held', holdReason: 'mode' })], 'unreached', 'text held:mode'],
    ['opted out', [row({ receipt: 'failed', response: 'opted-out' })], 'unreached', 'text opted out'],
    ['asking for a call', [row({ response: 'contact' })], 'asks', 'asks to be called'],
    [
      'unclear in what was written, whatever was said before',
      [row({ response: 'confirmed', replyId: 5, replyBody: ' C ' })],
      'asks',
      'wrote "C"; find out what was meant: remind optout review 5',
    ],
    [
      'of unknown outcome, and looked for',
      [call(null, { state: 'unknown', doubt: 'looking' })],
      'to-come',
      null,
    ],
    [
      'of unknown outcome, and decided about by nobody yet',
      [
        row({ receipt: 'undelivered' }),
        call(null, { id: 2, state: 'unknown', doubt: 'absent' }),
        call(null, { id: 3, state: 'unknown', doubt: 'unclear' }),
      ],
      'undecided',
      'text undelivered, call unknown, Twilio does not have it: remind resolve 2 --retry or --drop, ' +
        'call unknown, it may have been sent: remind resolve 3 --sent SID, --retry or --drop',
    ],
    [
      'to come, although an earlier one is of unknown outcome',
      [call(null, { state: 'unknown', doubt: 'absent' }), row({ state: 'scheduled' })],
      'to-come',
      null,
    ],
    [
      'reached, although another is of unknown outcome',
      [row(), call(null, { state: 'unknown', doubt: 'absent' })],
      'reached',
      null,
    ],
    [
      'cancelled, whatever else was said',
      [row({ response: 'contact' }), row({ response: 'cancelled' })],
      'cancelled',
      null,
    ],
  ] as const)('%s', (_, rows, standing, why) => {
    expect(entriesOf(rows)).toMatchObject([{ standing, why }]);
  });

  it('once for each appointment, and once for what belongs together without one', () => {
    const rows = [
      row({ id: 1, appointmentId: 7 }),
      row({ id: 2, appointmentId: 8 }),
      row({ id: 3, appointmentId: 7 }),
      row({ id: 4, appointmentId: null, groupKey: 'g' }),
      row({ id: 5, appointmentId: null, groupKey: 'g', channel: 'call' }),
      row({ id: 6, appointmentId: null }),
    ];
    expect(entriesOf(rows).map(({ reminders }) => reminders.length)).toEqual([2, 1, 2, 1]);
  });
});

describe('the day', () => {
  async function worldOfTwo(): Promise<World> {
    const world = await makeWorld({ zone: 'UTC' });
    await addTenant(world, { name: 'salon', zone: 'Europe/Berlin' });
    await scheduled(world, { for: '2026-11-24 14:00', before: '1d,2h', to: CINDY, tz: 'UTC' });
    await scheduled(world, { for: '2026-11-25 14:00', before: '1d', to: CINDY, tz: 'UTC' });
    await scheduled(world, { at: '2026-11-24 08:00', to: CINDY, tz: 'UTC' });
    await scheduled(world, { for: '2026-11-25 00:30', before: '2h', to: '+12025550124', tenant: 'salon' });
    return world;
  }

  test('is that of the appointment, in the zone that was asked for; without one, that of the reminder', async () => {
    const world = await worldOfTwo();
    const { entries } = await report(world, { on: 'tomorrow' });
    // Half past midnight in Berlin is still the day before in UTC.
    expect(
      entries.map(({ at, reminders, tenant }) => [new Date(at).toISOString(), reminders.length, tenant]),
    ).toEqual([
      ['2026-11-24T08:00:00.000Z', 1, 'default'],
      ['2026-11-24T14:00:00.000Z', 2, 'default'],
      ['2026-11-24T23:30:00.000Z', 1, 'salon'],
    ]);
    expect((await report(world, { on: 'tomorrow', tenant: 'salon' })).entries).toEqual([]);
    expect((await report(world, { on: '2026-11-25', tenant: 'salon' })).entries).toHaveLength(1);
  });
});
