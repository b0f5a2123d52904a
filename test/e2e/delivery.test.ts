import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseFault } from '../../src/simulator/faults.ts';
import { completeScript } from '../../src/simulator/phones.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import {
  type Env,
  emptyHome,
  type Running,
  remind,
  remindJson,
  simulatorEnv,
  start,
  testSimulator,
} from './rig.ts';

interface Listed {
  readonly id: string;
  readonly state: string;
  readonly receipt: string | null;
  readonly to: string;
}

const TO = '+12025550123';

async function rig(
  ...options: Parameters<typeof testSimulator>
): Promise<{ simulator: Simulator; env: Env; folder: string }> {
  const simulator = await testSimulator(...options);
  const { env, folder } = emptyHome();
  return { simulator, folder, env: { ...env, ...simulatorEnv(simulator) } };
}

/** `count` texts, due now, to different people. */
async function scheduleMany(env: Env, count: number): Promise<void> {
  const lines = Array.from({ length: count }, (_, i) =>
    JSON.stringify({
      // Of an area code that none of the simulated account’s own numbers has.
      to: `+1303555${String(100 + i).padStart(4, '0')}`,
      at: 'in 1 second',
      body: `Hello number ${i}`,
      id: `k${i}`,
    }),
  );
  const { code, stderr } = await remind(
    ['import', '-', '--yes', '--format', 'ndjson'],
    env,
    lines.join('\n'),
  );
  if (code !== 0) throw new Error(`import ended with ${code}: ${stderr}`);
}

const listAll = (env: Env) => remindJson<Listed[]>(['list', '--all', '--limit', '500'], env);
const eventsOf = (daemon: Running) =>
  daemon
    .stdout()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { event: string; id?: string });
const count = (rows: readonly Listed[], state: string) => rows.filter((row) => row.state === state).length;

describe('the daemon against the simulator', () => {
  it('delivers a text and a call, and reads back what became of them', async () => {
    // The callee listens for some ten seconds; at this speed, for half a one.
    const { simulator, env } = await rig({ virtualTime: { speed: 20 } });
    const word = `word${Math.floor(Math.random() * 1e9)}`;
    const schedule = (...args: string[]) => remind(['schedule', '--at', 'in 1 second', ...args], env);
    expect((await schedule('--to', TO, '--body', `Hello ${word}`)).code).toBe(0);
    expect(
      (await schedule('--to', '+12025550124', '--via', 'call', '--body', `Good morning ${word}`)).code,
    ).toBe(0);
    const daemon = start(['daemon', '--json'], env);
    const receipts = () => eventsOf(daemon).filter((event) => event.event === 'receipt');
    await expect
      .poll(() => simulator.messages().map((message) => message.status), { timeout: 15_000 })
      .toEqual(['delivered']);
    expect(simulator.transcripts(TO)[0]?.texts.map((text) => text.body)).toEqual([`Hello ${word}`]);
    await expect
      .poll(() => simulator.calls().map((call) => call.status), { timeout: 15_000 })
      .toEqual(['completed']);
    const heard = simulator.transcripts('+12025550124')[0]?.calls[0]?.heard ?? [];
    expect(heard.filter((said) => said.heard.includes(word))).toHaveLength(2);
    await expect.poll(() => receipts().length, { timeout: 15_000 }).toBeGreaterThanOrEqual(2);
    await expect
      .poll(async () => (await listAll(env)).map((row) => row.receipt), { timeout: 15_000 })
      .toEqual(['delivered', 'answered']);
    daemon.child.kill('SIGTERM');
    expect((await daemon.ended).code).toBe(0);
  }, 60_000);

  it('wakes for what another process schedules, without waiting for its next look', async () => {
    const { simulator, env } = await rig();
    const daemon = start(['daemon', '--json'], env);
    await expect.poll(() => eventsOf(daemon).length, { timeout: 10_000 }).toBe(1);
    await remind(['schedule', '--to', TO, '--at', 'in 0 seconds', '--body', 'Hello'], env);
    await expect.poll(() => simulator.messages().length, { timeout: 1_000, interval: 10 }).toBe(1);
    const sent = () =>
      eventsOf(daemon).find((event) => event.event === 'sent') as { lateMs?: number } | undefined;
    await expect.poll(() => sent()?.lateMs, { timeout: 2_000 }).toBeLessThan(1_000);
  });

  it('stops gently in the middle of a batch, and the next one takes up the rest', async () => {
    const { simulator, env } = await rig({ faults: [parseFault('delay=1:150')] });
    await scheduleMany(env, 60);
    const first = start(['daemon', '--concurrency', '4', '--json'], env);
    await expect.poll(() => simulator.messages().length, { timeout: 15_000, interval: 5 }).toBeGreaterThan(8);
    first.child.kill('SIGTERM');
    expect((await first.ended).code).toBe(0);
    const between = await listAll(env);
    expect(count(between, 'processing')).toBe(0);
    expect(count(between, 'sent')).toBe(simulator.messages().length);
    expect(count(between, 'scheduled')).toBe(60 - simulator.messages().length);
    simulator.setFaults([]);
    expect((await remind(['daemon', '--until-idle'], env)).code).toBe(0);
    expect(count(await listAll(env), 'sent')).toBe(60);
    expect(new Set(simulator.messages().map((message) => message.to)).size).toBe(60);
    expect(simulator.messages()).toHaveLength(60);
  }, 60_000);

  it('after SIGKILL loses nothing and sends nothing twice: what was under way is unknown, the rest goes out', async () => {
    const { simulator, env } = await rig({ faults: [parseFault('delay=1:200')] });
    const quick = { ...env, REMIND_REQUEST_TIMEOUT: '1s', REMIND_LEASE: '6s', REMIND_UNKNOWN_GRACE: '7s' };
    await scheduleMany(quick, 40);
    const first = start(['daemon', '--concurrency', '8', '--json'], quick);
    await expect
      .poll(() => simulator.messages().length, { timeout: 15_000, interval: 5 })
      .toBeGreaterThan(10);
    first.child.kill('SIGKILL');
    await first.ended;
    simulator.setFaults([]);
    const underWay = count(await listAll(quick), 'processing');
    expect(underWay).toBeGreaterThan(0);
    expect(underWay).toBeLessThanOrEqual(8);
    expect((await remind(['daemon', '--until-idle'], quick)).code).toBe(0);
    const rows = await listAll(quick);
    expect(count(rows, 'sent')).toBe(40 - underWay);
    expect(count(rows, 'unknown')).toBe(underWay);
    const recipients = simulator.messages().map((message) => message.to);
    expect(new Set(recipients).size).toBe(recipients.length);
    const sent = rows.filter((row) => row.state === 'sent').map((row) => row.to);
    expect(recipients).toEqual(expect.arrayContaining(sent));
  }, 60_000);

  it('two daemons on one database send each reminder once', async () => {
    const { simulator, env } = await rig();
    await scheduleMany(env, 80);
    const both = [
      start(['daemon', '--until-idle', '--json'], env),
      start(['daemon', '--until-idle', '--json'], env),
    ];
    for (const { ended } of both) expect((await ended).code).toBe(0);
    expect(new Set(simulator.messages().map((message) => message.to)).size).toBe(80);
    expect(simulator.messages()).toHaveLength(80);
    expect(count(await listAll(env), 'sent')).toBe(80);
  }, 60_000);

  it('holds an outcome it cannot know, lists it, and does not send it again', async () => {
    const { simulator, env } = await rig({ faults: [parseFault('drop-reply=1')] });
    await remind(['schedule', '--to', TO, '--at', 'in 0 seconds', '--body', 'Hello'], env);
    for (let run = 0; run < 2; run += 1) await remind(['daemon', '--until-idle'], env);
    expect(simulator.messages()).toHaveLength(1);
    expect((await remindJson<Listed[]>(['list', '--state', 'unknown'], env)).map((row) => row.to)).toEqual([
      TO,
    ]);
  });

  it('tries again what Twilio did not process', async () => {
    const { simulator, env } = await rig({ faults: [parseFault('rate-limit=1')] });
    await remind(['schedule', '--to', TO, '--at', 'in 0 seconds', '--body', 'Hello'], env);
    const daemon = start(['daemon', '--json'], env);
    await expect
      .poll(() => eventsOf(daemon).some((event) => event.event === 'retry'), { timeout: 10_000 })
      .toBe(true);
    simulator.setFaults([]);
    await expect.poll(() => simulator.messages().length, { timeout: 10_000 }).toBe(1);
  });
});

describe('a send that a person watches', () => {
  it('says that nobody heard a call, and ends as refused', async () => {
    const { env } = await rig({ phones: [completeScript({ number: TO, kind: 'busy' })] });
    const { code, stdout } = await remind(['send', TO, 'Hello', '--via', 'call', '--wait'], env);
    expect(stdout).toMatch(/sent, busy.*\n.*the line is busy/);
    expect(code).toBe(6);
  });

  it('by text and call sends the one that may go, and says why the other did not', async () => {
    const { simulator, env } = await rig();
    const both = ['send', TO, 'Hello', '--via', 'both'];
    await remind(['badnumber', 'add', TO, '--reason', 'a landline', '--texts-only'], env);
    const { code, stdout, stderr } = await remind(both, env);
    expect(stdout).toMatch(/^Call .*: sent/);
    expect(stderr).toMatch(/the text was not sent: .*landline/);
    expect(code).toBe(8);
    expect([simulator.messages().length, simulator.calls().length]).toEqual([0, 1]);
    // Within a minute no second call may ring: now nothing of it may go.
    expect((await remind(both, env)).code).toBe(5);
  });

  it('is not tried again behind her back, and says how to', async () => {
    const { simulator, env } = await rig({ faults: [parseFault('rate-limit=1')] });
    const { code, stdout } = await remind(['send', TO, 'Hello'], env);
    expect(stdout).toMatch(/try again: remind retry 1/);
    expect(code).toBe(6);
    simulator.setFaults([]);
    await remind(['daemon', '--once'], env);
    expect(simulator.messages()).toHaveLength(0);
  });
});

describe('guards', () => {
  it('reaches nobody outside the list when nothing proves a simulator', async () => {
    const { env } = emptyHome();
    const dead = {
      ...env,
      TWILIO_ACCOUNT_SID: `AC${'1'.repeat(32)}`,
      TWILIO_AUTH_TOKEN: '2'.repeat(32),
      REMIND_FROM: '+15005550006',
      REMIND_TWILIO_URL: 'http://127.0.0.1:9',
    };
    await remind(['schedule', '--to', TO, '--at', 'in 0 seconds', '--body', 'Hello'], dead);
    expect((await remind(['daemon', '--until-idle'], dead)).code).toBe(0);
    const rows = await remindJson<Listed[]>(['list', '--all'], dead);
    expect(rows.map((row) => row.state)).toEqual(['held:mode']);
    const send = await remind(['send', TO, 'Hello'], dead);
    expect(send.code).toBe(5);
    expect(send.stderr).toMatch(/not one of your own listed numbers/);
  });

  it('refuses the database of another account', async () => {
    const { env } = await rig();
    expect((await remind(['send', TO, 'Hello'], env)).code).toBe(0);
    const other = { ...env, TWILIO_ACCOUNT_SID: `AC${'1'.repeat(32)}` };
    const list = await remind(['list'], other);
    expect(list.code).toBe(5);
    expect(list.stderr).toMatch(/belongs to account/);
  });

  it('refuses a simulator’s database when no simulator answers', async () => {
    const { env } = await rig();
    expect((await remind(['send', TO, 'Hello'], env)).code).toBe(0);
    const { REMIND_TWILIO_URL: _, ...without } = env;
    const send = await remind(['send', TO, 'Hello'], without);
    expect(send.code).toBe(5);
    expect(send.stderr).toMatch(/belongs to the simulator/);
  });

  it('keeps the token out of the database, the log and every error', async () => {
    const { env, folder, simulator } = await rig({
      faults: [{ name: 'error-before', probability: 1 }] as never,
    });
    const basic = Buffer.from(`${simulator.accountSid}:${simulator.authToken}`).toString('base64');
    const said: string[] = [];
    for (const args of [
      ['send', TO, 'Hello', '--debug'],
      ['daemon', '--until-idle', '--debug'],
      ['config', 'explain'],
      ['status'],
    ]) {
      const { stdout, stderr } = await remind(args, env);
      said.push(stdout, stderr);
    }
    const wrong = await remind(['send', TO, 'Hello', '--debug'], {
      ...env,
      TWILIO_AUTH_TOKEN: 'f'.repeat(32),
    });
    said.push(wrong.stdout, wrong.stderr);
    for (const file of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (file.isFile()) said.push(readFileSync(join(file.parentPath, file.name), 'latin1'));
    }
    expect(said.length).toBeGreaterThan(10);
    for (const text of said) {
      expect(text).not.toContain(simulator.authToken);
      expect(text).not.toContain(basic);
      expect(text).not.toContain('f'.repeat(32));
    }
  });
});
