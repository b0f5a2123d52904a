// `remind contact show`: one contact.

import type { CommandBuilder, CommandModule } from '../../src/core/command.ts';
import { CONTACT_COLUMNS, contactText } from '../../src/reminders/contact-columns.ts';
import { findContact } from '../../src/reminders/contacts.ts';
import { findTenant } from '../../src/reminders/tenants.ts';
import type { ContactNeeds } from './add.ts';

interface Options {
  readonly tenant?: string;
}

export const command: CommandModule<[string], Options, ContactNeeds> = {
  examples: ['remind contact show cindy', 'remind contact show "Cindy Smith" --json=phone,zone'],
  columns: CONTACT_COLUMNS,
  format: 'record',
  describe(builder: CommandBuilder) {
    builder
      .argument('<name>', 'the name, or the beginning of one of its words')
      .option('--tenant <name>', 'the tenant whose contact it is');
  },
  async run(ctx, [name], options) {
    const { db } = await ctx.reminders();
    const tenant = await findTenant(db, options.tenant);
    const contact = { ...(await findContact(db, tenant, name)), tenantName: tenant.name };
    ctx.out.record(contact, CONTACT_COLUMNS, options, contactText);
    return undefined;
  },
};
