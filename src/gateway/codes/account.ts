// Codes about the account or the sender: everything sent alike fails alike, so sending halts.

import type { CodeRow } from './code-row.ts';

const FUNDS = 'add funds or settle the account at console.twilio.com, then: remind resume';
const CREDENTIALS = 'check the account SID and token (or API key) with remind doctor, then: remind resume';
const SENDER = 'set a number of this account as the sender; see them with: remind doctor';
const SERVICE = 'check the messaging service and its senders at console.twilio.com';
const CAMPAIGN = 'look at the A2P 10DLC campaign at console.twilio.com';

export const ACCOUNT_CODES: readonly CodeRow[] = [
  [10001, 'halt', 'the account is disabled: no funds, or its terms of use were broken', FUNDS],
  [10002, 'halt', 'trial accounts cannot do this', 'upgrade the account at console.twilio.com'],
  [10005, 'halt', 'voice calls are disabled for this account', 'ask Twilio support to enable them'],
  [
    11100,
    'halt',
    'a URL in the request is not a URL',
    'check the URLs in the configuration: remind config explain',
  ],
  [20003, 'halt', 'the credentials are wrong, of another region, or of a suspended account', CREDENTIALS],
  [20005, 'halt', 'the account is not active', FUNDS],
  [20006, 'halt', 'these credentials may not do this', CREDENTIALS],
  [20008, 'halt', 'test credentials work for few requests, and not for this one', CREDENTIALS],
  [20010, 'halt', 'this action is disabled for the account', 'ask Twilio support to enable it'],
  [20403, 'halt', 'the account is suspended or closed, or these credentials may not do this', CREDENTIALS],
  [
    21205,
    'halt',
    'a URL in the request is not valid',
    'check the URLs in the configuration: remind config explain',
  ],
  [
    21210,
    'halt',
    'the calling number is neither a Twilio number nor a verified caller ID of the account',
    SENDER,
  ],
  [21212, 'halt', 'the sending number is not valid', SENDER],
  [21606, 'halt', 'the sending number cannot send texts from this account', SENDER],
  [
    21609,
    'halt',
    'the status callback is not a URL that Twilio can use',
    'use a public https URL whose host has no underscore',
  ],
  [21659, 'halt', 'the sender is not a Twilio number, or its country does not match', SENDER],
  [21660, 'halt', 'the sending number belongs to another account', SENDER],
  [21661, 'halt', 'the sending number cannot send texts', SENDER],
  [21701, 'halt', 'the messaging service does not exist', SERVICE],
  [21703, 'halt', 'the messaging service has no number that can send this', SERVICE],
  [21704, 'halt', 'the messaging service has no senders', SERVICE],
  [21705, 'halt', 'the messaging service SID is not valid', SERVICE],
  [30002, 'halt', 'the account was suspended after the message was queued', FUNDS],
  [
    30023,
    'halt',
    "the day's cap of the US A2P 10DLC brand is reached",
    'wait for the next day, or raise the trust score',
  ],
  [
    30027,
    'halt',
    "T-Mobile's daily limit for this brand is reached",
    'wait for the next day, or raise the trust score',
  ],
  [
    30032,
    'halt',
    'the toll-free number is not verified, so it cannot text the US or Canada',
    'verify it at console.twilio.com (takes 3-5 days)',
  ],
  [30033, 'halt', 'the A2P 10DLC campaign is suspended', CAMPAIGN],
  [
    30034,
    'halt',
    'US carriers block senders that are not registered',
    'register an A2P 10DLC brand and campaign (takes 10-15 days), or send from a verified toll-free number',
  ],
  [30035, 'halt', 'the sending number is still being registered for its campaign', CAMPAIGN],
  [30037, 'halt', 'outbound messages are disabled for this account', 'ask Twilio support to enable them'],
  [
    30454,
    'halt',
    'the account has reached its cap of messages',
    'wait a day, or ask Twilio support to raise the cap',
  ],
  [
    63038,
    'halt',
    'the account has reached its daily cap of messages',
    'wait: the cap counts the last 24 hours',
  ],
];
