// `remind optout list`: who wants no more texts and calls, and what that cancelled.

import type { CommandBuilder, CommandModule } from '../../src/core/command.ts';
import type { ReminderDeps } from '../../src/reminders/deps.ts';
import { listOptOuts } from '../../src/store/opt-outs.ts';
import { countOpenReviews } from '../../src/store/replies.ts';
import { parseLimit } from '../../src/terminal/format-flags.ts';
import { OPT_OUT_COLUMNS } from '../optout-screen.ts';

export interface OptOutNeeds {
  reminders(): Promise<ReminderDeps>;
}

interface Options {
  readonly all?: boolean;
}

const PAGE = 50;

export const command: CommandModule<[], Options, OptOutNeeds> = {
  examples: ['remind optout list', 'remind optout list --all --csv', 'remind optout list --json=person,word'],
  columns: OPT_OUT_COLUMNS,
  format: 'list',
  describe(builder: CommandBuilder) {
    builder.option('--all', 'also those that were taken back');
  },
  async run(ctx, _args, options) {
    const { db } = await ctx.reminders();
    const limit = parseLimit(options.limit, PAGE);
    const rows = await listOptOuts(db, { all: options.all ?? false, limit });
    ctx.out.list(rows, OPT_OUT_COLUMNS, options, 'Nobody has opted out.');
    const waiting = await countOpenReviews(db);
    if (waiting > 0) ctx.out.warn(`${waiting} more may want to: remind optout review`);
    return undefined;
  },
};
