// `remind strangers accept`: another program may send from our numbers; what it has sent so far is no reason to stop.

import type { CommandBuilder, CommandModule } from '../../src/core/command.ts';
import { counted } from '../../src/core/count.ts';
import { acceptStrangers } from '../../src/delivery/accept-strangers.ts';
import { assertConfirmed } from '../../src/terminal/confirm.ts';
import type { StrangerNeeds } from './list.ts';
import { type Settled, settledColumns } from './settled.ts';

interface Options {
  readonly yes?: boolean;
}

export const command: CommandModule<[], Options, StrangerNeeds> = {
  examples: ['remind strangers accept', 'remind strangers accept --yes --json'],
  columns: settledColumns,
  format: 'record',
  describe(builder: CommandBuilder) {
    builder.option('--yes', 'do not ask');
  },
  async run(ctx, _args, options) {
    const { stop, rows } = await ctx.strangers();
    const settled: Settled = { sends: rows.length, stopped: stop !== null };
    if (stop === null && rows.length === 0) {
      // What has not been compared yet is not accepted unseen.
      ctx.out.record(settled, settledColumns, options, () => 'No strangers are known: nothing was changed');
      return undefined;
    }
    const what = counted(rows.length, 'send');
    const question = `Did another program send ${rows.length === 1 ? 'it' : `these ${rows.length}`}, and no copy of this database is running?`;
    await assertConfirmed(ctx.ask, question, options.yes);
    const deps = await ctx.releasing();
    await acceptStrangers(deps);
    ctx.out.record(settled, settledColumns, options, () => `Accepted ${what} of something else`);
    if (stop !== null) ctx.out.note('Let sending go on with: remind resume');
    ctx.out.note('If it goes on sending from these numbers: remind config set strangers warn');
    return undefined;
  },
};
