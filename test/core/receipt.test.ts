import { expect, test } from 'vitest';
import { callReceipt, isFinalCall, isFinalMessage, messageReceipt } from '../../src/core/receipt.ts';

// Every status that Twilio's API description lists.
const MESSAGES = ['accepted', 'scheduled', 'queued', 'sending', 'sent', 'partially_delivered', 'receiving'];
const CALLS = ['queued', 'ringing', 'in-progress'];

test.each(['delivered', 'undelivered', 'failed', 'canceled', 'read', 'received'])(
  'a %s text is final',
  (status) => {
    expect(isFinalMessage(status)).toBe(true);
    expect(messageReceipt(status)).toBe(status);
  },
);

test.each([...MESSAGES, 'a word Twilio adds tomorrow'])('a text that is %s may change', (status) => {
  expect(isFinalMessage(status)).toBe(false);
});

test.each(['completed', 'busy', 'failed', 'no-answer', 'canceled'])(
  'a call that is %s is final',
  (status) => {
    expect(isFinalCall(status)).toBe(true);
  },
);

test.each(CALLS)('a call that is %s may change', (status) => {
  expect(isFinalCall(status)).toBe(false);
});

test.each([
  ['completed', 'human', 'answered'],
  ['completed', 'unknown', 'answered'],
  ['completed', null, 'answered'],
  ['completed', 'machine_start', 'machine'],
  ['completed', 'machine_end_beep', 'machine'],
  ['completed', 'machine', 'machine'],
  ['completed', 'fax', 'fax'],
  ['busy', null, 'busy'],
  ['no-answer', null, 'no-answer'],
  ['failed', null, 'failed'],
  ['canceled', null, 'canceled'],
  ['ringing', null, 'ringing'],
])('a call %s, taken by %s, is "%s"', (status, answeredBy, receipt) => {
  expect(callReceipt(status, answeredBy)).toBe(receipt);
});
