// `remind badnumber remove`: a number is good after all.

import type { Column, CommandBuilder, CommandModule } from '../../src/core/command.ts';
import { NotFoundError } from '../../src/core/errors.ts';
import { resolveRecipient } from '../../src/reminders/recipient.ts';
import { findTenant } from '../../src/reminders/tenants.ts';
import { clearBad } from '../../src/store/bad-numbers.ts';
import type { BadNumberNeeds } from './list.ts';

interface Options {
  readonly tenant?: string;
}

const columns: readonly Column<{ readonly number: string }>[] = [
  { key: 'number', value: ({ number }) => number },
];

export const command: CommandModule<[string], Options, BadNumberNeeds> = {
  examples: ['remind badnumber remove +12025550123', 'remind badnumber remove cindy --json'],
  columns,
  format: 'record',
  describe(builder: CommandBuilder) {
    builder
      .argument('<who>', 'a contact or a phone number')
      .option('--tenant <name>', 'the tenant whose contact it is');
  },
  async run(ctx, [who], { tenant: name, ...options }) {
    const { db, defaults, clock } = await ctx.reminders();
    const tenant = await findTenant(db, name);
    const { to: number } = await resolveRecipient(db, who, { tenant, defaults });
    if ((await db.tx((sql) => clearBad(sql, number, clock.now()))) === 0)
      throw new NotFoundError(`${number} is not marked`, {
        hint: 'see those that are: remind badnumber list',
      });
    ctx.out.record({ number }, columns, options, () => `Good again: ${number}`);
    ctx.out.note(
      'What has failed meanwhile can be sent with: remind retry ID; what was undelivered, by scheduling it anew',
    );
    return undefined;
  },
};
