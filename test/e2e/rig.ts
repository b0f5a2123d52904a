// The built program, run for real: a home of its own, a simulator in the test's process, signals and kills.

import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { SimulatorOptions } from '../../src/simulator/options.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { systemClock } from '../../src/system/clock.ts';
import { tempFolder } from '../store/temp-db.ts';
import { requestProblems } from '../twilio-spec/ask.ts';
import { billable } from './ledger.ts';
import { enter } from './run-ledger.ts';

const BINARY = new URL('../../bin/remind.js', import.meta.url).pathname;

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ran>;
  /** Everything on stdout so far. */
  stdout(): string;
  stderr(): string;
}

export type Env = Readonly<Record<string, string>>;

/** A folder and an environment that nothing of this machine leaks into. After the test nothing in it was billable. */
export function emptyHome(): { readonly folder: string; readonly env: Env } {
  const folder = tempFolder();
  onTestFinished(({ task }) => {
    const billed = billable(join(folder, 'remind'));
    enter({ test: task.name, billed });
    expect(billed).toEqual([]);
  });
  return {
    folder,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      REMIND_HOME: join(folder, 'remind'),
      REMIND_TZ: 'Europe/Berlin',
      // Tests run at any hour.
      REMIND_QUIET_HOURS: 'never',
    },
  };
}

/** Stopped after the test, when whatever was asked of it must have been a request that Twilio describes. */
export async function testSimulator(options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  const simulator = await startSimulator({ clock: systemClock, seed: 1, ...options });
  onTestFinished(async () => {
    await simulator.stop();
    expect([...new Set(simulator.requests().flatMap(requestProblems))]).toEqual([]);
  });
  return simulator;
}

/** What a shell would export to work on this simulator. */
export function simulatorEnv(simulator: Simulator): Env {
  return {
    TWILIO_ACCOUNT_SID: simulator.accountSid,
    TWILIO_AUTH_TOKEN: simulator.authToken,
    REMIND_TWILIO_URL: simulator.url,
    REMIND_FROM: simulator.numbers[0] ?? '',
  };
}

/** Starts the program; a test that ends early takes it along. */
export function start(args: readonly string[], env: Env): Running {
  const child = spawn(process.execPath, [BINARY, ...args], { env, stdio: ['pipe', 'pipe', 'pipe'] });
  const texts = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    texts.stdout += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    texts.stderr += String(chunk);
  });
  const ended = new Promise<Ran>((resolve) => {
    child.on('close', (code) => resolve({ code, ...texts }));
  });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return { child, ended, stdout: () => texts.stdout, stderr: () => texts.stderr };
}

/** Runs the program to its end. */
export async function remind(args: readonly string[], env: Env, stdin = ''): Promise<Ran> {
  const running = start(args, env);
  running.child.stdin?.end(stdin);
  return await running.ended;
}

/** Runs it and reads its JSON; fails with what it said when it did not end well. */
export async function remindJson<T>(args: readonly string[], env: Env): Promise<T> {
  const { code, stdout, stderr } = await remind([...args, '--json'], env);
  if (code !== 0) throw new Error(`remind ${args.join(' ')} ended with ${code}: ${stderr}`);
  return JSON.parse(stdout) as T;
}
