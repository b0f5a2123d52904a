// `remind list`: reminders by state, person, tenant and time.

import type { CommandBuilder, CommandModule } from '../src/core/command.ts';
import { UsageError } from '../src/core/errors.ts';
import {
  byHandColumns,
  deadColumns,
  doubtColumns,
  NOT_BY_HAND,
  reminderColumns,
} from '../src/reminders/columns.ts';
import { formatCursor } from '../src/reminders/cursor.ts';
import type { ReminderDeps } from '../src/reminders/deps.ts';
import { list, listByHand } from '../src/reminders/list.ts';
import { isForProgram, parseLimit } from '../src/terminal/format-flags.ts';

export interface ListNeeds {
  reminders(): Promise<ReminderDeps>;
}

interface Options {
  readonly state?: readonly string[];
  readonly to?: string;
  readonly tenant?: string;
  readonly on?: string;
  readonly since?: string;
  readonly until?: string;
  readonly tz?: string;
  readonly all?: boolean;
  readonly dead?: boolean;
  readonly byHand?: boolean;
  readonly after?: string;
}

const PAGE = 50;
const AGAIN = 'To try one again: remind retry ID';
const DECIDE = 'What is absent or unclear waits for you: remind resolve ID --retry, --drop or --sent SID';

export const command: CommandModule<[], Options, ListNeeds> = {
  examples: [
    'remind list',
    'remind list --state failed,held:mode --json=id,to,lastError',
    'remind list --to cindy --all',
    'remind list --state unknown',
    'remind list --dead',
    'remind list --by-hand --json=to,contact,byHand',
    'remind list --on tomorrow --tenant acme --csv',
  ],
  columns: [...reminderColumns(0), NOT_BY_HAND],
  format: 'list',
  describe(builder: CommandBuilder) {
    builder
      .option('--state <state...>', 'only in this state: scheduled, held:mode, …; repeatable, or with commas')
      .option('--to <who>', 'only to this contact or number')
      .option('--tenant <name>', 'only of this tenant')
      .option('--on <day>', 'only due on this day: today, tomorrow, 2026-12-01')
      .option('--since <time>', 'only due from then on; 2d is two days ago')
      .option('--until <time>', 'only due before then; a day is included')
      .option('--tz <zone>', 'the zone that --on, --since and --until are in')
      .option('--all', 'also those that are over (sent, cancelled, failed or expired long ago)')
      .option('--dead', 'the dead letters: failed or expired, however long ago, with tries and why')
      .option(
        '--by-hand',
        'whom neither text nor call reached, and what waits for you to decide, the soonest appointment first',
      )
      .option('--after <cursor>', 'the next page: what the page before ended with');
  },
  async run(ctx, _args, options) {
    const limit = parseLimit(options.limit, PAGE);
    const deps = await ctx.reminders();
    if (options.byHand) {
      const rows = await listByHand(deps, { ...options, states: options.state, limit });
      ctx.out.list(rows, byHandColumns(ctx.clock.now()), options, 'Nobody has to be called by hand.');
      return undefined;
    }
    const { rows, next } = await list(deps, { ...options, states: statesOf(options), limit });
    const columns = isForProgram(options) ? reminderColumns : columnsFor(options);
    ctx.out.list(rows, [...columns(ctx.clock.now()), NOT_BY_HAND], options, emptyWords(options));
    if (isInDoubt(options) && rows.some(({ doubt }) => doubt !== 'looking')) ctx.out.note(DECIDE);
    if (options.dead && rows.length > 0) ctx.out.note(AGAIN);
    if (next) ctx.out.note(`There is more: add --after ${formatCursor(next)}, or --limit for longer pages`);
    return undefined;
  },
};

function statesOf({ state, dead, all }: Options): readonly string[] | undefined {
  if (!dead) return state;
  if (state === undefined && !all) return ['failed', 'expired'];
  throw new UsageError('--dead goes without --state and --all', { hint: 'remind list --dead' });
}

function columnsFor(options: Options): typeof reminderColumns {
  if (options.dead) return deadColumns;
  return isInDoubt(options) ? doubtColumns : reminderColumns;
}

function isInDoubt({ state }: Options): boolean {
  return state?.join(',').toLowerCase() === 'unknown';
}

function emptyWords({ all, dead, state, to, tenant, on, since, until, after }: Options): string {
  const isNarrowed = [state, to, tenant, on, since, until, after].some((wish) => wish !== undefined);
  if (dead) return isNarrowed ? 'No dead letters like these.' : 'No dead letters.';
  if (all) return isNarrowed ? 'No reminders like these.' : 'No reminders.';
  const none = isNarrowed ? 'No reminders like these.' : 'Nothing to come and nothing wrong.';
  return `${none} See all with: remind list --all`;
}
