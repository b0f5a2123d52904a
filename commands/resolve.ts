// `remind resolve`: a person's word on reminders of which nobody knows whether they were sent.

import type { CommandBuilder, CommandModule } from '../src/core/command.ts';
import { reminderColumns, reminderLine } from '../src/reminders/columns.ts';
import { planResolve, type ResolveDeps, type ResolvePlan, resolve } from '../src/reminders/resolve.ts';
import { assertConfirmed } from '../src/terminal/confirm.ts';
import { SENT_BY_DAEMON } from '../src/terminal/endings.ts';
import { isForProgram } from '../src/terminal/format-flags.ts';

export interface ResolveNeeds {
  resolving(): Promise<ResolveDeps>;
}

interface Options {
  readonly sent?: string;
  readonly retry?: boolean;
  readonly drop?: boolean;
  readonly expires?: string;
  readonly yes?: boolean;
}

const DONE: Readonly<Record<ResolvePlan['verb'], string>> = {
  sent: 'Was sent',
  retry: 'Trying again',
  drop: 'Given up',
};

export const command: CommandModule<[readonly string[]], Options, ResolveNeeds> = {
  examples: [
    'remind resolve 7 --sent SM00000000000000000000000000000001',
    'remind resolve 7 8 --retry --yes',
    'remind resolve 7 --drop --json=id,state',
  ],
  columns: reminderColumns(0),
  format: 'list',
  describe(builder: CommandBuilder) {
    builder
      .argument('<ids...>', 'reminders of unknown outcome')
      .option('--sent <sid>', 'it was sent as this message or call; Twilio is asked whether that can be')
      .option('--retry', 'send it again; it may come twice unless Twilio is proved not to have it')
      .option('--drop', 'give it up: it is failed, and can be sent with remind retry')
      .option('--expires <time>', 'with --retry: good for so long from now, or until')
      .option('--yes', 'do not ask');
  },
  async run(ctx, [ids], { yes, ...options }) {
    const deps = await ctx.resolving();
    const plan = await planResolve(deps, { ...options, ids });
    for (const warning of plan.warnings) ctx.out.warn(warning);
    if (plan.question !== null) await assertConfirmed(ctx.ask, plan.question, yes);
    const resolved = await resolve(deps, plan);
    if (isForProgram(options)) ctx.out.list(resolved, reminderColumns(ctx.clock.now()), options);
    else for (const reminder of resolved) ctx.out.line(`${DONE[plan.verb]}: ${reminderLine(reminder)}`);
    if (plan.verb === 'retry') ctx.out.note(SENT_BY_DAEMON);
    return undefined;
  },
};
