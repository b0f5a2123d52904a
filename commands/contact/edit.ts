// `remind contact edit`: another name, number or zone for a contact.

import type { CommandBuilder, CommandModule } from '../../src/core/command.ts';
import { UsageError } from '../../src/core/errors.ts';
import { CONTACT_COLUMNS, contactText } from '../../src/reminders/contact-columns.ts';
import { editContact } from '../../src/reminders/contacts.ts';
import type { ContactNeeds } from './add.ts';

interface Options {
  readonly name?: string;
  readonly phone?: string;
  readonly tz?: string;
  readonly email?: string;
  readonly note?: string;
  readonly quietHours?: string;
  readonly tenant?: string;
}

export const command: CommandModule<[string], Options, ContactNeeds> = {
  examples: [
    'remind contact edit cindy --tz Europe/Paris',
    'remind contact edit cindy --phone +12025550124 --json',
  ],
  columns: CONTACT_COLUMNS,
  format: 'record',
  describe(builder: CommandBuilder) {
    builder
      .argument('<name>', 'the name, or the beginning of one of its words')
      .option('--name <name>', 'a new name')
      .option('--phone <number>', 'a new number')
      .option('--tz <zone>', 'a new zone; none to have none')
      .option(
        '--quiet-hours <span>',
        'nothing is sent in them: 21:00-08:00, or never; none for the usual ones',
      )
      .option('--email <address>', 'a new address; none to have none')
      .option('--note <text>', 'a new note; none to have none')
      .option('--tenant <name>', 'the tenant whose contact it is');
  },
  async run(ctx, [who], { name, phone, tz, email, note, quietHours, tenant, ...flags }) {
    const words = { name, phone, zone: tz, email, note, quietHours };
    if (Object.values(words).every((word) => word === undefined)) {
      throw new UsageError('nothing is to be changed', {
        hint: 'say what: --name, --phone, --tz, --email, --note, --quiet-hours',
      });
    }
    const saved = await editContact(await ctx.reminders(), who, { ...words, tenant });
    ctx.out.record(saved.contact, CONTACT_COLUMNS, flags, (contact) => `Changed ${contactText(contact)}`);
    if (saved.note !== null) ctx.out.warn(saved.note);
    if (saved.open > 0 && (phone !== undefined || tz !== undefined)) {
      const count = `${saved.open} reminder${saved.open === 1 ? ' keeps its' : 's keep their'}`;
      ctx.out.warn(`${count} number and time; see: remind list --to "${saved.contact.name}"`);
    }
    return undefined;
  },
};
