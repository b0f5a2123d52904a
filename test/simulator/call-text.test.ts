// The text of a call says what its JSON says, whatever is in it.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Call, callUri, subresources } from '../../src/simulator/call.ts';
import { callText } from '../../src/simulator/call-text.ts';
import { rfc2822 } from '../../src/simulator/dates.ts';
import { decimalPrice } from '../../src/simulator/money.ts';
import { formatNumber } from '../../src/simulator/number.ts';

const instant = fc.integer({ min: 0, max: 4_102_444_800_000 });
const orNull = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: null });
const number = fc.constantFrom('+12025550123', '+4915112345678', 'client:a"b', '', 'sip:a@b.example');
const words = fc.string({ unit: 'binary', maxLength: 20 });

const call = fc.record({
  seq: fc.integer(),
  sid: fc.constant(`CA${'a'.repeat(32)}`),
  accountSid: fc.constant(`AC${'b'.repeat(32)}`),
  from: number,
  to: number,
  phoneNumberSid: fc.constantFrom('', `PN${'c'.repeat(32)}`),
  direction: fc.constantFrom('inbound', 'outbound-api', 'outbound-dial'),
  parentCallSid: orNull(fc.constant(`CA${'d'.repeat(32)}`)),
  forwardedFrom: orNull(number),
  callerName: orNull(words),
  status: fc.constantFrom('queued', 'ringing', 'in-progress', 'completed', 'busy', 'failed', 'canceled'),
  createdAt: instant,
  updatedAt: instant,
  dialAt: instant,
  startedAt: orNull(instant),
  endedAt: orNull(instant),
  durationSeconds: orNull(fc.nat(100_000)),
  priceMicros: orNull(fc.nat(1_000_000)),
  answeredBy: fc.constantFrom(null, 'human', 'machine_end_beep'),
  sequence: fc.nat(9),
  plan: fc.constant({}),
}) as unknown as fc.Arbitrary<Call>;

/** The same as an object, the plain way. */
function callJson(call: Call): Record<string, unknown> {
  const uri = callUri(call);
  return {
    account_sid: call.accountSid,
    answered_by: call.answeredBy,
    api_version: '2010-04-01',
    caller_name: call.callerName ?? null,
    date_created: rfc2822(call.createdAt),
    date_updated: rfc2822(call.updatedAt),
    direction: call.direction,
    duration: call.durationSeconds === null ? null : String(call.durationSeconds),
    end_time: rfc2822(call.endedAt),
    forwarded_from: call.forwardedFrom ?? null,
    from: call.from,
    from_formatted: formatNumber(call.from),
    group_sid: null,
    parent_call_sid: call.parentCallSid,
    phone_number_sid: call.phoneNumberSid || null,
    price: decimalPrice(call.priceMicros),
    price_unit: 'USD',
    queue_time: String(call.dialAt - call.createdAt),
    sid: call.sid,
    start_time: rfc2822(call.startedAt),
    status: call.status,
    subresource_uris: subresources(uri),
    to: call.to,
    to_formatted: formatNumber(call.to),
    trunk_sid: null,
    uri: `${uri}.json`,
  };
}

it('is the same as its JSON', () => {
  fc.assert(
    fc.property(call, (each) => {
      expect(callText(each)).toBe(JSON.stringify(callJson(each)));
    }),
    { seed: 1, numRuns: 500 },
  );
});
