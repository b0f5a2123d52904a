import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { CINDY, clientOf, NOON, refusal, simulate } from './harness.ts';
import { stateFile } from './state-files.ts';

const FROM = '+15005550006';

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

test('a new run with the same seed gives no SID a second time, also when time stood still', async () => {
  const path = stateFile();
  for (let run = 0; run < 3; run += 1) {
    const simulator = await simulate({ stateFile: path });
    await clientOf(simulator).messages.create({ to: CINDY, from: FROM, body: `${run}` });
    await simulator.stop();
  }
  const last = await simulate({ stateFile: path });
  const messages = await clientOf(last).messages.list();
  expect(new Set(messages.map(({ sid }) => sid)).size).toBe(3);
  expect(messages.map(({ body }) => body)).toEqual(['2', '1', '0']);
});

test('what is finished stays on the disk, and is listed, fetched, changed and deleted from there', async () => {
  const path = stateFile();
  const first = await simulate({ stateFile: path });
  for (const body of ['one', 'two', 'three', 'four'])
    await clientOf(first).messages.create({ to: CINDY, from: FROM, body });
  await first.clock.advance(5_000);
  await first.stop();

  const second = await simulate({ stateFile: path });
  const client = clientOf(second);
  expect(second.messages()).toEqual([]);
  await client.messages.create({ to: CINDY, from: FROM, body: 'five' });
  const [, four, three, two, one] = await client.messages.list({ to: CINDY, pageSize: 2 });
  const sids = [four, three, two, one].map((message) => message?.sid ?? '');
  expect([four, three, two, one].map((message) => message?.body)).toEqual(['four', 'three', 'two', 'one']);
  await client.messages(sids[0] ?? '').remove();
  await client.messages(sids[1] ?? '').update({ body: '' });
  const page = await client.messages.page({ pageSize: 1, pageToken: `PA${sids[0]}` });
  expect(page.instances.map(({ sid }) => sid)).toEqual([sids[1]]);
  await second.stop();

  const third = await simulate({ stateFile: path });
  const left = await clientOf(third).messages.list();
  expect(left.map(({ body }) => body)).toEqual(['five', '', 'two', 'one']);
  expect(
    await refusal(
      clientOf(third)
        .messages(sids[0] ?? '')
        .fetch(),
    ),
  ).toMatchObject({ status: 404 });
});

test('notifications, transcripts and the facts of the account are there again', async () => {
  const path = stateFile();
  const first = await simulate({ stateFile: path });
  await clientOf(first).api.v2010.accounts(first.accountSid).update({ friendlyName: 'Dr. Drill' });
  const call = await clientOf(first).calls.create({
    to: CINDY,
    from: FROM,
    twiml: '<Response><Nonsense/><Pause length="2"/></Response>',
  });
  await first.clock.advance(20_000);
  await first.stop();
  const again = await simulate({ stateFile: path });
  const second = clientOf(again);
  expect(again.transcripts()).toEqual(first.transcripts());
  expect(again.transcripts(CINDY)[0]?.calls[0]?.heard).toMatchObject([{ verb: 'pause' }]);
  expect((await second.api.v2010.accounts(first.accountSid).fetch()).friendlyName).toBe('Dr. Drill');
  expect((await second.calls(call.sid).notifications.list()).map(({ errorCode }) => errorCode)).toEqual([
    '12200',
  ]);
  expect((await second.balance.fetch()).balance).toBe('99.9860');
});

test('the file is written soon after a change, for its owner only, and at stop nothing is left beside it', async () => {
  const path = stateFile();
  writeFileSync(path, '');
  chmodSync(path, 0o644);
  const simulator = await simulate({ stateFile: path });
  await clientOf(simulator).messages.create({ to: CINDY, from: FROM, body: 'hello, disk' });
  // What another process would find now: the file and its log, which is opened with it.
  const log = () => (existsSync(`${path}-wal`) ? readFileSync(`${path}-wal`, 'latin1') : '');
  await expect.poll(log, { timeout: 5_000 }).toContain('hello, disk');
  for (const name of readdirSync(dirname(path)))
    expect([name, statSync(join(dirname(path), name)).mode]).toEqual([name, 0o100600]);
  await simulator.stop();
  expect(readdirSync(dirname(path))).toEqual(['twilio.db']);
  expect(readFileSync(path, 'latin1')).toContain('hello, disk');
});

const aDatabase = (text: string) => (path: string) => new Database(path).exec(text).close();

test.each([
  ['something else', (path: string) => writeFileSync(path, 'hello'), 'not a simulator state file'],
  ['the JSON of old', (path: string) => writeFileSync(path, '{"version": 2}'), 'not a simulator state file'],
  [
    'another database',
    aDatabase('create table a (b); pragma user_version = 3'),
    'not a simulator state file',
  ],
  [
    'another version',
    aDatabase('create table a (b); pragma application_id = 0x54775369; pragma user_version = 4'),
    'not a state file of this version',
  ],
])('a file that holds %s is refused and left as it is', async (_what, make, problem) => {
  const path = stateFile();
  make(path);
  const before = readFileSync(path);
  await expect(simulate({ stateFile: path })).rejects.toMatchObject({
    name: 'UsageError',
    message: expect.stringContaining(problem),
  });
  expect(readFileSync(path).equals(before)).toBe(true);
  expect(readdirSync(dirname(path))).toEqual(['twilio.db']);
});

test('two simulators do not share a file, and one that could not start lets go of it', async () => {
  const path = stateFile();
  const first = await simulate({ stateFile: path });
  await expect(simulate({ stateFile: path })).rejects.toMatchObject({
    name: 'UsageError',
    message: `${path} is in use by another simulator`,
  });
  await first.stop();
  const port = Number(new URL((await simulate()).url).port);
  await expect(simulate({ stateFile: path, port })).rejects.toThrow('cannot be opened');
  await expect(simulate({ stateFile: path, virtualTime: { speed: -1 } })).rejects.toThrow('speed');
  expect((await simulate({ stateFile: path })).accountSid).toBe(first.accountSid);
});

test('a file in a folder that is not there is trouble with a name', async () => {
  await expect(simulate({ stateFile: join(stateFile(), 'nowhere.db') })).rejects.toMatchObject({
    name: 'UnhealthyError',
    message: expect.stringContaining('nowhere.db (ENOENT)'),
  });
});
