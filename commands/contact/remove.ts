// `remind contact remove`: forgets a contact to whom nothing is to come.

import type { CommandBuilder, CommandModule } from '../../src/core/command.ts';
import { CONTACT_COLUMNS } from '../../src/reminders/contact-columns.ts';
import { dropContact, findContact } from '../../src/reminders/contacts.ts';
import { findTenant } from '../../src/reminders/tenants.ts';
import { assertConfirmed } from '../../src/terminal/confirm.ts';
import type { ContactNeeds } from './add.ts';

interface Options {
  readonly tenant?: string;
  readonly yes?: boolean;
}

export const command: CommandModule<[string], Options, ContactNeeds> = {
  examples: ['remind contact remove "Cindy Smith" --yes'],
  columns: CONTACT_COLUMNS,
  format: 'record',
  describe(builder: CommandBuilder) {
    builder
      .argument('<name>', 'the name, or the beginning of one of its words')
      .option('--tenant <name>', 'the tenant whose contact it is')
      .option('--yes', 'do not ask');
  },
  async run(ctx, [name], options) {
    const deps = await ctx.reminders();
    const tenant = await findTenant(deps.db, options.tenant);
    const contact = { ...(await findContact(deps.db, tenant, name)), tenantName: tenant.name };
    await assertConfirmed(ctx.ask, `Remove ${contact.name} (${contact.phone})?`, options.yes);
    await dropContact(deps, contact.name, tenant.name);
    ctx.out.record(
      contact,
      CONTACT_COLUMNS,
      options,
      (removed) => `Removed ${removed.name} (${removed.phone})`,
    );
    return undefined;
  },
};
