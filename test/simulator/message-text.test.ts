// The text of a message says what its JSON says, whatever is in it.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rfc2822 } from '../../src/simulator/dates.ts';
import { type Message, messageUri, shownBody, shownTo, UNSENT } from '../../src/simulator/message.ts';
import { messageText } from '../../src/simulator/message-text.ts';
import { decimalPrice } from '../../src/simulator/money.ts';

const STATUSES = [
  'scheduled',
  'accepted',
  'queued',
  'sending',
  'sent',
  'delivered',
  'undelivered',
  'failed',
  'canceled',
  'receiving',
  'received',
] as const;

const instant = fc.integer({ min: 0, max: 4_102_444_800_000 });
const orNull = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: null });
// Whatever people write, quotes, surrogates without their half and line separators included.
const words = fc.string({ unit: 'binary', maxLength: 40 });

const message: fc.Arbitrary<Message> = fc.record({
  seq: fc.integer(),
  sid: fc.constant(`SM${'a'.repeat(32)}`),
  accountSid: fc.constant(`AC${'b'.repeat(32)}`),
  direction: fc.constantFrom('inbound', 'outbound-api', 'outbound-call', 'outbound-reply'),
  messagingServiceSid: orNull(fc.constant(`MG${'c'.repeat(32)}`)),
  from: orNull(words),
  to: words,
  body: words,
  status: fc.constantFrom(...STATUSES),
  segments: fc.nat(10),
  media: fc.array(fc.webUrl(), { maxLength: 3 }),
  priceMicros: orNull(fc.nat(1_000_000)),
  errorCode: orNull(fc.nat(99_999)),
  errorMessage: orNull(words),
  createdAt: instant,
  sentAt: orNull(instant),
  updatedAt: instant,
  statusCallback: fc.constant(null),
  nextAt: fc.constant(null),
  discardsContent: fc.constantFrom(undefined, true),
  obfuscatesAddress: fc.constantFrom(undefined, true),
  validUntil: instant,
});

/** The same as an object, the plain way. */
function messageJson(message: Message): Record<string, unknown> {
  const uri = messageUri(message);
  return {
    account_sid: message.accountSid,
    api_version: '2010-04-01',
    body: shownBody(message),
    date_created: rfc2822(message.createdAt),
    date_sent: rfc2822(message.sentAt),
    date_updated: rfc2822(message.updatedAt),
    direction: message.direction,
    error_code: message.errorCode,
    error_message: message.errorMessage,
    from: message.from,
    messaging_service_sid: message.messagingServiceSid,
    num_media: String(message.media.length),
    // A messaging service counts segments once it knows the sender.
    num_segments: message.from === null ? '0' : String(message.segments),
    price: decimalPrice(message.priceMicros),
    price_unit: 'USD',
    sid: message.sid,
    status: message.status,
    subresource_uris: {
      ...(UNSENT.includes(message.status) ? {} : { feedback: `${uri}/Feedback.json` }),
      media: `${uri}/Media.json`,
    },
    to: shownTo(message),
    uri: `${uri}.json`,
  };
}

it('is the same as its JSON', () => {
  fc.assert(
    fc.property(message, (each) => {
      expect(messageText(each)).toBe(JSON.stringify(messageJson(each)));
    }),
    { seed: 1, numRuns: 500 },
  );
});
