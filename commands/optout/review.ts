// `remind optout review`: texts of people who seem to want no more, for a person to decide about.

import type { CommandBuilder, CommandModule } from '../../src/core/command.ts';
import { counted } from '../../src/core/count.ts';
import { UsageError } from '../../src/core/errors.ts';
import { decide } from '../../src/delivery/opt-out-desk.ts';
import { openReviews } from '../../src/store/replies.ts';
import { isForProgram, parseLimit } from '../../src/terminal/format-flags.ts';
import { REPLY_COLUMNS } from '../optout-screen.ts';
import type { OptOutNeeds } from './list.ts';

interface Options {
  readonly optOut?: boolean | undefined;
  readonly dismiss?: boolean | undefined;
}

const PAGE = 50;

export const command: CommandModule<[readonly string[]], Options, OptOutNeeds> = {
  examples: [
    'remind optout review',
    'remind optout review 7 --opt-out',
    'remind optout review 7 8 --dismiss --json=id,review',
  ],
  columns: REPLY_COLUMNS,
  format: 'list',
  describe(builder: CommandBuilder) {
    builder
      .argument('[ids...]', 'texts to decide about; without any they are listed')
      .option('--opt-out', 'they want no more: as if they had texted STOP')
      .option('--dismiss', 'they meant something else');
  },
  async run(ctx, [ids], { optOut, dismiss, ...options }) {
    const { db, clock, defaults } = await ctx.reminders();
    const review = decisionOf(ids, { optOut, dismiss });
    if (review === undefined) {
      const rows = await openReviews(db, parseLimit(options.limit, PAGE));
      ctx.out.list(rows, REPLY_COLUMNS, options, 'Nothing to decide.');
      if (rows.length > 0) ctx.out.note('Decide with: remind optout review ID --opt-out, or --dismiss');
      return undefined;
    }
    const decided = [];
    for (const id of ids) decided.push(await decide({ db, clock, defaultFrom: defaults.from }, id, review));
    if (isForProgram(options)) ctx.out.list(decided, REPLY_COLUMNS, options);
    else {
      for (const { person, cancelled } of decided) {
        ctx.out.line(
          review === 'opted-out'
            ? `Opted out: ${person}; ${counted(cancelled, 'reminder')} cancelled`
            : `Dismissed: the text of ${person}`,
        );
      }
    }
    return undefined;
  },
};

function decisionOf(
  ids: readonly string[],
  { optOut, dismiss }: Options,
): 'opted-out' | 'dismissed' | undefined {
  if (ids.length === 0 && !optOut && !dismiss) return undefined;
  if (ids.length === 0) throw new UsageError('no text is named', { hint: 'list them: remind optout review' });
  if (optOut === dismiss)
    throw new UsageError('say one of --opt-out and --dismiss', { hint: 'remind optout review --help' });
  return optOut ? 'opted-out' : 'dismissed';
}
