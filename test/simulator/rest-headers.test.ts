import { expect, test } from 'vitest';
import { simulate } from './harness.ts';

test('every answer has a request id of its own', async () => {
  const { url, accountSid, authToken } = await simulate();
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  const idOf = async (path: string) => {
    const response = await fetch(`${url}/2010-04-01/Accounts/${accountSid}${path}`, {
      headers: { authorization },
    });
    return response.headers.get('twilio-request-id');
  };
  const ids = [await idOf('/Balance.json'), await idOf('/Nothing.json')];
  expect(ids[0]).toMatch(/^RQ[0-9a-f]{32}$/);
  expect(ids[1]).toMatch(/^RQ[0-9a-f]{32}$/);
  expect(ids[0]).not.toBe(ids[1]);
});
