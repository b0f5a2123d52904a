// The flags that `remind sim` and `remind sim run` share, and the simulator they ask for.

import type { CommandBuilder, Context } from '../../src/core/command.ts';
import { UsageError } from '../../src/core/errors.ts';
import { MAX_SPEED } from '../../src/simulator/clock.ts';
import { parseFault } from '../../src/simulator/faults.ts';
import { isReachable, readUrl } from '../../src/simulator/loopback.ts';
import { parsePhones } from '../../src/simulator/phone-file.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { systemClock } from '../../src/system/clock.ts';
import { readTextFile } from '../../src/system/input.ts';

export interface SimOptions {
  readonly port?: string;
  readonly seed?: string;
  readonly cps?: string;
  readonly mps?: string;
  readonly amdErrors?: string;
  readonly concurrency?: string;
  readonly speed?: string;
  readonly fault?: readonly string[];
  readonly phones?: string;
  readonly voiceUrl?: string;
  readonly smsUrl?: string;
  readonly state?: string;
  readonly accounts?: string;
  readonly trial?: true;
}

export function describeSim(command: CommandBuilder): void {
  command
    .option('--port <port>', 'where to listen on 127.0.0.1 (default: a free port)')
    .option('--voice-url <url>', 'what answers calls to the account’s numbers, on this machine')
    .option('--sms-url <url>', 'what answers texts to them')
    .option('--phones <file>', 'YAML file that says what each virtual phone does')
    .option(
      '--fault <fault...>',
      'NAME=PROBABILITY[:NUMBER][@WHAT], such as drop-reply=0.1 or delay=0.1:2000@lists; repeatable',
    )
    .option('--seed <n>', 'the same seed gives the same credentials and faults (default: 1)')
    .option('--cps <n>', 'calls a second, 0 for no limit (default: 0)')
    .option('--mps <n>', 'message segments a second for each sender, 0 for no limit (default: 0)')
    .option('--amd-errors <p>', 'how often machine detection is wrong, from 0 to 1 (default: 0)')
    .option('--concurrency <n>', 'requests at once before a 429, 0 for no limit (default: 0)')
    .option('--speed <n>', 'virtual seconds for each real one; up to 86400; 0 stands still until it is moved')
    .option('--state <file>', 'keep messages and calls in this file between runs')
    .option('--accounts <n>', 'further accounts, unrelated to the first (default: 0)')
    .option('--trial', 'a trial account: one number, and nobody is reached who is not verified');
}

/** True when time in the simulator is not the machine's. */
export function isVirtual(options: SimOptions): boolean {
  return options.speed !== undefined;
}

/** @throws UsageError for a flag, file or port that cannot be used */
export async function openSimulator(ctx: Context, options: SimOptions): Promise<Simulator> {
  const speed = speedOf(options.speed);
  const settings = {
    ...(options.voiceUrl !== undefined && { voiceUrl: webhook('--voice-url', options.voiceUrl) }),
    ...(options.smsUrl !== undefined && { smsUrl: webhook('--sms-url', options.smsUrl) }),
  };
  const simulator = await startSimulator({
    clock: systemClock,
    seed: number('--seed', options.seed) ?? 1,
    port: port(options.port),
    cps: number('--cps', options.cps),
    mps: number('--mps', options.mps),
    amdErrorRate: number('--amd-errors', options.amdErrors),
    maxConcurrent: whole('--concurrency', options.concurrency),
    faults: (options.fault ?? []).map(parseFault),
    phones:
      options.phones === undefined ? [] : parsePhones(await readTextFile(options.phones), options.phones),
    stateFile: options.state,
    accounts: number('--accounts', options.accounts),
    trial: options.trial,
    virtualTime: speed === undefined ? undefined : { speed },
  });
  for (const owned of simulator.numbers) simulator.setNumber(owned, settings);
  tellOverruled(ctx, simulator, options);
  return simulator;
}

function tellOverruled(ctx: Context, { overruled }: Simulator, { state, seed, trial }: SimOptions): void {
  if (seed !== undefined && overruled.includes('seed')) {
    ctx.out.warn(
      `--seed ${seed} changes no credentials: ${state} has them already, and the seed decides the rest`,
    );
  }
  if (trial && overruled.includes('trial')) {
    ctx.out.warn(`--trial changes nothing: the account in ${state} is no trial`);
  }
}

/** A URL that the simulator may request. */
function webhook(flag: string, text: string): string {
  const url = readUrl(text);
  if (url !== undefined && isReachable(url)) return text;
  throw new UsageError(`${flag}: "${text}" is not a URL on this machine`, {
    hint: `${flag} http://127.0.0.1:3000/voice: the simulator asks nobody else`,
  });
}

function speedOf(text: string | undefined): number | undefined {
  const speed = number('--speed', text);
  if (speed === undefined || speed <= MAX_SPEED) return speed;
  throw new UsageError(`--speed: "${text}" is more than ${MAX_SPEED}, a day in a second`, {
    hint: 'time can be moved further at once: see POST /sim/clock in docs/simulator.md',
  });
}

function number(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && Number.isFinite(value)) return value;
  throw new UsageError(`${flag}: "${text}" is not a number from 0 up`);
}

function whole(flag: string, text: string | undefined): number | undefined {
  const value = number(flag, text);
  if (value === undefined || Number.isInteger(value)) return value;
  throw new UsageError(`${flag}: "${text}" is not a whole number`);
}

function port(text: string | undefined): number | undefined {
  const value = number('--port', text);
  if (value === undefined || (Number.isInteger(value) && value <= 65_535)) return value;
  throw new UsageError(`--port: "${text}" is not a whole number up to 65535`);
}
