// `remind sim hear`: what the phones on the running simulator heard of what was said to them.

import type { CommandModule } from '../../src/core/command.ts';
import type { Heard } from '../../src/simulator/hear-report.ts';
import { isForProgram, parseLimit } from '../../src/terminal/format-flags.ts';
import { HEARD_COLUMNS } from './hear-columns.ts';
import { describeHearing } from './hear-text.ts';
import { describeRunning, findRunning, type RunningNeeds, type RunningOptions } from './running.ts';

interface Options extends RunningOptions {
  readonly call?: string;
}

export const command: CommandModule<[number: string | undefined], Options, RunningNeeds> = {
  examples: [
    'remind sim hear',
    'remind sim hear +12025550102',
    'remind sim hear "Front desk"',
    'remind sim hear --call CA5ef8732a3c49700934481addd5ce1659 --json=heardFraction,wholePasses',
  ],
  columns: HEARD_COLUMNS,
  format: 'list',
  time: 'real',
  describe(command) {
    command
      .argument('[phone]', 'only what this phone heard: its number, or its name in the phone file')
      .option('--call <sid>', 'only this call, or this text');
    describeRunning(command);
  },
  async run(ctx, [number], options) {
    const simulator = await findRunning(ctx, options);
    const query = new URLSearchParams({
      ...(number === undefined ? {} : { to: number }),
      ...(options.call === undefined ? {} : { call: options.call }),
    });
    const { heard } = (await simulator.get(`/sim/hear?${query}`)) as { heard: readonly Heard[] };
    // The latest are what somebody wants to see who just tried something.
    const latest = heard.slice(-parseLimit(options.limit, Math.max(heard.length, 1)));
    if (isForProgram(options) || latest.length === 0) {
      ctx.out.list(
        latest,
        HEARD_COLUMNS,
        options,
        `${number ?? 'Nobody'} has heard ${number ? 'nothing' : 'anything'} yet.`,
      );
      return undefined;
    }
    latest.forEach((each, index) => {
      if (index > 0) ctx.out.line();
      for (const line of describeHearing(each, ctx.out.style)) ctx.out.line(line);
    });
    return undefined;
  },
};
