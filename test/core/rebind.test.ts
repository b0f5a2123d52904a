import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LooseSend, rebind, type Unsent } from '../../src/core/rebind.ts';
import { HOUR_MS, MINUTE_MS } from '../../src/core/wall.ts';

const NINE = Date.parse('2026-11-23T09:00:00Z');
const TO = '+12025550123';

const text = (changes: Partial<Unsent> = {}): Unsent => ({
  id: 1,
  channel: 'sms',
  to: TO,
  words: 'Hello',
  madeAt: null,
  dueAt: NINE,
  expiresAt: NINE + 4 * HOUR_MS,
  ...changes,
});
const call = (changes: Partial<Unsent> = {}): Unsent => text({ channel: 'call', ...changes });
const sms = (changes: Partial<LooseSend> = {}): LooseSend => ({
  sid: 'SM1',
  channel: 'sms',
  to: TO,
  words: 'Hello',
  at: NINE,
  isOurs: true,
  ...changes,
});
const ring = (changes: Partial<LooseSend> = {}): LooseSend =>
  sms({ sid: 'CA1', channel: 'call', words: null, ...changes });

const NOTHING = { sent: [], unclear: [], unmatched: [] };

describe('what was sent since a backup', () => {
  it.each<[string, readonly LooseSend[], readonly Unsent[], Partial<ReturnType<typeof rebind>>]>([
    [
      'the same words to the same number, when it was due',
      [sms()],
      [text()],
      { sent: [{ id: 1, sid: 'SM1' }] },
    ],
    ['late', [sms({ at: NINE + 9 * HOUR_MS })], [text()], { sent: [{ id: 1, sid: 'SM1' }] }],
    [
      'by clocks that differ a little',
      [sms({ at: NINE - 4 * MINUTE_MS })],
      [text()],
      { sent: [{ id: 1, sid: 'SM1' }] },
    ],
    [
      'from a sender that has been changed since',
      [sms({ isOurs: false })],
      [text()],
      { sent: [{ id: 1, sid: 'SM1' }] },
    ],
    [
      'the same words before it was due: moved ahead, or another',
      [sms({ at: NINE - 3 * HOUR_MS })],
      [text()],
      { unclear: [{ id: 1, sids: ['SM1'] }] },
    ],
    [
      'the same words long before: another',
      [sms({ at: NINE - 30 * HOUR_MS })],
      [text()],
      { unmatched: ['SM1'] },
    ],
    ['to somebody else', [sms({ to: '+12025550124' })], [text()], { unmatched: ['SM1'] }],
    [
      'other words in its time: edited, or another',
      [sms({ words: 'Hallo' })],
      [text()],
      { unclear: [{ id: 1, sids: ['SM1'] }] },
    ],
    [
      'other words after its time',
      [sms({ words: 'Hallo', at: NINE + 5 * HOUR_MS })],
      [text()],
      { unmatched: ['SM1'] },
    ],
    ['another program’s words', [sms({ words: 'Hallo', isOurs: false })], [text()], { unmatched: ['SM1'] }],
    [
      'words that Twilio does not keep',
      [sms({ words: null })],
      [text()],
      { unclear: [{ id: 1, sids: ['SM1'] }] },
    ],
    ['a call in its time', [ring()], [call()], { sent: [{ id: 1, sid: 'CA1' }] }],
    ['a call after its time', [ring({ at: NINE + 5 * HOUR_MS })], [call()], { unmatched: ['CA1'] }],
    [
      'a call of another program',
      [ring({ isOurs: false })],
      [call()],
      { unclear: [{ id: 1, sids: ['CA1'] }] },
    ],
    [
      'equal words scheduled after it went, within what clocks may differ: the older reminder’s',
      [sms({ at: NINE + MINUTE_MS })],
      [
        text({ madeAt: NINE - HOUR_MS }),
        text({ id: 2, madeAt: NINE + 2 * MINUTE_MS, dueAt: NINE + MINUTE_MS }),
      ],
      { sent: [{ id: 1, sid: 'SM1' }] },
    ],
    [
      'equal words scheduled long after it went: the lost one again, or another',
      [sms({ at: NINE + MINUTE_MS })],
      [text({ madeAt: NINE + HOUR_MS })],
      { unclear: [{ id: 1, sids: ['SM1'] }] },
    ],
    [
      'a call about which others are in doubt already: in doubt, too',
      [ring({ isDoubted: true })],
      [call()],
      { unclear: [{ id: 1, sids: ['CA1'] }] },
    ],
    ['one that reminders are in doubt about already, and none else', [sms({ isDoubted: true })], [], {}],
    ['a text is no call', [sms()], [call()], { unmatched: ['SM1'] }],
    [
      'a call that was called back, and the one that went in its place: that one',
      [ring({ isCanceled: true }), ring({ sid: 'CA2', at: NINE + 5 * MINUTE_MS })],
      [call()],
      { sent: [{ id: 1, sid: 'CA2' }], unmatched: ['CA1'] },
    ],
    [
      'a call that was called back, and nothing else: it went, and was called back',
      [ring({ isCanceled: true })],
      [call()],
      { sent: [{ id: 1, sid: 'CA1' }] },
    ],
    [
      'a call that was called back, and one that was due after it: each its own',
      [ring({ isCanceled: true }), ring({ sid: 'CA2', at: NINE + 5 * MINUTE_MS })],
      [call(), call({ id: 2, dueAt: NINE + 5 * MINUTE_MS })],
      {
        sent: [
          { id: 2, sid: 'CA2' },
          { id: 1, sid: 'CA1' },
        ],
      },
    ],
    [
      'one call where two were due: it may have been either',
      [ring({ at: NINE + HOUR_MS })],
      [call(), call({ id: 2, dueAt: NINE + HOUR_MS })],
      {
        unclear: [
          { id: 2, sids: ['CA1'] },
          { id: 1, sids: ['CA1'] },
        ],
      },
    ],
    [
      'two calls where three were due',
      [ring({ at: NINE + MINUTE_MS }), ring({ sid: 'CA2', at: NINE + 2 * MINUTE_MS })],
      [call(), call({ id: 2 }), call({ id: 3 })],
      {
        unclear: [
          { id: 1, sids: ['CA1'] },
          { id: 2, sids: ['CA1', 'CA2'] },
          { id: 3, sids: ['CA1', 'CA2'] },
        ],
      },
    ],
    [
      'a call that could be one of two, the other of which could be a third',
      [ring({ at: NINE + MINUTE_MS }), ring({ sid: 'CA2', at: NINE + 20 * MINUTE_MS })],
      [
        call({ expiresAt: NINE + 10 * MINUTE_MS }),
        call({ id: 2 }),
        call({ id: 3, dueAt: NINE + 15 * MINUTE_MS }),
      ],
      {
        unclear: [
          { id: 1, sids: ['CA1'] },
          { id: 2, sids: ['CA1', 'CA2'] },
          { id: 3, sids: ['CA2'] },
        ],
      },
    ],
    [
      'a call a minute before another one is due: the first one',
      [ring()],
      [call(), call({ id: 2, dueAt: NINE + MINUTE_MS })],
      { sent: [{ id: 1, sid: 'CA1' }] },
    ],
    [
      'a call some minutes before the only one was due: by a wrong clock, or another',
      [ring()],
      [call({ dueAt: NINE + 3 * MINUTE_MS })],
      { unclear: [{ id: 1, sids: ['CA1'] }] },
    ],
    [
      'equal words some minutes before the next of them is due: the one whose time had come',
      [sms()],
      [text({ dueAt: NINE + 3 * MINUTE_MS, id: 2 }), text()],
      { sent: [{ id: 1, sid: 'SM1' }] },
    ],
    [
      'equal words before any of them was due: by a clock that was wrong the next one',
      [sms()],
      [text({ dueAt: NINE + 4 * MINUTE_MS, id: 2 }), text({ dueAt: NINE + 2 * MINUTE_MS })],
      { sent: [{ id: 1, sid: 'SM1' }] },
    ],
    [
      'a date of whole seconds, for what was due within that second',
      [ring({ at: NINE })],
      [call({ dueAt: NINE + 900 })],
      { sent: [{ id: 1, sid: 'CA1' }] },
    ],
    [
      'two calls for two',
      [ring({ sid: 'CA2', at: NINE + HOUR_MS }), ring()],
      [call(), call({ id: 2, dueAt: NINE + HOUR_MS })],
      {
        sent: [
          { id: 1, sid: 'CA1' },
          { id: 2, sid: 'CA2' },
        ],
      },
    ],
    [
      'of equal texts as many as went',
      [sms(), sms({ sid: 'SM2', at: NINE + 24 * HOUR_MS })],
      [0, 1, 2].map((day) =>
        text({
          id: day + 1,
          dueAt: NINE + day * 24 * HOUR_MS,
          expiresAt: NINE + day * 24 * HOUR_MS + HOUR_MS,
        }),
      ),
      {
        sent: [
          { id: 1, sid: 'SM1' },
          { id: 2, sid: 'SM2' },
        ],
      },
    ],
  ])('%s', (_, sends, reminders, expected) => {
    expect(rebind(sends, reminders)).toEqual({ ...NOTHING, ...expected });
  });

  it('gives each send to one reminder at the most, and each reminder one send, whatever the order', () => {
    const at = fc.integer({ min: -30, max: 30 }).map((hours) => NINE + hours * HOUR_MS);
    const to = fc.constantFrom('+12025550123', '+12025550124');
    const words = fc.constantFrom('Hello', 'Hallo');
    const channel = fc.constantFrom('sms' as const, 'call' as const);
    const sends = fc.array(fc.record({ at, to, words, channel, isOurs: fc.boolean() }), { maxLength: 12 });
    const reminders = fc.array(fc.record({ at, to, words, channel, madeAt: fc.option(at) }), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(sends, reminders, (sends, reminders) => {
        const rows = sends.map((send, index) => ({ ...send, sid: `S${index}` }));
        const unsent = reminders.map(({ at, ...reminder }, id) => ({
          ...reminder,
          id,
          dueAt: at,
          expiresAt: at + HOUR_MS,
        }));
        const { sent, unclear, unmatched } = rebind(rows, unsent);
        expect(new Set(sent.map(({ id }) => id)).size).toBe(sent.length);
        const certain = sent.map(({ sid }) => sid);
        const doubted = new Set(unclear.flatMap(({ sids }) => sids));
        expect(unmatched.filter((sid) => certain.includes(sid) || doubted.has(sid))).toEqual([]);
        expect([...new Set([...certain, ...unmatched, ...doubted])].sort()).toEqual(
          rows.map(({ sid }) => sid).sort(),
        );
        expect(unclear.filter(({ id }) => sent.some((one) => one.id === id))).toEqual([]);
        const key = (one: { sid?: string; id?: number }) => JSON.stringify(one);
        const again = rebind([...rows].reverse(), unsent);
        if (new Set(rows.map((row) => row.at)).size === rows.length)
          expect(again.sent.map(key).sort()).toEqual(sent.map(key).sort());
      }),
    );
  });
});
