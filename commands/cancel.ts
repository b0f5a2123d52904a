// `remind cancel`: reminders that were not sent yet, an appointment, or all to one person.

import type { Column, CommandBuilder, CommandModule } from '../src/core/command.ts';
import { formatId } from '../src/core/id.ts';
import { describeInstant } from '../src/core/say-time.ts';
import { type CancelPlan, cancel, planCancel } from '../src/reminders/cancel.ts';
import { idOrNull } from '../src/reminders/columns.ts';
import type { ReminderDeps } from '../src/reminders/deps.ts';
import { assertConfirmed } from '../src/terminal/confirm.ts';
import { DRY_RUN, takeBackWith } from '../src/terminal/endings.ts';

export interface CancelNeeds {
  reminders(): Promise<ReminderDeps>;
}

interface Options {
  readonly appointment?: string;
  readonly to?: string;
  readonly tenant?: string;
  readonly rule?: boolean;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
}

const columns: readonly Column<CancelPlan>[] = [
  { key: 'cancelled', value: (plan) => plan.reminders.map(({ id }) => formatId(id)) },
  { key: 'appointmentId', value: (plan) => idOrNull(plan.appointment?.id ?? null) },
  { key: 'ruleIds', value: (plan) => plan.rules.map(({ id }) => formatId(id)) },
  { key: 'notes', value: (plan) => plan.notes },
];

// More than these are counted, not named.
const NAMED = 5;

export const command: CommandModule<[readonly string[]], Options, CancelNeeds> = {
  examples: [
    'remind cancel 7',
    'remind cancel 7 8 9 --yes',
    'remind cancel --appointment 3 --yes',
    'remind cancel --to cindy --yes --json',
    'remind cancel 7 --rule --yes',
  ],
  columns,
  format: 'record',
  describe(builder: CommandBuilder) {
    builder
      .argument('[ids...]', 'reminders to cancel')
      .option('--appointment <id>', 'this appointment and all of its reminders')
      .option('--to <who>', 'all that is to come to this contact or number')
      .option('--tenant <name>', 'the tenant whose contact --to is')
      .option('--rule', 'end the recurring rule as well')
      .option('--yes', 'do not ask')
      .option('-n, --dry-run', 'show what would be cancelled');
  },
  async run(ctx, [ids], options) {
    const deps = await ctx.reminders();
    const plan = await planCancel(deps, { ...options, ids: ids ?? [] });
    if (!options.dryRun) {
      const many = plan.reminders.length > 1 || plan.appointment !== null || plan.rules.length > 0;
      if (many) await assertConfirmed(ctx.ask, `Cancel ${what(plan)}?`, options.yes);
      await cancel(deps, plan);
    }
    for (const note of plan.notes) ctx.out.note(note);
    const empty = plan.reminders.length === 0 && plan.appointment === null && plan.rules.length === 0;
    ctx.out.record(plan, columns, options, () =>
      empty ? 'Nothing to cancel.' : `${options.dryRun ? 'Would cancel' : 'Cancelled'} ${what(plan)}`,
    );
    if (options.dryRun) ctx.out.note(DRY_RUN);
    else if (!empty) ctx.out.note(takeBackWith('remind undo'));
    return undefined;
  },
};

function what({ reminders, appointment, rules }: CancelPlan): string {
  const [first] = reminders;
  const parts: string[] = [];
  if (reminders.length === 1 && first) {
    const due = describeInstant(first.dueAt, first.zone);
    parts.push(`${formatId(first.id)} (${first.channel} to ${first.to}, due ${due})`);
  } else if (reminders.length > 0) {
    const ids = reminders.slice(0, NAMED).map(({ id }) => formatId(id));
    const more = reminders.length > NAMED ? ' …' : '';
    parts.push(`${reminders.length} reminders (${ids.join(', ')}${more})`);
  }
  if (appointment) {
    parts.push(`the appointment of ${describeInstant(appointment.startsAt, appointment.zone)}`);
  }
  if (rules.length > 0) parts.push(`the rule ${rules.map(({ cron }) => `"${cron}"`).join(', ')}`);
  return parts.join(' and ');
}
