// `remind optout review`: texts that only a person understands: who seems to want no more, which appointment is meant.

import type { CommandBuilder, CommandModule } from '../../src/core/command.ts';
import { counted } from '../../src/core/count.ts';
import { UsageError } from '../../src/core/errors.ts';
import {
  type CarryOut,
  type Decided,
  type Decision,
  decide,
  findText,
} from '../../src/delivery/opt-out-desk.ts';
import { answerByHand, type Meant } from '../../src/reminders/answer-by-hand.ts';
import type { Sql } from '../../src/store/db.ts';
import { openReviews, type Reply } from '../../src/store/replies.ts';
import { isForProgram, parseLimit } from '../../src/terminal/format-flags.ts';
import { REPLY_COLUMNS } from '../optout-screen.ts';
import type { OptOutNeeds } from './list.ts';

interface Options {
  readonly optOut?: boolean | undefined;
  readonly dismiss?: boolean | undefined;
  readonly confirms?: string | undefined;
  readonly cancels?: string | undefined;
}

const PAGE = 50;

export const command: CommandModule<[readonly string[]], Options, OptOutNeeds> = {
  examples: [
    'remind optout review',
    'remind optout review 7 --opt-out',
    'remind optout review 7 --cancels 12',
    'remind optout review 7 8 --dismiss --json=id,review',
  ],
  columns: REPLY_COLUMNS,
  format: 'list',
  describe(builder: CommandBuilder) {
    builder
      .argument('[ids...]', 'texts to decide about, or to be shown; without any, those to be decided about')
      .option('--opt-out', 'they want no more: as if they had texted STOP')
      .option('--confirms <reminder>', 'they confirm the appointment of this reminder')
      .option(
        '--cancels <reminder>',
        'they cancel the appointment of this reminder, and what is to come of it',
      )
      .option('--dismiss', 'they meant something else');
  },
  async run(ctx, [ids], options) {
    const { db, clock, defaults } = await ctx.reminders();
    const decision = decisionOf(ids, options);
    if (decision === undefined) {
      const rows = await shown(db, ids, parseLimit(options.limit, PAGE));
      ctx.out.list(rows, REPLY_COLUMNS, options, 'Nothing to decide.');
      if (rows.length > 0) ctx.out.note(HOW);
      return undefined;
    }
    const decided = await decide({ db, clock, defaultFrom: defaults.from }, ids, decision);
    if (isForProgram(options)) ctx.out.list(decided, REPLY_COLUMNS, options);
    else for (const each of decided) ctx.out.line(describe(each));
    return undefined;
  },
};

/** Those that are named, whatever was decided; else what is to be decided. @throws NotFoundError */
async function shown(sql: Sql, ids: readonly string[], limit: number): Promise<readonly Reply[]> {
  if (ids.length === 0) return await openReviews(sql, limit);
  const rows: Reply[] = [];
  for (const id of ids) rows.push(await findText(sql, id));
  return rows;
}

const HOW =
  'Decide with: remind optout review ID --opt-out, --confirms REMINDER, --cancels REMINDER, or --dismiss';

function describe({ person, review, cancelled, detail }: Decided): string {
  if (detail !== null) return `Carried out: ${detail}`;
  return review === 'opted-out'
    ? `Opted out: ${person}; ${counted(cancelled, 'reminder')} cancelled`
    : `Dismissed: the text of ${person}`;
}

/** Undefined for none. @throws UsageError for more than one, and for one about a reminder for several texts */
function decisionOf(ids: readonly string[], options: Options): Decision | undefined {
  const { optOut, dismiss, confirms, cancels } = options;
  const wishes: readonly Decision[] = [
    ...(optOut ? ['opted-out' as const] : []),
    ...(dismiss ? ['dismissed' as const] : []),
    ...(confirms === undefined ? [] : [meant('confirm', confirms)]),
    ...(cancels === undefined ? [] : [meant('cancel', cancels)]),
  ];
  const [wish] = wishes;
  if (wish === undefined) return undefined;
  if (ids.length === 0) throw new UsageError('no text is named', { hint: 'list them: remind optout review' });
  if (wishes.length > 1) {
    throw new UsageError('say one of --opt-out, --confirms, --cancels and --dismiss', {
      hint: 'remind optout review --help',
    });
  }
  if (typeof wish === 'function' && ids.length > 1) {
    throw new UsageError('--confirms and --cancels go with one text; nothing was changed', {
      hint: 'decide about the others one by one',
    });
  }
  return wish;
}

function meant(meaning: Meant['meaning'], reminder: string): CarryOut {
  return (sql, reply, now) => answerByHand(sql, reply, { meaning, reminder }, now);
}
