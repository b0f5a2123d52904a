// `remind sim seed`: gives the running simulator a past.

import type { Column, CommandModule, Context } from '../../src/core/command.ts';
import { UnhealthyError, UsageError } from '../../src/core/errors.ts';
import { toUtc } from '../../src/core/say-time.ts';
import { DEFAULT_PAST, PAST_LIMITS, type PastPlan } from '../../src/simulator/past/plan.ts';
import type { PastProgress } from '../../src/simulator/past/seed.ts';
import type { PastFacts } from '../../src/simulator/world.ts';
import {
  describeRunning,
  findRunning,
  type RunningNeeds,
  type RunningOptions,
  type RunningSimulator,
} from './running.ts';

type Options = RunningOptions & { readonly [name in keyof PastPlan]?: string };

const columns: readonly Column<PastFacts>[] = [
  { key: 'messages', value: ({ messages }) => messages },
  { key: 'calls', value: ({ calls }) => calls },
  { key: 'notifications', value: ({ notifications }) => notifications },
  { key: 'people', value: ({ people }) => people },
  { key: 'optOuts', value: ({ optOuts }) => optOuts },
  { key: 'startsAt', value: ({ from }) => toUtc(from) },
  { key: 'endsAt', value: ({ until }) => toUtc(until) },
];

export const command: CommandModule<[], Options, RunningNeeds> = {
  examples: [
    'remind sim seed',
    'remind sim seed --messages 500000 --calls 50000 --days 400',
    'remind sim seed --messages 0 --calls 2000 --seed 7 --json',
  ],
  columns,
  format: 'record',
  time: 'real',
  describe(command) {
    const usual = (name: keyof PastPlan) => `(default: ${DEFAULT_PAST[name].toLocaleString('en')})`;
    command
      .option('--messages <n>', `texts that went out and came in ${usual('messages')}`)
      .option('--calls <n>', `calls that were made and came in ${usual('calls')}`)
      .option('--days <n>', `how far back they reach; the last ones are of just now ${usual('days')}`)
      .option('--seed <n>', `the same seed gives the same past ${usual('seed')}`);
    describeRunning(command);
  },
  async run(ctx, _args, options) {
    const plan = readPlan(options);
    const past = await seed(ctx, await findRunning(ctx, options), plan);
    ctx.out.record(past, columns, options, describePast);
    return undefined;
  },
};

function readPlan(options: Options): PastPlan {
  const plan = {
    messages: readCount('messages', options),
    calls: readCount('calls', options),
    days: readCount('days', options),
    seed: readCount('seed', options),
  };
  if (plan.messages + plan.calls > 0) return plan;
  throw new UsageError('--messages and --calls are both 0: that is no past');
}

function readCount(name: keyof PastPlan, { [name]: text }: Options): number {
  if (text === undefined) return DEFAULT_PAST[name];
  const { least, most } = PAST_LIMITS[name];
  const count = Number(text);
  if (/^\d+$/.test(text) && count >= least && count <= most) return count;
  throw new UsageError(
    `--${name}: "${text}" is not a whole number from ${least} to ${most.toLocaleString('en')}`,
  );
}

async function seed(ctx: Context, simulator: RunningSimulator, plan: PastPlan): Promise<PastFacts> {
  const progress = ctx.out.progress('making up a past', plan.messages + plan.calls);
  let past: PastFacts | undefined;
  try {
    for await (const told of simulator.work('/sim/seed', plan)) {
      const step = told as Partial<PastProgress> & { readonly past?: PastFacts };
      past = step.past;
      if (step.done !== undefined) progress.tick(step.done);
    }
  } finally {
    progress.end();
  }
  if (past === undefined) throw new UnhealthyError('the simulator ended before its past was made up');
  return past;
}

function describePast({ messages, calls, people, optOuts, from, until }: PastFacts): string {
  const count = (number: number) => number.toLocaleString('en');
  const day = (instant: number) => toUtc(instant).slice(0, 10);
  return `${count(messages)} messages and ${count(calls)} calls, with ${count(people)} people, from ${day(from)} to ${day(until)}; ${count(optOuts)} said STOP`;
}
