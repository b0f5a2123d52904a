// `remind demo`: the whole job on a local Twilio, in a folder of its own: import, send, deliver, look back.

import { fileURLToPath } from 'node:url';
import type { CommandModule, Context } from '../src/core/command.ts';
import { UnhealthyError } from '../src/core/errors.ts';
import { isFinalCall, isFinalMessage } from '../src/core/receipt.ts';
import { clockTime } from '../src/core/say-time.ts';
import type { DeliveryEvent } from '../src/delivery/events.ts';
import { describeSimEvent } from '../src/simulator/describe-event.ts';
import { type Simulator, startSimulator } from '../src/simulator/simulator.ts';
import { runForText, startForLines } from '../src/system/child.ts';
import { systemClock } from '../src/system/clock.ts';
import { readTextFile } from '../src/system/input.ts';
import { withTempFolder } from '../src/system/temp-folder.ts';
import { simulatorEnvironment } from './sim/environment.ts';

// The two reminders due at once take half a minute, most of it the call's own talk.
const PATIENCE_MS = 3 * 60_000;
const SOMEBODY = '+12025550177';

interface Options {
  readonly file?: string;
}

/** One demo under way: the program as its user runs it, and what the virtual phones make of it. */
interface Stage {
  readonly ctx: Context;
  readonly simulator: Simulator;
  readonly env: Record<string, string | undefined>;
  readonly launcher: string;
}

export const command: CommandModule<[], Options> = {
  examples: ['remind demo', 'remind demo --file my-appointments.csv'],
  time: 'real',
  describe(command) {
    command.option('--file <csv>', 'import this file instead of the example');
  },
  async run(ctx, _args, options) {
    const file = options.file ?? fileURLToPath(new URL('../examples/appointments.csv', import.meta.url));
    // Said now, and not by the import in the middle of the play.
    await readTextFile(file);
    // A seed of its own: the credentials of one demo are of no use in another.
    const seed = Math.floor(ctx.random.next() * 2 ** 31);
    const simulator = await startSimulator({ clock: systemClock, seed });
    try {
      await withTempFolder(async (home) => {
        const env = simulatorEnvironment(ctx.env, { simulator, home, isVirtual: false });
        await play({ ctx, simulator, env, launcher: process.argv[1] ?? 'remind' }, file);
      });
    } finally {
      await simulator.stop();
    }
    return undefined;
  },
};

async function play(stage: Stage, file: string): Promise<void> {
  const { ctx, simulator } = stage;
  const { bold, dim } = ctx.out.style;
  ctx.out.line(`A local Twilio answers at ${bold(simulator.url)}; nothing here can reach a real phone.`);
  simulator.onEvent((event) => {
    const line = describeSimEvent(event);
    if (line !== undefined) ctx.out.line(`  ${dim(clockTime(event.at))} ${line}`);
  });
  await show(stage, ['import', file, '--yes']);
  await show(stage, ['send', SOMEBODY, `Your word of the day is ${ctx.random.hex(3)}.`, '--wait']);
  await deliver(stage);
  await show(stage, ['list', '--all']);
  await show(stage, ['status']);
  farewell(ctx, stage.launcher);
}

/** Runs a command as its user would, and prints it with what it says. */
async function show(stage: Stage, args: readonly string[]): Promise<void> {
  const { ctx } = stage;
  typed(ctx, args);
  const { code, stdout, stderr } = await remind(stage, args);
  for (const text of [stdout, stderr]) if (text !== '') ctx.out.line(indent(text));
  if (code !== 0)
    throw new UnhealthyError(`the demo stopped: remind ${args[0]} ended with exit code ${code}`);
}

/** The daemon, until everything that is due has been sent and has its receipt. */
async function deliver(stage: Stage): Promise<void> {
  const { ctx, env, launcher } = stage;
  typed(ctx, ['daemon']);
  const awaited = await dueSoon(stage);
  let isOver = (): void => {};
  const over = new Promise<void>((resolve) => {
    isOver = resolve;
  });
  const daemon = startForLines(process.execPath, [launcher, 'daemon', '--json'], {
    env,
    signal: ctx.signal,
    onLine: (line) => {
      const ended = endedBy(JSON.parse(line) as DeliveryEvent);
      if (ended !== undefined) awaited.delete(ended);
      if (awaited.size === 0) isOver();
    },
  });
  const patience = new AbortController();
  const late = systemClock.sleep(PATIENCE_MS, patience.signal).then(() => 'late' as const);
  const first = await Promise.race([over, late, daemon.ended]);
  patience.abort();
  await daemon.stop();
  if (ctx.signal.aborted) throw ctx.signal.reason;
  if (first === 'late' || awaited.size > 0) {
    throw new UnhealthyError(`the demo stopped: ${awaited.size} of its reminders never came to an end`);
  }
}

/** The ids of the reminders that fall due while the demo runs. */
async function dueSoon(stage: Stage): Promise<Set<string>> {
  const { stdout } = await remind(stage, ['list', '--state', 'scheduled', '--json=id,dueAt']);
  const rows = JSON.parse(stdout) as readonly { readonly id: string; readonly dueAt: string }[];
  const soon = systemClock.now() + 60_000;
  return new Set(rows.filter((row) => Date.parse(row.dueAt) <= soon).map((row) => row.id));
}

/** The reminder an event is the end of: a final receipt, or a send that will not happen. */
function endedBy(event: DeliveryEvent): string | undefined {
  if (event.event === 'receipt') {
    const isFinal =
      isFinalMessage(event.receipt) || isFinalCall(event.receipt) || event.receipt === 'answered';
    return isFinal ? event.id : undefined;
  }
  const isEnd =
    event.event === 'failed' ||
    event.event === 'expired' ||
    event.event === 'held' ||
    event.event === 'unknown';
  return isEnd ? event.id : undefined;
}

async function remind({ ctx, env, launcher }: Stage, args: readonly string[]) {
  return await runForText(process.execPath, [launcher, ...args], { env, signal: ctx.signal });
}

function typed(ctx: Context, args: readonly string[]): void {
  const words = args.map((word) => (/^[\w+=./:-]+$/.test(word) ? word : `"${word}"`));
  ctx.out.line();
  ctx.out.line(ctx.out.style.bold(`$ remind ${words.join(' ')}`));
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}

function farewell(ctx: Context, launcher: string): void {
  const name = launcher.endsWith('.js') ? `node ${shortPath(launcher)}` : 'remind';
  ctx.out.line();
  ctx.out.line('Everything above was kept in a folder that is gone now. To try next:');
  ctx.out.line();
  for (const [words, why] of [
    ['sim', 'the same local Twilio, for as long as you like'],
    ['help', 'every command, by task'],
    ['init', 'your own Twilio account; reaches only your own numbers until you say otherwise'],
  ]) {
    ctx.out.line(`  ${`${name} ${words}`.padEnd(24)} ${ctx.out.style.dim(why ?? '')}`);
  }
}

/** `bin/remind.js`, as one would type it from the checkout. */
function shortPath(path: string): string {
  return path.split(/[\\/]/).slice(-2).join('/');
}
