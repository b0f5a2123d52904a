// Codes of the moment: congestion, limits and failures that pass.

import type { CodeRow } from './code-row.ts';

const AGAIN = 'send it again later';

export const DELIVERY_CODES: readonly CodeRow[] = [
  [10004, 'retry', 'too many calls are going on at once', 'nothing: it is tried again'],
  [
    20429,
    'retry',
    'too many requests at once; this one was not processed',
    'nothing: it is tried again; lower --concurrency if it stays',
  ],
  [
    20500,
    'unknown',
    'Twilio failed on its side, and may have sent it all the same',
    'nothing: it is not sent again before that is known',
  ],
  [
    20503,
    'unknown',
    'Twilio was not available, and may have sent it all the same',
    'nothing: it is not sent again before that is known',
  ],
  [
    21611,
    'retry',
    "the sender's queue at Twilio is full",
    'nothing: it is tried again; more senders would help',
  ],
  [
    22005,
    'retry',
    "the account's queue of calls is full",
    'nothing: it is tried again; ask Twilio for more calls per second',
  ],
  [30001, 'later', "the sender's queue overflowed and the message was dropped", AGAIN],
  [30003, 'later', 'the phone is switched off or out of reach', AGAIN],
  [30008, 'later', 'the carrier gave no reason', AGAIN],
  [30017, 'later', "the recipient's carrier is congested", AGAIN],
  [
    30022,
    'later',
    'US carriers limit how fast this campaign may send',
    'spread the sends, or raise the trust score',
  ],
  [
    30036,
    'later',
    'the message was still waiting when it had become too late',
    'send earlier, or with a longer --expires',
  ],
  [30410, 'later', 'a carrier did not answer Twilio in time', AGAIN],
  [
    30450,
    'later',
    'Twilio blocks this destination for a while: it looks like fraud',
    'wait, or allow the number under SMS pumping protection',
  ],
];
