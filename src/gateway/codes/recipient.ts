// Codes about one recipient or one content: this reminder will never go through, others may.

import type { CodeRow } from './code-row.ts';

const NUMBER = 'correct the number (remind contact edit), then schedule it anew';
const CALL_THEM = 'reach this person by call: remind schedule --via call';
const GEO = 'allow the country under geo permissions at console.twilio.com, then: remind retry';
const VERIFY = 'verify the number at console.twilio.com, or upgrade the trial account, then: remind retry';
const WORDS = 'change the words: remind edit';

export const RECIPIENT_CODES: readonly CodeRow[] = [
  [13224, 'permanent', 'the number cannot be called, or is not valid', NUMBER],
  [13225, 'permanent', 'Twilio blocks calls to this number', 'ask Twilio support if the number is genuine'],
  [13227, 'permanent', 'the account may not call this country', GEO],
  [21211, 'permanent', 'the number is not a valid phone number, or is the sender itself', NUMBER],
  [21214, 'permanent', 'the number cannot be reached', NUMBER],
  [21215, 'permanent', 'the account may not call this country', GEO],
  [21216, 'permanent', 'Twilio blocks calls to this number', 'ask Twilio support if the number is genuine'],
  [21217, 'permanent', 'the number does not look like a phone number', NUMBER],
  [21219, 'permanent', 'a trial account can call verified numbers only', VERIFY],
  [21265, 'permanent', 'a short code cannot receive this', NUMBER],
  [21266, 'permanent', 'the recipient and the sender are the same number', NUMBER],
  [21268, 'permanent', 'this is a premium number', NUMBER],
  [21408, 'permanent', 'the account may not text this country', GEO],
  [21602, 'permanent', 'the message has no words', WORDS],
  [21608, 'permanent', 'a trial account can text verified numbers only', VERIFY],
  [
    21610,
    'permanent',
    'this person has opted out (STOP) of messages from this sender',
    'nothing, unless they text START; do not write from another number',
  ],
  [
    21612,
    'permanent',
    'no route leads from this sender to this number',
    'try another sender, or reach this person by call',
  ],
  [21614, 'permanent', 'the number is not a mobile number', CALL_THEM],
  [21617, 'permanent', 'the message is longer than 1,600 characters', WORDS],
  [21618, 'permanent', 'the message cannot be sent as it is', WORDS],
  [21619, 'permanent', 'the message has neither words nor media', WORDS],
  [21620, 'permanent', 'a media URL is not valid', 'use a whole http or https URL'],
  [21623, 'permanent', 'the message has more than 10 media files', 'attach fewer'],
  [21635, 'permanent', 'the number is a landline', CALL_THEM],
  [
    30004,
    'permanent',
    'the recipient blocks these messages, or has texted STOP to a toll-free number',
    CALL_THEM,
  ],
  [30005, 'permanent', 'the number is unknown to its carrier', NUMBER],
  [30006, 'permanent', 'the number is a landline, or its carrier cannot be reached by text', CALL_THEM],
  [
    30007,
    'permanent',
    'a carrier or Twilio filtered the message as unwanted',
    'avoid link shorteners and sales words; name your business',
  ],
  [
    30019,
    'permanent',
    "the message is larger than the recipient's carrier takes",
    'send less, or smaller media',
  ],
  [30038, 'permanent', 'a filter against one-time passwords stopped the message', WORDS],
  [30044, 'permanent', 'a trial account may not send a text this long', 'shorten it, or upgrade the account'],
];
