// `remind edit`: moves a reminder or its appointment, or changes what is said and to whom.

import type { Column, CommandBuilder, CommandModule } from '../src/core/command.ts';
import { describeInstant, toUtc } from '../src/core/say-time.ts';
import { idOrNull, reminderLine, reminderObject } from '../src/reminders/columns.ts';
import type { ReminderDeps } from '../src/reminders/deps.ts';
import { type Edited, edit } from '../src/reminders/edit.ts';
import { doubtNumber } from '../src/reminders/senders.ts';
import { DRY_RUN, takeBackWith } from '../src/terminal/endings.ts';

export interface EditNeeds {
  reminders(): Promise<ReminderDeps>;
  /** Whether a number may be reached in the mode of this database; undefined when that is not known yet. */
  allowed(e164: string): Promise<boolean | undefined>;
}

interface Options {
  readonly at?: string;
  readonly for?: string;
  readonly to?: string;
  readonly tz?: string;
  readonly body?: string;
  readonly var?: readonly string[];
  readonly name?: string;
  readonly expires?: string;
  readonly from?: string;
  readonly priority?: string;
  readonly anyHour?: boolean;
  readonly onUnknown?: string;
  readonly dryRun?: boolean;
}

const columns: readonly Column<Edited>[] = [
  { key: 'reminders', value: ({ reminders }) => reminders.map(reminderObject) },
  { key: 'appointmentId', value: ({ appointment }) => idOrNull(appointment?.id ?? null) },
  { key: 'appointmentAt', value: ({ appointment }) => toUtc(appointment?.startsAt ?? null) },
  { key: 'notes', value: ({ notes }) => notes },
  { key: 'warnings', value: ({ warnings }) => warnings },
];

export const command: CommandModule<[string], Options, EditNeeds> = {
  examples: [
    'remind edit 7 --for "wed 15:00"',
    'remind edit 7 --at "tomorrow 9am" --expires 2h',
    'remind edit 7 --body "New place: Main Street 5, {{time}}" --json=reminders',
    'remind edit 7 --to berta --dry-run',
  ],
  columns,
  format: 'record',
  describe(builder: CommandBuilder) {
    builder
      .argument('<id>', 'the reminder, or the beginning of its id')
      .option('--for <time>', 'move the appointment, and all of its reminders that are not sent yet')
      .option('--at <time>', 'move this reminder alone')
      .option('--to <who>', 'another person; of an appointment all reminders')
      .option('--tz <zone>', 'another zone to tell the time in; the instant stays')
      .option('--body <text>', 'say this; {{name}}, {{time}}, {{date}} are filled in; - reads stdin')
      .option('--var <name=value...>', 'a variable of your own: --var doctor="Dr. Ng"; repeatable')
      .option('--name <name>', 'what {{name}} becomes')
      .option('--expires <time>', 'not sent later: 2h after due, or a time')
      .option('--from <sender>', 'another sender; none for the usual one')
      .option('--priority <word>', 'critical or normal')
      .option('--any-hour', "of what is critical: also in the recipient's quiet hours")
      .option('--no-any-hour', 'in quiet hours no more')
      .option('--on-unknown <word>', 'when Twilio turns out not to have it: resend, hold or drop')
      .option('-n, --dry-run', 'show what would change, store nothing');
  },
  async run(ctx, [id], { var: variables, ...options }) {
    const { json: _json, ...wishes } = options;
    const body = options.body === '-' ? await ctx.stdin() : options.body;
    const done = await edit(await ctx.reminders(), { ...wishes, id, body, variables });
    // Another person may be one whom this database must not reach.
    const to = options.to === undefined ? undefined : done.reminders[0]?.to;
    const doubts = await doubtNumber((number) => ctx.allowed(number), to);
    const edited = { ...done, warnings: [...done.warnings, ...doubts] };
    const head = options.dryRun ? 'Would change to' : 'Changed to';
    ctx.out.record(edited, columns, options, ({ reminders, appointment }) =>
      [
        `${head}:`,
        ...reminders.map((reminder) => `  ${reminderLine(reminder)}`),
        ...reminders.slice(0, 1).map(({ body: words }) => `  > ${words.replace(/\s*\n\s*/g, ' / ')}`),
        ...(appointment ? [`Appointment: ${describeInstant(appointment.startsAt, appointment.zone)}`] : []),
      ].join('\n'),
    );
    for (const note of edited.notes) ctx.out.note(note);
    for (const warning of edited.warnings) ctx.out.warn(warning);
    ctx.out.note(options.dryRun ? DRY_RUN : takeBackWith('remind undo'));
    return undefined;
  },
};
