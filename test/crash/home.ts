// Homes to kill in: each kind is made once by the program itself, and copied for every case.

import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { systemClock } from '../../src/system/clock.ts';
import type { RunName, Via } from './matrix.ts';
import { type Env, runToEnd } from './program.ts';

const SEED = 1;
export const START = Date.parse('2026-03-27T12:00:00Z');
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
/** Each reminder has a number of its own: equal sends wait for one another, and one person is not sent much. */
export const RECIPIENTS = ['+12025550101', '+12025550102', '+12025550103'] as const;
export const LATECOMER = '+12025550104';
export const BACKUP = 'backup.tgz';
const BOOK = 'book.csv';

type Kind = 'stamped' | 'due' | 'absent' | 'rule' | 'backed-up';

const KIND_OF: Readonly<Record<RunName, Kind>> = {
  send: 'due',
  follow: 'due',
  recover: 'due',
  find: 'due',
  'prove-absent': 'absent',
  recur: 'rule',
  import: 'stamped',
  restore: 'backed-up',
};

/** The instant up to which the making of a home has moved the clock; a case begins there or later. */
const MADE_AT = START + 20 * MINUTE;

export interface World {
  readonly simulator: Simulator;
  readonly folder: string;
  readonly env: Env;
  readonly database: string;
  readonly via: Via;
}

/** Real seconds count only for the patience with Twilio; the rest is the simulator's time. */
function envOf(folder: string, simulator: Simulator): Env {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    REMIND_HOME: join(folder, 'remind'),
    REMIND_TZ: 'UTC',
    REMIND_QUIET_HOURS: 'never',
    TWILIO_ACCOUNT_SID: simulator.accountSid,
    TWILIO_AUTH_TOKEN: simulator.authToken,
    REMIND_TWILIO_URL: simulator.url,
    REMIND_CLOCK: simulator.url,
    REMIND_FROM: simulator.numbers[0] ?? '',
    REMIND_REQUEST_TIMEOUT: '1s',
  };
}

/** One seed: the credentials with which a home was stamped are those of every simulator here. */
async function open(folder: string, via: Via, start: number): Promise<World> {
  const simulator = await startSimulator({
    clock: systemClock,
    seed: SEED,
    virtualTime: { start, speed: 1 },
  });
  const database = join(folder, 'remind', 'db', 'default.db');
  return { simulator, folder, env: envOf(folder, simulator), database, via };
}

/** Made once by kind and channel, gone with `close`. */
export class Homes {
  readonly #root = mkdtempSync(join(tmpdir(), 'remind-crash-'));
  readonly #made = new Map<string, Promise<string>>();
  #count = 0;

  async use<T>(run: RunName, via: Via, work: (world: World) => Promise<T>): Promise<T> {
    const made = await this.#template(KIND_OF[run], via);
    this.#count += 1;
    const folder = join(this.#root, `case-${this.#count}`);
    cpSync(made, folder, { recursive: true });
    const world = await open(folder, via, MADE_AT);
    try {
      return await work(world);
    } finally {
      await world.simulator.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  }

  close(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }

  #template(kind: Kind, via: Via): Promise<string> {
    const key = `${kind}-${via}`;
    const known = this.#made.get(key);
    if (known) return known;
    const folder = join(this.#root, key);
    const made = this.#make(kind, via, folder).catch((error) => {
      // Not for good: whoever comes next makes it anew.
      this.#made.delete(key);
      rmSync(folder, { recursive: true, force: true });
      throw error;
    });
    this.#made.set(key, made);
    return made;
  }

  /** All start from one that is stamped: that comes with the first run that may send. */
  async #make(kind: Kind, via: Via, folder: string): Promise<string> {
    if (kind === 'stamped') mkdirSync(folder);
    else cpSync(await this.#template('stamped', via), folder, { recursive: true });
    const world = await open(folder, via, START);
    try {
      await MAKERS[kind](world);
      if (world.simulator.clock.now() > MADE_AT) throw new Error(`making ${kind} took the clock too far`);
    } finally {
      await world.simulator.stop();
    }
    return folder;
  }
}

const MAKERS: Readonly<Record<Kind, (world: World) => Promise<void>>> = {
  stamped: async ({ env }) => void (await runToEnd(['daemon', '--once'], env)),
  due: (world) => book(world, '12:10'),
  absent: makeAbsent,
  rule: makeRule,
  'backed-up': makeBackedUp,
};

/** A file with a reminder to each of them. */
export function writeBook(
  { folder, via }: World,
  time: string,
  numbers: readonly string[] = RECIPIENTS,
): string {
  const rows = numbers.map((to, index) => {
    return `r${index},${to},${via},2026-03-27T${time},"Hello ${to.slice(-3)}, it’s Friday"`;
  });
  const path = join(folder, BOOK);
  writeFileSync(path, ['id,to,via,at,body', ...rows, ''].join('\n'));
  return path;
}

async function book(world: World, time: string): Promise<void> {
  await runToEnd(['import', writeBook(world, time), '--yes'], world.env);
}

/** Twilio took none of them; two of the three looks have been made. */
async function makeAbsent(world: World): Promise<void> {
  await book(world, '12:10');
  const { simulator, env } = world;
  await simulator.clock.advance(10 * MINUTE);
  simulator.setFaults([{ name: 'error-before', probability: 1 }]);
  await runToEnd(['daemon', '--once'], env);
  simulator.setFaults([]);
  for (let look = 1; look <= 2; look += 1) {
    await simulator.clock.advance(2 * MINUTE + 1_000);
    await runToEnd(['daemon', '--once'], env);
  }
}

/** Its first time is at 13:00. */
async function makeRule({ env, via }: World): Promise<void> {
  const words = ['--to', RECIPIENTS[0], '--cron', '0 * * * *', '--via', via, '--body', 'It is {{time}}'];
  await runToEnd(['schedule', ...words], env);
}

/** Three reminders and a sound in the backup; a fourth that was scheduled since. */
async function makeBackedUp(world: World): Promise<void> {
  const { env, folder, via } = world;
  await book(world, '12:30');
  mkdirSync(join(folder, 'remind', 'audio'));
  writeFileSync(join(folder, 'remind', 'audio', 'chime.wav'), 'RIFF');
  await runToEnd(['backup', join(folder, BACKUP)], env);
  const words = ['--to', LATECOMER, '--at', 'in 30 minutes', '--via', via, '--body', 'One more'];
  await runToEnd(['schedule', ...words], env);
}
