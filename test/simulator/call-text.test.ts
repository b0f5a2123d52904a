// The text of a call says what its JSON says, whatever is in it.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Call, callJson } from '../../src/simulator/call.ts';
import { callText } from '../../src/simulator/call-text.ts';

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

it('is the same as its JSON', () => {
  fc.assert(
    fc.property(call, (each) => {
      expect(callText(each)).toBe(JSON.stringify(callJson(each)));
    }),
    { seed: 1, numRuns: 500 },
  );
});
