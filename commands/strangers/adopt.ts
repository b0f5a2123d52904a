// `remind strangers adopt`: a copy of this database sent it and is stopped now; its sends are bound before anything goes.

import type { CommandBuilder, CommandModule } from '../../src/core/command.ts';
import { counted } from '../../src/core/count.ts';
import { adoptStrangers } from '../../src/delivery/accept-strangers.ts';
import { assertConfirmed } from '../../src/terminal/confirm.ts';
import type { StrangerNeeds } from './list.ts';
import { type Settled, settledColumns } from './settled.ts';

interface Options {
  readonly yes?: boolean;
}

export const command: CommandModule<[], Options, StrangerNeeds> = {
  examples: ['remind strangers adopt', 'remind strangers adopt --yes'],
  columns: settledColumns,
  format: 'record',
  describe(builder: CommandBuilder) {
    builder.option('--yes', 'do not ask');
  },
  async run(ctx, _args, options) {
    const { stop, rows } = await ctx.strangers();
    const settled: Settled = { sends: rows.length, stopped: stop !== null };
    if (stop === null && rows.length === 0) {
      // To adopt holds all sending back until `resume`: not for nothing, nor for a slip of the hand.
      ctx.out.record(settled, settledColumns, options, () => 'No strangers are known: nothing was changed');
      ctx.out.note(
        'A daemon compares with Twilio when it starts and each hour: what a copy sent is known then',
      );
      return undefined;
    }
    const what = counted(rows.length, 'send');
    await assertConfirmed(ctx.ask, `Has the copy that sent ${what} been stopped?`, options.yes);
    await adoptStrangers(await ctx.releasing());
    ctx.out.record(
      settled,
      settledColumns,
      options,
      () => 'What the copy sent counts as sent by this database',
    );
    ctx.out.note(
      "Twilio's lists are up to two minutes behind; then find out which reminders that was, and let the others go, with: remind resume",
    );
    return undefined;
  },
};
