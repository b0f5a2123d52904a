// What `remind schedule` shows: its JSON record, and each reminder in words.

import type { Column, Context } from '../src/core/command.ts';
import { counted } from '../src/core/count.ts';
import { formatId } from '../src/core/id.ts';
import { formatMicros } from '../src/core/price.ts';
import { describeInstant, toUtc } from '../src/core/say-time.ts';
import { idOrNull } from '../src/reminders/columns.ts';
import type { Scheduled, ScheduledReminder } from '../src/reminders/schedule.ts';
import { type Fact, factLines } from '../src/terminal/facts.ts';
import { relativeTime } from '../src/terminal/relative-time.ts';

/** The fields of docs/json.md. */
export const SCHEDULED_COLUMNS: readonly Column<Scheduled>[] = [
  { key: 'outcome', value: (scheduled) => scheduled.outcome },
  { key: 'reminders', value: (scheduled) => scheduled.reminders.map(reminderJson) },
  { key: 'appointmentId', value: (scheduled) => idOrNull(scheduled.appointmentId) },
  { key: 'appointmentAt', value: (scheduled) => toUtc(scheduled.appointmentAt) },
  { key: 'ruleId', value: (scheduled) => idOrNull(scheduled.ruleId) },
  { key: 'contact', value: (scheduled) => scheduled.contactName },
  { key: 'tenant', value: (scheduled) => scheduled.tenantName },
  { key: 'notes', value: (scheduled) => scheduled.notes },
  { key: 'warnings', value: (scheduled) => scheduled.warnings },
];

function reminderJson(reminder: ScheduledReminder): object {
  const { estimate } = reminder;
  return {
    id: idOrNull(reminder.id),
    state: reminder.state,
    channel: reminder.channel,
    to: reminder.to,
    dueAt: toUtc(reminder.dueAt),
    zone: reminder.zone,
    localTime: reminder.wall,
    goesAt: toUtc(reminder.runAt ?? reminder.dueAt),
    expiresAt: toUtc(reminder.expiresAt),
    body: reminder.body,
    segments: estimate.segments,
    encoding: estimate.encoding,
    estimatedMicros: estimate.micros,
  };
}

/** What a person reads. */
export function scheduledText(ctx: Context, scheduled: Scheduled): string {
  const head = {
    scheduled: 'Scheduled',
    'already-scheduled': 'Already scheduled',
    'dry-run': 'Would schedule',
  }[scheduled.outcome];
  const blocks = scheduled.reminders.map((reminder) => reminderText(ctx, reminder, { head, scheduled }));
  const { appointmentAt, appointmentId, reminders, ruleId } = scheduled;
  if (appointmentAt !== null && reminders[0]) {
    const id = appointmentId === null ? '' : ` ${formatId(appointmentId)}`;
    blocks.push(`Appointment${id}: ${describeInstant(appointmentAt, reminders[0].zone)}`);
  }
  if (ruleId !== null)
    blocks.push(`Recurring rule ${formatId(ruleId)}: the next one is made when this one is due.`);
  return blocks.join('\n');
}

function reminderText(
  ctx: Context,
  reminder: ScheduledReminder,
  { head, scheduled }: { readonly head: string; readonly scheduled: Scheduled },
): string {
  const { bold, dim, yellow } = ctx.out.style;
  const { estimate } = reminder;
  const name = scheduled.contactName === null ? '' : `${scheduled.contactName} `;
  const id = reminder.id === null ? '' : ` ${bold(formatId(reminder.id))}`;
  const size =
    estimate.segments === null ? '' : `${counted(estimate.segments, 'segment')} (${estimate.encoding}), `;
  const saving = estimate.hint === null ? '' : yellow(` · ${estimate.hint}`);
  const due = describeInstant(reminder.dueAt, reminder.zone);
  const facts: readonly Fact[] = [
    ['due', `${due} ${dim(relativeTime(reminder.dueAt, ctx.clock.now()))}`],
    ['goes', goesText(reminder)],
    ['expires', describeInstant(reminder.expiresAt, reminder.zone)],
    ['says', reminder.body.replace(/\s*\n\s*/g, ' / ')],
    ['costs', `${size}about ${formatMicros(estimate.micros)}${saving}`],
  ];
  return [`${head}${id}: ${reminder.channel} to ${name}${reminder.to}`, ...factLines(facts)].join('\n');
}

/** Where that is not when it is due. */
function goesText({ runAt, dueAt, zone }: ScheduledReminder): string | null {
  return runAt === undefined || runAt === dueAt
    ? null
    : `${describeInstant(runAt, zone)}, out of the quiet hours`;
}
