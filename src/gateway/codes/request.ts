// Codes about the request itself: it was not what Twilio expects, and making it again changes nothing.

import type { CodeRow } from './code-row.ts';

const REPORT = 'this looks like a bug: report it, with what remind show says';
const OURS = 'let remind keep the time: it needs no scheduling at Twilio';

export const REQUEST_CODES: readonly CodeRow[] = [
  [20001, 'permanent', 'Twilio does not know a parameter of the request', REPORT],
  [20004, 'permanent', 'Twilio does not allow this method here', REPORT],
  [20007, 'permanent', 'a page of a list may have at most 1,000 rows', REPORT],
  [20404, 'permanent', 'Twilio has nothing by that name', 'check the SID and the account'],
  [20409, 'permanent', 'it is in no state in which this can be done', 'look at it: remind show'],
  [20422, 'permanent', 'a parameter of the request is not valid', REPORT],
  [21201, 'permanent', 'the call has no recipient', REPORT],
  [21220, 'permanent', 'the call is not going on', 'nothing: it is over, or has not begun'],
  [21603, 'permanent', 'the message has no sender', 'set one: remind config explain shows where from'],
  [21604, 'permanent', 'the message has no recipient', REPORT],
  [21605, 'permanent', 'the message is too long for an old API', REPORT],
  [
    21616,
    'permanent',
    'the sending number matches several numbers of the account',
    'name the sender in full, with country code',
  ],
  [21624, 'permanent', 'the validity period is not between 1 and 36,000 seconds', REPORT],
  [21626, 'permanent', 'a status callback event is not known', REPORT],
  [30409, 'permanent', 'it is too late to cancel this message', 'nothing: it has been sent'],
  [35111, 'permanent', 'a message scheduled at Twilio needs a time', REPORT],
  [35114, 'permanent', 'Twilio cannot schedule for that time', OURS],
  [35115, 'permanent', 'Twilio schedules from 5 minutes to 35 days ahead', OURS],
  [35118, 'permanent', 'scheduling at Twilio needs a messaging service', OURS],
  [35125, 'permanent', 'the account has 500,000 messages scheduled at Twilio already', OURS],
  [35126, 'permanent', 'this channel cannot be scheduled at Twilio', OURS],
];
