// `remind contact show`: one contact, and whether its number leads nowhere.

import type { BadNumber } from '../../src/core/bad-number.ts';
import type { Column, CommandBuilder, CommandModule } from '../../src/core/command.ts';
import { markRecord, markText } from '../../src/reminders/bad-mark.ts';
import { CONTACT_COLUMNS, contactText } from '../../src/reminders/contact-columns.ts';
import { findContact } from '../../src/reminders/contacts.ts';
import { findTenant } from '../../src/reminders/tenants.ts';
import { badMarks } from '../../src/store/bad-numbers.ts';
import type { ListedContact } from '../../src/store/contacts.ts';
import { factLines } from '../../src/terminal/facts.ts';
import type { ContactNeeds } from './add.ts';

interface Options {
  readonly tenant?: string;
}

interface ShownContact extends ListedContact {
  readonly mark: BadNumber | undefined;
}

const COLUMNS: readonly Column<ShownContact>[] = [
  ...CONTACT_COLUMNS,
  { key: 'badNumber', value: ({ mark }) => markRecord(mark) },
];

export const command: CommandModule<[string], Options, ContactNeeds> = {
  examples: ['remind contact show cindy', 'remind contact show "Cindy Smith" --json=phone,zone'],
  columns: COLUMNS,
  format: 'record',
  describe(builder: CommandBuilder) {
    builder
      .argument('<name>', 'the name, or the beginning of one of its words')
      .option('--tenant <name>', 'the tenant whose contact it is');
  },
  async run(ctx, [name], options) {
    const { db } = await ctx.reminders();
    const tenant = await findTenant(db, options.tenant);
    const contact = await findContact(db, tenant, name);
    const [mark] = await badMarks(db, contact.phone);
    ctx.out.record({ ...contact, tenantName: tenant.name, mark }, COLUMNS, options, describe);
    return undefined;
  },
};

function describe(contact: ShownContact): string {
  const number = markText(contact.mark);
  return [contactText(contact), ...(number === null ? [] : factLines([['number', number]]))].join('\n');
}
