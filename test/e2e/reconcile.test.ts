// The built program against the simulator when answers are lost: what Twilio took is found, what it did not goes out
// once, and a process that is killed in the middle leaves nothing doubled and nothing lost.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseFault } from '../../src/simulator/faults.ts';
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

const TO = '+12025550123';
const GRACE = 120_000;
const PATIENCE = { timeout: 40_000 };

interface Rig {
  readonly simulator: Simulator;
  readonly env: Env;
  readonly folder: string;
  /** Moves the clock that all of them live on. */
  advance(ms: number): Promise<void>;
  schedule(...args: string[]): Promise<void>;
}

/**
 * On virtual time that runs as real time does, since a daemon that has just lain down would not wake where time stands
 * still; `advance` jumps ahead. Real seconds count only for the patience with Twilio.
 */
async function rig(patience = '30s'): Promise<Rig> {
  const startAt = Date.parse('2026-03-27T12:00:00Z');
  const simulator = await testSimulator({ virtualTime: { start: startAt, speed: 1 } });
  const { env: home, folder } = emptyHome();
  const env = {
    ...home,
    ...simulatorEnv(simulator),
    REMIND_CLOCK: simulator.url,
    REMIND_REQUEST_TIMEOUT: patience,
  };
  return {
    simulator,
    folder,
    env,
    async advance(ms) {
      await simulator.clock.advance(ms);
    },
    async schedule(...args) {
      const words = [
        'schedule',
        '--to',
        TO,
        '--at',
        'in 0 seconds',
        '--body',
        'Hello Cindy, it’s Tuesday',
        ...args,
      ];
      const { code, stderr } = await remind(words, env);
      if (code !== 0) throw new Error(stderr);
    },
  };
}

interface Event {
  readonly event: string;
  readonly verdict?: string;
  readonly sid?: string;
}

const eventsOf = (daemon: Running, name: string): readonly Event[] =>
  daemon
    .stdout()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Event)
    .filter(({ event }) => event === name);

/** The daemon has other things to ask Twilio for, and is in trouble about those too. */
const isAboutLooks = (event: object): boolean => JSON.stringify(event).includes('unknown outcome');

const happens = (daemon: Running, name: string, count = 1) =>
  expect.poll(() => eventsOf(daemon, name).length, PATIENCE).toBe(count);

async function endsWell(daemon: Running): Promise<void> {
  daemon.child.kill('SIGTERM');
  const { code, stderr } = await daemon.ended;
  // What it said is what one wants to know of a daemon that ended badly.
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
}

interface Shown {
  readonly state: string;
  readonly doubt: string | null;
  readonly attempts: number;
  readonly timeline: readonly { readonly kind: string; readonly text: string; readonly sid: string | null }[];
}

const show = (env: Env, id = '1') => remindJson<Shown>(['show', id], env);
const ledger = ({ simulator }: Rig) => [...simulator.messages(), ...simulator.calls()];

describe('an answer that is lost', () => {
  it.each([
    ['drop-reply=1', 'sms'],
    ['error-after-accept=1', 'sms'],
    ['malformed=1', 'sms'],
    ['delay=1:12000', 'sms'],
    ['slow-body=1:12000', 'sms'],
    ['drop-reply=1', 'call'],
    ['error-after-accept=1', 'call'],
  ] as const)(
    '(%s, %s) is found after the grace, under Twilio’s own SID, and nothing is sent again',
    async (fault, via) => {
      const r = await rig(fault.endsWith('12000') ? '3s' : '30s');
      r.simulator.setFaults([parseFault(fault)]);
      await r.schedule('--via', via);
      const daemon = start(['daemon', '--json'], r.env);
      await happens(daemon, 'unknown');
      r.simulator.setFaults([]);
      expect((await show(r.env)).doubt).toBe('looking');
      await r.advance(GRACE);
      await happens(daemon, 'reconciled');
      const [{ sid = '' } = {}] = ledger(r);
      expect(eventsOf(daemon, 'reconciled')).toMatchObject([{ verdict: 'sent', sid }]);
      await expect.poll(async () => (await show(r.env)).state, PATIENCE).toBe('sent');
      expect((await show(r.env)).timeline.map(({ sid: each }) => each)).toContain(sid);
      await r.advance(3 * 3_600_000);
      await endsWell(daemon);
      expect(ledger(r)).toHaveLength(1);
    },
    180_000,
  );
});

describe('a list that does not tell at once', () => {
  it('lags behind: the second look finds what the first did not', async () => {
    const r = await rig();
    const lag = parseFault(`list-lag=1:${GRACE + 60_000}`);
    r.simulator.setFaults([parseFault('drop-reply=1'), lag]);
    await r.schedule();
    const daemon = start(['daemon', '--json'], r.env);
    await happens(daemon, 'unknown');
    r.simulator.setFaults([lag]);
    const looked = async () => (await show(r.env)).timeline.filter(({ kind }) => kind === 'looked').length;
    await r.advance(GRACE);
    await expect.poll(looked, PATIENCE).toBe(1);
    expect((await show(r.env)).doubt).toBe('looking');
    await r.advance(GRACE);
    await happens(daemon, 'reconciled');
    expect((await show(r.env)).state).toBe('sent');
    expect(ledger(r)).toHaveLength(1);
  }, 180_000);

  it('is not to be had: no look counts until it is', async () => {
    const r = await rig();
    r.simulator.setFaults([parseFault('error-before=1')]);
    await r.schedule();
    const daemon = start(['daemon', '--json'], r.env);
    await happens(daemon, 'unknown');
    r.simulator.setFaults([{ name: 'error-503', probability: 1, on: 'lists' }]);
    for (let times = 1; times <= 3; times += 1) {
      await r.advance(4 * GRACE);
      const looks = () => eventsOf(daemon, 'trouble').filter(isAboutLooks).length;
      await expect.poll(looks, PATIENCE).toBe(times);
    }
    expect(await show(r.env)).toMatchObject({ state: 'unknown', doubt: 'looking', attempts: 1 });
  }, 180_000);
});

describe('a request that Twilio never took', () => {
  it.each(['error-before=1', 'error-503=1', 'refuse-connection=1'])(
    '(%s) is proved absent by three looks, and its text goes out once',
    async (fault) => {
      const r = await rig();
      r.simulator.setFaults([parseFault(fault)]);
      await r.schedule();
      const daemon = start(['daemon', '--json'], r.env);
      await happens(daemon, 'unknown');
      r.simulator.setFaults([]);
      for (const step of [1, 1, 2]) {
        expect(ledger(r)).toHaveLength(0);
        const looked = async () =>
          (await show(r.env)).timeline.filter(({ kind }) => kind === 'looked').length;
        const before = await looked();
        await r.advance(step * GRACE);
        await expect.poll(looked, PATIENCE).toBe(before + 1);
      }
      await happens(daemon, 'sent');
      expect(await show(r.env)).toMatchObject({ state: 'sent', attempts: 2 });
      expect(ledger(r)).toHaveLength(1);
      daemon.child.kill('SIGTERM');
      await daemon.ended;
      expect(readAll(r.folder)).not.toContain(r.simulator.authToken);
    },
    180_000,
  );

  it('waits for a person when it is a call, who lets it ring', async () => {
    const r = await rig();
    r.simulator.setFaults([parseFault('error-before=1')]);
    await r.schedule('--via', 'call');
    expect((await remind(['daemon', '--until-idle'], r.env)).code).toBe(0);
    r.simulator.setFaults([]);
    for (const step of [1, 1, 2]) {
      await r.advance(step * GRACE);
      // What cron would do: a run makes the looks that are due and ends.
      expect((await remind(['daemon', '--once'], r.env)).code).toBe(0);
    }
    expect(await show(r.env)).toMatchObject({ state: 'unknown', doubt: 'absent' });
    const list = await remind(['list', '--state', 'unknown'], r.env);
    expect(list.stdout).toContain('absent');
    expect((await remind(['resolve', '1', '--retry'], r.env)).code).toBe(0);
    expect((await remind(['daemon', '--until-idle'], r.env)).code).toBe(0);
    expect(await show(r.env)).toMatchObject({ state: 'sent', attempts: 2 });
    expect(ledger(r)).toHaveLength(1);
  }, 180_000);
});

describe('a process that is killed while Twilio has its request', () => {
  it.each(['sms', 'call'] as const)(
    'leaves a %s that the next one finds: exactly one',
    async (via) => {
      const r = await rig();
      r.simulator.setFaults([parseFault('delay=1:8000')]);
      await r.schedule('--via', via);
      const first = start(['daemon', '--json'], r.env);
      await expect.poll(() => ledger(r).length, { ...PATIENCE, interval: 5 }).toBe(1);
      first.child.kill('SIGKILL');
      await first.ended;
      r.simulator.setFaults([]);
      expect((await show(r.env)).state).toBe('processing');
      const next = start(['daemon', '--json'], r.env);
      await happens(next, 'started');
      await r.advance(60_001);
      await expect.poll(async () => (await show(r.env)).doubt, PATIENCE).toBe('looking');
      await r.advance(GRACE);
      await happens(next, 'reconciled');
      expect((await show(r.env)).state).toBe('sent');
      await r.advance(4 * 3_600_000);
      await endsWell(next);
      expect(ledger(r)).toHaveLength(1);
    },
    180_000,
  );
});

describe('a person who decides', () => {
  it('is told by Twilio whether a SID can be it', async () => {
    const r = await rig();
    r.simulator.setFaults([parseFault('drop-reply=1')]);
    await r.schedule();
    expect((await remind(['daemon', '--until-idle'], r.env)).code).toBe(0);
    r.simulator.setFaults([]);
    const sid = r.simulator.messages()[0]?.sid ?? '';
    const other = await remindJson<{ sid: string }[]>(['send', TO, 'Something else'], r.env);
    const resolve = (...args: string[]) => remind(['resolve', '1', ...args], r.env);
    expect((await resolve('--sent', `SM${'0'.repeat(32)}`, '--yes')).code).toBe(3);
    expect((await resolve('--sent', other[0]?.sid ?? '', '--yes')).code).toBe(5);
    const unasked = await resolve('--sent', sid);
    expect(unasked.code).toBe(2);
    expect(unasked.stderr).toContain('--yes');
    const wrong = await remind(['resolve', '1', '--sent', sid, '--yes'], {
      ...r.env,
      TWILIO_AUTH_TOKEN: 'f'.repeat(32),
    });
    expect(wrong.code).toBe(4);
    expect((await resolve('--sent', sid, '--yes')).code).toBe(0);
    expect((await show(r.env)).state).toBe('sent');
    expect((await resolve('--drop')).code).toBe(2);
  }, 180_000);
});

function readAll(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => readFileSync(join(file.parentPath, file.name), 'latin1'))
    .join('\n');
}
