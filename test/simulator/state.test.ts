import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CINDY, cleanUp, clientOf, NOON, simulate } from './harness.ts';

const FROM = '+15005550006';

function stateFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'simulator-state-'));
  cleanUp(() => rmSync(folder, { recursive: true }));
  return join(folder, 'state.json');
}

test('a run takes up where the last one stopped: rows, account, money, and what was under way', async () => {
  const path = stateFile();
  const first = await simulate({ stateFile: path, cps: 0.1 });
  const client = clientOf(first);
  const done = await client.messages.create({ to: CINDY, from: FROM, body: 'one' });
  await first.clock.advance(5_000);
  const underWay = await client.messages.create({ to: CINDY, from: FROM, body: 'two' });
  const twiml = '<Response><Pause length="60"/></Response>';
  const talking = await client.calls.create({ to: CINDY, from: FROM, twiml });
  const queued = await client.calls.create({ to: CINDY, from: FROM, twiml });
  await first.clock.advance(1_500);
  await first.stop();

  const second = await simulate({ stateFile: path, seed: 99, virtualTime: { speed: 0 } });
  expect(second.clock.now()).toBe(NOON + 6_500);
  expect([second.accountSid, second.authToken]).toEqual([first.accountSid, first.authToken]);
  const again = clientOf(second);
  expect((await again.messages(done.sid).fetch()).status).toBe('delivered');
  expect((await again.messages(underWay.sid).fetch()).status).toBe('sent');
  expect(await again.calls(talking.sid).fetch()).toMatchObject({
    status: 'completed',
    duration: '1',
    price: '-0.01400',
  });
  await second.clock.advance(80_000);
  expect((await again.messages(underWay.sid).fetch()).status).toBe('delivered');
  expect((await again.calls(queued.sid).fetch()).status).toBe('completed');
  expect(second.transcripts(CINDY)[0]?.texts.map(({ body }) => body)).toEqual(['one', 'two']);
  expect((await again.messages.list()).map(({ sid }) => sid)).toEqual([underWay.sid, done.sid]);
});

test('a queue keeps its turns over a restart', async () => {
  const path = stateFile();
  const first = await simulate({ stateFile: path, mps: 0.1 });
  for (const body of ['one', 'two']) await clientOf(first).messages.create({ to: CINDY, from: FROM, body });
  await first.stop();
  const second = await simulate({ stateFile: path, mps: 0.1, virtualTime: { speed: 0 } });
  await clientOf(second).messages.create({ to: CINDY, from: FROM, body: 'three' });
  await second.clock.advance(60_000);
  expect(second.transcripts(CINDY)[0]?.texts.map(({ at }) => at - NOON)).toEqual([1_800, 11_800, 21_800]);
});

test('a new run with the same seed gives no SID a second time', async () => {
  const path = stateFile();
  for (let run = 0; run < 2; run += 1) {
    const simulator = await simulate({ stateFile: path, virtualTime: { start: NOON + run, speed: 0 } });
    await clientOf(simulator).messages.create({ to: CINDY, from: FROM, body: `${run}` });
    await simulator.stop();
  }
  const third = await simulate({ stateFile: path });
  const messages = await clientOf(third).messages.list();
  expect(new Set(messages.map(({ sid }) => sid)).size).toBe(2);
});

test('the file is written soon after a change, whole, for its owner only', async () => {
  const path = stateFile();
  const simulator = await simulate({ stateFile: path });
  await clientOf(simulator).messages.create({ to: CINDY, from: FROM, body: 'hello' });
  await expect.poll(() => statSync(path, { throwIfNoEntry: false })?.mode, { timeout: 5_000 }).toBe(0o100600);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
    version: 2,
    accounts: [{ books: { messages: [{ body: 'hello' }] } }],
  });
});

test.each([
  ['something else', 'hello'],
  ['another version', '{"version": 1}'],
  ['nothing', 'null'],
])('a file that holds %s is refused and left as it is', async (_what, text) => {
  const path = stateFile();
  writeFileSync(path, text);
  await expect(simulate({ stateFile: path })).rejects.toThrow('state file');
  expect(readFileSync(path, 'utf8')).toBe(text);
});
