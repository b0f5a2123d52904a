// `remind badnumber add`: marks a number that leads nowhere, so that nothing is sent there.

import type { Column, CommandBuilder, CommandModule } from '../../src/core/command.ts';
import { resolveRecipient } from '../../src/reminders/recipient.ts';
import { findTenant } from '../../src/reminders/tenants.ts';
import { markBad } from '../../src/store/bad-numbers.ts';
import type { BadNumberNeeds } from './list.ts';

interface Options {
  readonly tenant?: string;
  readonly textsOnly?: boolean;
  readonly reason?: string;
}

interface Shown {
  readonly number: string;
  readonly alreadyMarked: boolean;
}

const columns: readonly Column<Shown>[] = [
  { key: 'number', value: ({ number }) => number },
  { key: 'alreadyMarked', value: ({ alreadyMarked }) => alreadyMarked },
];

export const command: CommandModule<[string], Options, BadNumberNeeds> = {
  examples: [
    'remind badnumber add +12025550123 --reason "moved away"',
    'remind badnumber add cindy --texts-only',
  ],
  columns,
  format: 'record',
  describe(builder: CommandBuilder) {
    builder
      .argument('<who>', 'a contact or a phone number')
      .option('--tenant <name>', 'the tenant whose contact it is')
      .option('--texts-only', 'it can be called')
      .option('--reason <text>', 'how you know');
  },
  async run(ctx, [who], { tenant: name, textsOnly, reason, ...options }) {
    const { db, defaults, clock } = await ctx.reminders();
    const tenant = await findTenant(db, name);
    const { to: number } = await resolveRecipient(db, who, { tenant, defaults });
    const channel = textsOnly ? 'sms' : null;
    const mark = {
      number,
      channel,
      code: null,
      reason: reason ?? 'marked by hand',
      reminderId: null,
    } as const;
    const isNew = await db.tx((sql) => markBad(sql, mark, clock.now()));
    const effect =
      channel === null ? `nothing is sent to ${number}` : `no texts are sent to ${number}, and calls are`;
    ctx.out.record({ number, alreadyMarked: !isNew }, columns, options, (shown) =>
      shown.alreadyMarked ? `${number} is marked already` : `Marked: ${effect}`,
    );
    return undefined;
  },
};
