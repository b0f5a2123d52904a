// Every operation that the simulator serves, in every state of its resources, held against Twilio's own description.

import { expect, test } from 'vitest';
import { conformance } from '../twilio-spec/ask.ts';
import { OPERATIONS, type Operation } from '../twilio-spec/document.ts';
import { ACCOUNT_TOURS } from './conformance/accounts.ts';
import { CALL_TOURS } from './conformance/calls.ts';
import { IDENTITY_TOURS } from './conformance/identity.ts';
import { PART_TOURS } from './conformance/message-parts.ts';
import { MESSAGE_TOURS } from './conformance/messages.ts';
import { NUMBER_TOURS } from './conformance/numbers.ts';
import { QUEUE_TOURS } from './conformance/queues.ts';
import { RECORDING_TOURS } from './conformance/recordings.ts';
import type { Tour } from './conformance/tour.ts';
import { USAGE_TOURS } from './conformance/usage.ts';
import { simulate } from './harness.ts';

// A new resource adds its file here; the last test counts what nobody has shown.
const TOURS: readonly Tour[] = [
  ...ACCOUNT_TOURS,
  ...IDENTITY_TOURS,
  ...NUMBER_TOURS,
  ...MESSAGE_TOURS,
  ...CALL_TOURS,
  ...USAGE_TOURS,
  ...PART_TOURS,
  ...RECORDING_TOURS,
  ...QUEUE_TOURS,
];

const shown = new Set<string>();

test.each(TOURS)('$shows', async ({ options, walk }) => {
  const simulator = await simulate(await options);
  const asking = conformance(simulator);
  await walk({ ...asking, simulator });
  for (const id of asking.asked) shown.add(id);
});

/** Served: Twilio's path is known (another method than any of Twilio's is not allowed there) and so is this method. */
async function isServed(base: string, authorization: string, operation: Operation): Promise<boolean> {
  const { method, template } = operation;
  const path = template.replace('{CountryCode}', 'US').replace(/\{\w+\}/g, `XX${'0'.repeat(32)}`);
  const ask = async (as: string) =>
    (await fetch(base + path, { method: as, headers: { authorization } })).status;
  return (await ask('PUT')) === 405 && (await ask(method)) !== 405;
}

test('every operation that is served was shown', async () => {
  const { url, accountSid, authToken } = await simulate();
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  const served: string[] = [];
  for (const operation of OPERATIONS) {
    const template = operation.template.replace(/\/Accounts\/\{\w+\}/, `/Accounts/${accountSid}`);
    if (await isServed(url, authorization, { ...operation, template })) served.push(operation.id);
  }
  expect(served).toContain('CreateMessage');
  expect(served.filter((id) => !shown.has(id))).toEqual([]);
});
