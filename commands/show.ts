// `remind show`: one reminder and everything that happened to it.

import type { Column, CommandBuilder, CommandModule, Context } from '../src/core/command.ts';
import { formatId } from '../src/core/id.ts';
import { showState } from '../src/core/lifecycle.ts';
import { describeInstant, toUtc } from '../src/core/say-time.ts';
import { wallAt } from '../src/core/zone.ts';
import { markRecord, markText } from '../src/reminders/bad-mark.ts';
import { reminderColumns } from '../src/reminders/columns.ts';
import type { ReminderDeps } from '../src/reminders/deps.ts';
import { type ShownReminder, show } from '../src/reminders/show.ts';
import { type Fact, factLines } from '../src/terminal/facts.ts';
import { relativeTime } from '../src/terminal/relative-time.ts';

export interface ShowNeeds {
  reminders(): Promise<ReminderDeps>;
}

const columns: readonly Column<ShownReminder>[] = [
  ...reminderColumns(0).map(({ key, value }) => ({
    key,
    value: ({ reminder }: ShownReminder) => value(reminder),
  })),
  {
    key: 'appointment',
    value: ({ appointment }) =>
      appointment && {
        id: formatId(appointment.id),
        startsAt: toUtc(appointment.startsAt),
        zone: appointment.zone,
        state: appointment.state,
      },
  },
  {
    key: 'rule',
    value: ({ rule }) =>
      rule && {
        id: formatId(rule.id),
        cron: rule.cron,
        zone: rule.zone,
        catchUp: rule.catchUp,
        endedAt: toUtc(rule.endedAt),
      },
  },
  { key: 'badNumber', value: ({ mark }) => markRecord(mark) },
  {
    key: 'timeline',
    value: ({ timeline }) => timeline.map((moment) => ({ ...moment, at: toUtc(moment.at) })),
  },
];

export const command: CommandModule<[string], object, ShowNeeds> = {
  examples: ['remind show 7', 'remind show 7 --json=state,receipt,timeline'],
  columns,
  format: 'record',
  describe(builder: CommandBuilder) {
    builder.argument('<id>', 'the reminder, or the beginning of its id');
  },
  async run(ctx, [id], options) {
    const shown = await show(await ctx.reminders(), id);
    ctx.out.record(shown, columns, options, () => describe(ctx, shown));
    return undefined;
  },
};

function isUndecided({ doubt }: ShownReminder['reminder']): boolean {
  return doubt === 'absent' || doubt === 'unclear';
}

function describe(ctx: Context, { reminder, appointment, rule, mark, timeline }: ShownReminder): string {
  const { bold, dim } = ctx.out.style;
  const now = ctx.clock.now();
  const instant = (at: number): string =>
    `${describeInstant(at, reminder.zone)} ${dim(relativeTime(at, now))}`;
  const person = reminder.contactName === null ? reminder.to : `${reminder.contactName} ${reminder.to}`;
  const facts: readonly Fact[] = [
    ['state', showState(reminder.state, reminder.holdReason)],
    ['unknown since', reminder.unknownSince === null ? null : instant(reminder.unknownSince)],
    ['next look', reminder.nextLookAt === null ? null : instant(reminder.nextLookAt)],
    ['to decide', isUndecided(reminder) ? 'remind resolve, with --retry, --drop or --sent SID' : null],
    ['receipt', reminder.receipt],
    ['response', reminder.response],
    ['due', instant(reminder.dueAt)],
    ['expires', instant(reminder.expiresAt)],
    [
      'next try',
      reminder.state === 'scheduled' && reminder.runAt > reminder.dueAt
        ? `${instant(reminder.runAt)}${reminder.runAt > reminder.expiresAt ? ': when it has expired, so it is not sent' : ''}`
        : null,
    ],
    [
      'goes',
      reminder.state === 'scheduled' && reminder.runAt < reminder.dueAt ? instant(reminder.runAt) : null,
    ],
    [
      'appointment',
      appointment &&
        `${instant(appointment.startsAt)}, ${appointment.state} (id ${formatId(appointment.id)})`,
    ],
    [
      'recurs',
      rule &&
        `${rule.cron} in ${rule.zone}${rule.endedAt === null ? '' : ', ended'} (id ${formatId(rule.id)})`,
    ],
    ['from', reminder.from],
    ['priority', reminder.priority === 'normal' ? null : reminder.priority],
    ['tenant', reminder.tenantName === 'default' ? null : reminder.tenantName],
    ['key', reminder.dedupeKey],
    ['error', reminder.lastError],
    ['number', markText(mark)],
  ];
  return [
    `${bold(formatId(reminder.id))}  ${reminder.channel} to ${person}`,
    ...factLines(facts),
    '',
    ...reminder.body.split('\n').map((line) => `  > ${line}`),
    '',
    `  history, times in ${reminder.zone}:`,
    ...timeline.map(({ at, text }) => `  ${dim(wallAt(at, reminder.zone).replace('T', ' '))}  ${text}`),
  ].join('\n');
}
