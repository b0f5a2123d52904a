// Asking a simulator in earnest: what is in order comes back, and what is not is an error that says where.

import { expect, test } from 'vitest';
import { CINDY, simulate } from '../simulator/harness.ts';
import { conformance } from './ask.ts';

const FROM = '+15005550006';

test('an answer in order comes back, with its rows when it is a list', async () => {
  const { ask } = conformance(await simulate());
  const { status, body, headers } = await ask('POST', '/Messages.json', {
    To: CINDY,
    From: FROM,
    Body: 'hi',
  });
  expect(status).toBe(201);
  expect(body['body']).toBe('hi');
  expect(headers.get('twilio-request-id')).toMatch(/^RQ/);
  const list = await ask('GET', '/Messages.json', { PageSize: 20 });
  expect(list.rows).toEqual([body]);
  expect((await ask('GET', '/2010-04-01/Accounts.json')).rows).toHaveLength(1);
});

test('a request that is wrong is told of, although it was answered', async () => {
  const { ask } = conformance(await simulate());
  const params = { To: CINDY, From: FROM, Body: 'hi', Mood: 'good' };
  await expect(ask('POST', '/Messages.json', params)).rejects.toThrow(
    'POST /Messages.json Mood: Twilio has no such parameter',
  );
});

test('a refusal is told of in whole when none was expected, and handed over when one was', async () => {
  const { ask, refused } = conformance(await simulate());
  const params = { To: CINDY, From: '+12025550199', Body: 'hi' };
  await expect(ask('POST', '/Messages.json', params)).rejects.toThrow(
    /POST \/Messages\.json status: expected 201, got 400\nPOST \/Messages\.json answered \{"code":21606/,
  );
  expect(await refused('POST', '/Messages.json', params)).toMatchObject({ status: 400, code: 21606 });
  await expect(refused('GET', '/Messages.json')).rejects.toThrow("expected an error of Twilio's, got 200");
});

test('another login can ask', async () => {
  const simulator = await simulate();
  const { refused } = conformance(simulator, { secret: 'wrong' });
  expect(await refused('GET', '/Balance.json')).toMatchObject({ status: 401, code: 20003 });
});
