// `remind schedule`: reminders before an appointment, at an instant, or by a rule.

import type { CommandBuilder, CommandModule, Context } from '../src/core/command.ts';
import { UsageError } from '../src/core/errors.ts';
import type { ReminderDeps } from '../src/reminders/deps.ts';
import { schedule } from '../src/reminders/schedule.ts';
import { doubtNumber } from '../src/reminders/senders.ts';
import { readTextFile } from '../src/system/input.ts';
import { DRY_RUN, SENT_BY_DAEMON } from '../src/terminal/endings.ts';
import { SCHEDULED_COLUMNS, scheduledText } from './schedule-screen.ts';

export interface ScheduleNeeds {
  reminders(): Promise<ReminderDeps>;
  /** Whether a number may be reached in the mode of this database; undefined when that is not known yet. */
  allowed(e164: string): Promise<boolean | undefined>;
}

interface Options {
  readonly to?: string;
  readonly at?: string;
  readonly for?: string;
  readonly before?: string;
  readonly cron?: string;
  readonly body?: string;
  readonly bodyFile?: string;
  readonly via?: string;
  readonly expires?: string;
  readonly tz?: string;
  readonly tenant?: string;
  readonly priority?: string;
  readonly dedupeKey?: string;
  readonly from?: string;
  readonly onUnknown?: string;
  readonly catchUp?: string;
  readonly name?: string;
  readonly var?: readonly string[];
  readonly anyHour?: boolean;
  readonly dryRun?: boolean;
}

export const command: CommandModule<[], Options, ScheduleNeeds> = {
  examples: [
    'remind schedule --to cindy --for "tue 14:30" --before 1d,2h --body "Hi {{name}}, see you {{date}} at {{time}}."',
    'remind schedule --to +12025550123 --at 2026-12-01T09:00 --tz America/New_York --via call --body "Good morning"',
    'remind schedule --to cindy --cron "0 9 * * mon-fri" --tz Europe/Berlin --body "Stand-up at {{time}}"',
    'remind schedule --to cindy --at "in 20 minutes" --body "Tea" --dry-run --json',
  ],
  columns: SCHEDULED_COLUMNS,
  format: 'record',
  describe(builder: CommandBuilder) {
    builder
      .option('--to <who>', 'a contact or a phone number')
      .option('--for <time>', 'when the appointment is')
      .option('--before <times>', 'how long before it to remind: 1d,2h (default: 1d)')
      .option('--at <time>', 'when to remind: 2026-12-01T09:00, "tue 14:30", "in 2 hours"')
      .option('--cron <rule>', 'remind again and again: minute hour day month weekday')
      .option('--body <text>', 'what to say; {{name}}, {{time}}, {{date}} are filled in; - reads stdin')
      .option('--body-file <file>', 'read the body from a file; - reads stdin')
      .option('--via <channel>', 'sms, call or both (default: sms)')
      .option(
        '--expires <time>',
        'not sent later: 2h after due, or a time (default: 4h, and 15m before the appointment)',
      )
      .option('--tz <zone>', "the recipient's time zone, Area/City, whatever contact and profile say")
      .option('--tenant <name>', 'the tenant it is sent for')
      .option('--priority <word>', 'critical or normal; critical leaves first (default: normal)')
      .option('--any-hour', "with --priority critical: also in the recipient's quiet hours")
      .option('--dedupe-key <key>', 'your own id for it: a second schedule under it changes nothing')
      .option('--from <sender>', 'the sending number or messaging service')
      .option('--on-unknown <word>', 'when Twilio turns out not to have it: resend, hold or drop')
      .option(
        '--catch-up <word>',
        'what a rule does about missed times: skip, latest or all (default: latest)',
      )
      .option('--name <name>', 'what {{name}} becomes')
      .option('--var <name=value...>', 'a variable of your own: --var doctor="Dr. Ng"; repeatable')
      .option('-n, --dry-run', 'check and show everything, store nothing');
  },
  async run(ctx, _args, options) {
    const { to: who, var: variables, ...words } = options;
    if (who === undefined) throw new UsageError('nobody is named', { hint: 'add --to NAME or --to NUMBER' });
    const body = await bodyOf(ctx, options);
    const scheduled = await schedule(await ctx.reminders(), { ...words, to: who, body, variables });
    const to = scheduled.outcome === 'already-scheduled' ? undefined : scheduled.reminders[0]?.to;
    const doubts = await doubtNumber((number) => ctx.allowed(number), to);
    const warnings = [...scheduled.warnings, ...doubts];
    ctx.out.record({ ...scheduled, warnings }, SCHEDULED_COLUMNS, options, () =>
      scheduledText(ctx, scheduled),
    );
    for (const note of scheduled.notes) ctx.out.note(note);
    for (const warning of warnings) ctx.out.warn(warning);
    if (scheduled.outcome === 'dry-run') ctx.out.note(DRY_RUN);
    if (scheduled.outcome === 'scheduled') ctx.out.note(SENT_BY_DAEMON);
    return undefined;
  },
};

async function bodyOf(ctx: Context, { body, bodyFile }: Options): Promise<string> {
  if (body !== undefined && bodyFile !== undefined)
    throw new UsageError('--body and --body-file exclude each other', { hint: 'leave one of them out' });
  if (body === '-' || bodyFile === '-') return ctx.stdin();
  if (body !== undefined) return body;
  if (bodyFile === undefined)
    throw new UsageError('nothing is to be said', {
      hint: 'add --body TEXT, or --body - to read it from stdin',
    });
  return readTextFile(bodyFile);
}
