import { join } from 'node:path';
import twilio from 'twilio';
import { expect, test } from 'vitest';
import { emptyHome, start } from './rig.ts';

const FROM = '+15005550006';

/** The built simulator in a process of its own, and the official client pointed at it. */
async function simulator(path: string) {
  const { env } = emptyHome();
  const running = start(['sim', '--json', '--state', path], env);
  await expect.poll(() => running.stdout(), { timeout: 10_000 }).toContain('\n');
  const { url, accountSid, authToken } = JSON.parse(running.stdout().split('\n')[0] ?? '');
  const client = twilio(accountSid, authToken);
  client.api.baseUrl = url;
  return { ...running, client };
}

test('a simulator that is killed loses at most its last half second, and the next one reads the file', async () => {
  const path = join(emptyHome().folder, 'twilio.db');
  const first = await simulator(path);
  const sids: string[] = [];
  const create = async (body: string) => {
    const message = await first.client.messages.create({ to: '+12025550123', from: FROM, body });
    sids.push(message.sid);
  };
  // Longer than the first messages take to be delivered.
  const until = Date.now() + 2_500;
  for (let i = 0; Date.now() < until; i += 1) await create(`${i}`);
  const settled = sids.length;
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  for (let i = 0; i < 50; i += 1) await create(`late ${i}`);
  first.child.kill('SIGKILL');
  await first.ended;

  const second = await simulator(path);
  const found = (await second.client.messages.list({ pageSize: 1000 })).map(({ sid }) => sid).reverse();
  expect(found.length).toBeGreaterThanOrEqual(settled);
  expect(found).toEqual(sids.slice(0, found.length));
  const texts = await second.client.messages(sids[0] ?? '').fetch();
  expect(texts).toMatchObject({ body: '0', status: 'delivered' });
  const third = start(['sim', '--state', path], emptyHome().env);
  expect(await third.ended).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('in use by another simulator'),
  });
}, 60_000);
