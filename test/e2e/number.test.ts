// The built program buys, sets and gives up numbers: one a day by whatever process, no answer no second try, and nothing
// at all for a test unless the numbers are a simulator's.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import type { FaultSpec } from '../../src/simulator/faults.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import {
  type Env,
  emptyHome,
  type Ran,
  remind,
  remindJson,
  simulatorEnv,
  start,
  testSimulator,
} from './rig.ts';

const [N, M] = ['+12025550111', '+12025550112'];
const HOUR = 3_600_000;

interface Rig {
  readonly simulator: Simulator;
  readonly env: Env;
  readonly folder: string;
  number(...args: string[]): Promise<Ran>;
  buy(number: string): Promise<Ran>;
  /** Requests that were to buy or give up something. */
  asked(method: 'POST' | 'DELETE'): number;
  list(...args: string[]): Promise<readonly Row[]>;
}

interface Row {
  readonly number: string;
  readonly sid: string;
  readonly name: string;
  readonly monthlyMicros: number;
  readonly boughtHere: boolean;
  readonly usedBy: readonly string[];
  readonly reminders: number;
  readonly settings: Readonly<Record<string, string>>;
}

async function rig(faults: readonly FaultSpec[] = []): Promise<Rig> {
  const simulator = await testSimulator({
    virtualTime: { start: Date.parse('2026-03-27T12:00:00Z') },
    faults,
  });
  const { env: home, folder } = emptyHome();
  const env = { ...home, ...simulatorEnv(simulator), REMIND_CLOCK: simulator.url };
  const number = (...args: string[]) => remind(['number', ...args], env);
  return {
    simulator,
    env,
    folder,
    number,
    buy: (wanted) => number('buy', wanted, `--confirm=${wanted}`),
    asked: (method) =>
      simulator
        .requests()
        .filter((each) => each.method === method && each.path.includes('/IncomingPhoneNumbers')).length,
    list: (...args) => remindJson<readonly Row[]>(['number', 'list', ...args], env),
  };
}

/** What somebody else asks of the account's numbers: the answer's text. */
async function atTwilio(
  { url, accountSid, authToken }: Simulator,
  method: 'GET' | 'POST',
  below = '',
  form: Record<string, string> = {},
): Promise<string> {
  const at = `${url}/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers${below}.json`;
  const answer = await fetch(at, {
    method,
    headers: { authorization: `Basic ${btoa(`${accountSid}:${authToken}`)}` },
    ...(method === 'POST' && { body: new URLSearchParams(form) }),
  });
  return await answer.text();
}

const struckOnce = (name: FaultSpec['name'], on: string): FaultSpec => ({
  name,
  probability: 1,
  on,
  times: 1,
});

it('a search without a find says what to try, and letters that are no country are refused', async () => {
  const { number } = await rig();
  expect(await number('search', '--country', 'US', '--area-code', '999', '--sms', '--json')).toMatchObject({
    code: 0,
    stdout: '[]\n',
    stderr:
      'No local number like that is for sale in US. Try without --area-code, --sms, or --type mobile, or --type toll-free, or --type national.\n',
  });
  expect((await number('search', '--country', 'us', '--type', 'mobile')).stderr).toMatch(
    /^No mobile number is for sale in US\. Try --type local, or/,
  );
  expect(await number('search', '--country', 'XX')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('"XX" is not a country code'),
  });
});

it('shows the price and asks; a script names the number; one a day unless raised', async () => {
  const { number, buy, list, env, simulator, asked } = await rig();
  const offers = await remindJson<{ number: string; monthlyMicros: number }[]>(
    ['number', 'search', '--country', 'US', '--area-code', '202', '--limit', '3'],
    env,
  );
  expect(offers).toHaveLength(3);
  expect(offers[0]).toMatchObject({ type: 'local', country: 'US', monthlyMicros: 1_150_000 });
  const unasked = await number('buy', N);
  expect(unasked.stderr).toContain(
    `"Buy ${N} for about $1.15 a month, beside 2 numbers for about $2.30, $3.45 in all (mode simulator)?"`,
  );
  expect(unasked.code).toBe(2);
  expect(await number('buy', N, '--yes')).toMatchObject({
    code: 5,
    stderr: expect.stringContaining(`--confirm=${N}`),
  });
  expect(await number('buy', N, `--confirm=${M}`)).toMatchObject({ code: 5 });
  expect(await number('buy', N, '--dry-run')).toMatchObject({ code: 0 });
  expect(asked('POST')).toBe(0);

  expect(await buy(N)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Bought .* PN[0-9a-f]{32}\n$/),
  });
  expect(await buy(M)).toMatchObject({
    code: 5,
    stderr: expect.stringContaining(`1 number a day may be bought; within the last 24 hours: ${N}`),
  });
  expect(await buy(N)).toMatchObject({
    code: 5,
    stderr: expect.stringContaining("is the account's already"),
  });
  await simulator.clock.advance(24 * HOUR);
  expect(await buy(M)).toMatchObject({ code: 0 });
  expect(asked('POST')).toBe(2);
  expect((await list('--bought-since', '2026-03-28')).map((row) => row.number)).toEqual([M]);
  expect((await list()).map(({ number: n, boughtHere }) => [n, boughtHere])).toEqual([
    ['+12025550142', false],
    ['+15005550006', false],
    [N, true],
    [M, true],
  ]);
  expect((await number('list', '--bought-since', '2026-03-28')).stderr).toBe(
    'bought since then: 1 number, about $1.15 a month\nin all: 4 numbers, about $4.60 a month\n',
  );
});

it('two processes cannot buy two, whatever they buy', async () => {
  const { buy, asked } = await rig([
    { name: 'delay', probability: 1, delayMs: 500, on: 'incoming-phone-numbers/creates' },
  ]);
  const ran = await Promise.all([buy(N), buy(M), buy('+12025550113'), buy(N)]);
  expect(ran.map(({ code }) => code).sort()).toEqual([0, 5, 5, 5]);
  expect(asked('POST')).toBe(1);
});

it('while a purchase waits for its answer, another command says so instead of that nobody knows', async () => {
  const { simulator, env, buy, number } = await rig([
    { name: 'delay', probability: 1, delayMs: HOUR, on: 'incoming-phone-numbers/creates' },
    { name: 'list-lag', probability: 1, delayMs: HOUR },
  ]);
  const waiting = start(['number', 'buy', N, `--confirm=${N}`], env);
  const isAsked = () => simulator.requests().some(({ method }) => method === 'POST');
  await expect.poll(isAsked, { timeout: 20_000 }).toBe(true);
  expect(await buy(N)).toMatchObject({
    code: 5,
    stderr: expect.stringContaining(`${N} is being bought by another command at this moment`),
  });
  expect((await number('list')).stderr).toContain(`${N} is being bought at this moment`);
  waiting.child.kill('SIGKILL');
  await waiting.ended;
});

it.each(['drop-reply', 'error-after-accept', 'malformed'] as const)(
  'an answer that is lost (%s) is looked up in the list, and bound',
  async (fault) => {
    const { buy, asked, list } = await rig([struckOnce(fault, 'incoming-phone-numbers/creates')]);
    expect(await buy(N)).toMatchObject({ code: 0, stdout: expect.stringContaining(`Bought ${N}`) });
    expect(asked('POST')).toBe(1);
    expect((await list()).find((row) => row.number === N)).toMatchObject({ boughtHere: true });
  },
);

it('what Twilio does not show is not bought again before it is proved absent', async () => {
  const { buy, asked, simulator, number } = await rig([
    struckOnce('error-before', 'incoming-phone-numbers/creates'),
  ]);
  const lost = await buy(N);
  expect(lost).toMatchObject({ code: 7, stderr: expect.stringContaining(`whether ${N} was bought`) });
  expect(await buy(N)).toMatchObject({ code: 7, stderr: expect.stringContaining('nobody knows yet') });
  expect(await buy(M)).toMatchObject({ code: 5, stderr: expect.stringContaining('1 number a day') });
  expect((await number('list')).stderr).toContain(`nobody knows yet whether ${N} was bought`);
  expect(asked('POST')).toBe(1);
  // Lease, then four graces.
  await simulator.clock.advance(10 * 60_000);
  expect(await buy(N)).toMatchObject({ code: 0 });
  expect(asked('POST')).toBe(2);
});

it('a buyer that is killed before the answer leaves a purchase that is found by its number', async () => {
  const { env, asked, simulator, list, buy } = await rig([
    { name: 'delay', probability: 1, delayMs: 30_000, on: 'incoming-phone-numbers/creates', times: 1 },
  ]);
  const buyer = start(['number', 'buy', N, `--confirm=${N}`], env);
  while (!(await atTwilio(simulator, 'GET')).includes(N)) await new Promise((done) => setTimeout(done, 20));
  buyer.child.kill('SIGKILL');
  await buyer.ended;
  expect(await buy(N)).toMatchObject({
    code: 5,
    stderr: expect.stringContaining("is the account's already"),
  });
  expect((await list()).find((row) => row.number === N)).toMatchObject({ boughtHere: true });
  expect(asked('POST')).toBe(1);
});

it('sets several at once, and puts the old values back', async () => {
  const { simulator, number, list } = await rig();
  const [second = '', first = ''] = simulator.numbers;
  const url = 'http://127.0.0.1:9/voice';
  expect(await number('edit', first, second, '--voice-url', url, '--name', 'desk')).toMatchObject({
    code: 0,
  });
  const settings = async () => (await list()).map((row) => [row.settings['voiceUrl'], row.name]);
  expect(await settings()).toEqual([
    [url, 'desk'],
    [url, 'desk'],
  ]);
  expect(await number('edit', second, '--sms-url', url)).toMatchObject({ code: 0 });
  expect(await number('undo', first)).toMatchObject({ code: 0 });
  expect(await settings()).toEqual([
    ['', '(202) 555-0142'],
    [url, 'desk'],
  ]);
  expect(await number('undo')).toMatchObject({ code: 0, stdout: expect.stringContaining('smsUrl') });
  expect(await number('undo')).toMatchObject({ code: 0, stdout: expect.stringContaining('voiceUrl') });
  expect(await settings()).toEqual([
    ['', '(202) 555-0142'],
    ['', '(500) 555-0006'],
  ]);
  expect(await number('undo')).toMatchObject({ code: 3 });
});

it('does not put back what somebody else has set since, and tells of one that cannot be set', async () => {
  const { simulator, number, list } = await rig();
  const [first = '', second = ''] = simulator.numbers;
  await number('edit', first, '--name', 'desk');
  const [sid = ''] = (await list()).filter((row) => row.number === first).map((row) => row.sid);
  await atTwilio(simulator, 'POST', `/${sid}`, { FriendlyName: 'theirs' });
  expect(await number('undo')).toMatchObject({
    code: 5,
    stderr: expect.stringContaining('was changed again since (friendlyName)'),
  });
  simulator.setFaults([struckOnce('rate-limit', 'incoming-phone-numbers/updates')]);
  const partly = await number('edit', first, second, '--name', 'both');
  expect([partly.code, partly.stderr]).toEqual([8, expect.stringContaining(`${first}: too many requests`)]);
});

it('takes back what was set although its answer was lost', async () => {
  const { simulator, number, list } = await rig();
  const [first = ''] = simulator.numbers;
  const name = async () => (await list()).find((row) => row.number === first)?.name;
  const before = await name();
  simulator.setFaults([struckOnce('drop-reply', 'incoming-phone-numbers/updates')]);
  expect((await number('edit', first, '--name', 'front')).code).toBe(7);
  expect(await name()).toBe('front');
  expect(await number('undo')).toMatchObject({ code: 0 });
  expect(await name()).toBe(before);
  expect(await number('undo')).toMatchObject({ code: 3 });
});

it('tells that nothing was to be put back after an undo whose answer was lost', async () => {
  const { simulator, number } = await rig();
  const [first = ''] = simulator.numbers;
  await number('edit', first, '--name', 'front');
  simulator.setFaults([struckOnce('drop-reply', 'incoming-phone-numbers/updates')]);
  expect((await number('undo')).code).toBe(7);
  const again = await number('undo', '--json');
  expect(again.code).toBe(0);
  expect(JSON.parse(again.stdout)).toMatchObject([
    {
      number: first,
      changes: {},
      problem: null,
      note: expect.stringMatching(/^nothing was to be put back, it is as before the edit: name: /),
    },
  ]);
  expect(await number('undo')).toMatchObject({ code: 3 });
});

it('tells what would stop working, and gives up exactly what was bought since', async () => {
  const { number, buy, env, list, asked, simulator } = await rig();
  await simulator.clock.advance(24 * HOUR);
  await buy(N);
  await remind(['tenant', 'add', 'salon', '--from', N], env);
  for (const from of [[], ['--from', N]]) {
    const words = ['schedule', '--to', '+12025550123', '--at', 'tomorrow 9am', '--body', 'See you'];
    await remind([...words, '--tenant', 'salon', ...from], env);
  }
  const looked = await number('release', '--bought-since', '2026-03-28', '--dry-run');
  expect(looked.stderr).toContain(`${N} is the sender of tenant salon`);
  expect(looked.stderr).toContain(`2 reminders are to go out from ${N}`);
  expect((await number('release', N)).code).toBe(2);
  expect((await number('release', N, '--yes')).code).toBe(5);
  expect((await number('release', '+15005550006', '--dry-run')).stderr).toContain(
    'the sender of this profile',
  );
  expect(asked('DELETE')).toBe(0);
  simulator.setFaults([struckOnce('drop-reply', 'incoming-phone-numbers/deletes')]);
  expect(await number('release', '--bought-since', '2026-03-28', `--confirm=${N}`)).toMatchObject({
    code: 0,
  });
  expect(asked('DELETE')).toBe(1);
  expect((await list()).map((row) => row.number)).toEqual(['+12025550142', '+15005550006']);
  expect((await number('release', N, `--confirm=${N}`)).code).toBe(3);
});

it('buys and gives up nothing for a test that made its environment up: what started it is looked at', async () => {
  const { env, folder } = emptyHome();
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method}`);
    response.end('{}');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  const real = {
    ...env,
    TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
    TWILIO_AUTH_TOKEN: 'f'.repeat(32),
    REMIND_TWILIO_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    REMIND_FROM: N,
  };
  for (const words of [
    ['buy', N, `--confirm=${N}`],
    ['release', N, `--confirm=${N}`],
  ]) {
    const { code, stderr } = await remind(['number', ...words], real);
    expect(stderr).toMatch(/by a test: (it was started by vitest|VITEST)/);
    expect(code).toBe(5);
    expect((await remind(['number', ...words], { ...real, CI: 'true' })).stderr).toContain('CI=true is set');
  }
  expect(requests.filter((method) => method !== 'GET')).toEqual([]);
  const db = new Database(join(folder, 'remind', 'db', 'default.db'), { readonly: true });
  onTestFinished(() => void db.close());
  expect(db.prepare('select mode from stamp').pluck().get()).toBe('own');
  expect(db.prepare('select count(*) from intent').pluck().get()).toBe(0);
});
