import { expect, test } from 'vitest';
import { describeSimEvent } from '../../src/simulator/describe-event.ts';
import type { SimEvent } from '../../src/simulator/journal.ts';
import { CINDY, NOON } from './harness.ts';

const call = { at: NOON, sid: 'CA1', to: CINDY };
const heard = { ...call, event: 'heard', until: NOON, ms: 1_000, heardFraction: 1, cut: false } as const;
const key = { ...call, event: 'machine-key', key: '5' } as const;

test.each<[SimEvent, string | undefined]>([
  [{ ...heard, verb: 'say', text: 'At ten.', heard: 'At ten.' }, `${CINDY} heard: “At ten.”`],
  [{ ...heard, verb: 'say', text: 'At ten.', heard: 'ten.', cut: true }, `${CINDY} heard: “ten.” (cut off)`],
  [{ ...heard, verb: 'say', text: 'At ten.', heard: '' }, `${CINDY} heard nothing of: “At ten.”`],
  [{ ...heard, verb: 'pause', text: '', heard: '' }, undefined],
  [{ ...heard, verb: 'ring', text: 'ringing', heard: 'ringing' }, undefined],
  [{ ...heard, verb: 'music', text: 'hold music', heard: 'hold music' }, `${CINDY} hears music`],
  [{ ...heard, verb: 'beep', text: 'beep', heard: 'beep' }, `${CINDY} hears a beep`],
  [{ ...heard, verb: 'joined', text: '+12025550101', heard: '' }, `${CINDY} talks to +12025550101`],
  [{ ...call, event: 'said', words: 'Hello?', ms: 1_000, taken: false }, `${CINDY} said: “Hello?”`],
  [{ ...call, event: 'said', words: '', ms: 1_000, taken: false }, `${CINDY} talks over it`],
  [{ ...key, by: 'caller', does: 'skip' }, `${CINDY} heard a 5: the greeting was skipped`],
  [{ ...key, by: 'caller', does: 'nothing' }, `${CINDY} heard a 5: the machine took no notice`],
  [
    { ...key, by: 'owner', does: 'erase' },
    `the owner of ${CINDY} pressed 5 on the voicemail: “This message has been erased.”`,
  ],
])('%j', (event, line) => {
  expect(describeSimEvent(event)).toBe(line);
});
