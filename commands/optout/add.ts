// `remind optout add`: somebody told you to send nothing more.

import { parseSender } from '../../src/config/numbers.ts';
import type { Column, CommandBuilder, CommandModule } from '../../src/core/command.ts';
import { counted } from '../../src/core/count.ts';
import { UsageError } from '../../src/core/errors.ts';
import { ourSenders } from '../../src/delivery/bind-forgotten.ts';
import { type Entered, enterOptOut } from '../../src/delivery/opt-out-desk.ts';
import { resolveRecipient } from '../../src/reminders/recipient.ts';
import { findTenant } from '../../src/reminders/tenants.ts';
import type { OptOutNeeds } from './list.ts';

interface Options {
  readonly tenant?: string;
  readonly from?: string;
  readonly everybody?: boolean;
  readonly word?: string;
}

interface Shown extends Entered {
  readonly person: string;
}

const columns: readonly Column<Shown>[] = [
  { key: 'person', value: ({ person }) => person },
  { key: 'alreadyOptedOut', value: ({ optOut }) => optOut === null },
  { key: 'cancelled', value: ({ cancelled }) => cancelled },
];

export const command: CommandModule<[string], Options, OptOutNeeds> = {
  examples: [
    'remind optout add +12025550123 --word "told me on the phone"',
    'remind optout add cindy --everybody --json',
  ],
  columns,
  format: 'record',
  describe(builder: CommandBuilder) {
    builder
      .argument('<who>', 'a contact or a phone number')
      .option('--tenant <name>', 'from this tenant, whatever its senders (default: the default tenant)')
      .option('--from <sender>', 'from this number or messaging service only')
      .option('--everybody', 'from every tenant')
      .option('--word <text>', 'what was said, for the record');
  },
  async run(ctx, [who], { tenant: name, from, everybody, word, ...options }) {
    if (from !== undefined && everybody)
      throw new UsageError('--from and --everybody exclude each other', { hint: 'leave one of them out' });
    const { db, defaults, clock } = await ctx.reminders();
    const tenant = await findTenant(db, name);
    const { to: person } = await resolveRecipient(db, who, { tenant, defaults });
    const country = tenant.country ?? defaults.country;
    const sender =
      from === undefined ? null : await parseSender(from, { what: '--from', country, typed: true });
    const tenantId = sender !== null || everybody ? null : tenant.id;
    const wish = { person, sender, tenantId, word: word ?? 'by hand' };
    const entered = { ...(await enterOptOut({ db, clock, defaultFrom: defaults.from }, wish)), person };
    ctx.out.record(entered, columns, options, describe);
    // It may come into use later, so it is taken all the same.
    if (sender !== null && !(await ourSenders(db, defaults.from)).has(sender.toLowerCase()))
      ctx.out.warn(
        `nothing was sent from ${sender} yet: from others they are texted as before; without --from it is from the whole tenant`,
      );
    return undefined;
  },
};

function describe({ person, optOut, cancelled }: Shown): string {
  if (optOut === null) return `${person} has opted out already`;
  return `Opted out: ${person}; ${counted(cancelled, 'reminder')} cancelled`;
}
