// `remind retry`: sends once more what failed, came too late or was called back.

import type { CommandBuilder, CommandModule } from '../src/core/command.ts';
import { counted } from '../src/core/count.ts';
import { describeInstant } from '../src/core/say-time.ts';
import { sayStop } from '../src/core/stop.ts';
import { reminderColumns, reminderLine } from '../src/reminders/columns.ts';
import type { ReminderDeps } from '../src/reminders/deps.ts';
import { recalledAmong, retry } from '../src/reminders/retry.ts';
import { openStops } from '../src/store/stops.ts';
import { assertConfirmed } from '../src/terminal/confirm.ts';
import { SENT_BY_DAEMON } from '../src/terminal/endings.ts';
import { isForProgram } from '../src/terminal/format-flags.ts';

export interface RetryNeeds {
  reminders(): Promise<ReminderDeps>;
}

interface Options {
  readonly expires?: string;
  readonly yes?: boolean;
}

export const command: CommandModule<[readonly string[]], Options, RetryNeeds> = {
  examples: ['remind retry 7', 'remind retry 7 8 --expires 1h', 'remind retry 7 --json=id,expiresAt'],
  columns: reminderColumns(0),
  format: 'list',
  describe(builder: CommandBuilder) {
    builder
      .argument(
        '<ids...>',
        'reminders that failed or expired, are held, or were called back by remind pause --recall',
      )
      .option(
        '--expires <time>',
        'good for so long from now, or until (default: 4h, and 15m before the appointment)',
      )
      .option('--yes', 'do not ask; also what was given up and may have been sent');
  },
  async run(ctx, [ids], options) {
    const deps = await ctx.reminders();
    const recalled = await recalledAmong(deps, ids);
    for (const reminder of recalled) {
      ctx.out.note(`Called back before anybody heard it, goes anew: ${reminderLine(reminder)}`);
    }
    if (recalled.length > 0) {
      await assertConfirmed(ctx.ask, `Send ${counted(recalled.length, 'reminder')} anew?`, options.yes);
    }
    const retried = await retry(deps, ids, options);
    if (isForProgram(options)) ctx.out.list(retried, reminderColumns(ctx.clock.now()), options);
    else {
      for (const reminder of retried) {
        ctx.out.line(`Trying again: ${reminderLine(reminder)}`);
        const { runAt, expiresAt, zone } = reminder;
        if (runAt > ctx.clock.now())
          ctx.out.line(`  goes ${describeInstant(runAt, zone)}: its person gets no more before`);
        ctx.out.line(`  good until ${describeInstant(expiresAt, zone)}`);
      }
    }
    for (const stop of await openStops(deps.db)) ctx.out.warn(sayStop(stop));
    ctx.out.note(SENT_BY_DAEMON);
    return undefined;
  },
};
