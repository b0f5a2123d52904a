// `remind contact add`: a person with a number, to be reminded by name.

import type { CommandBuilder, CommandModule } from '../../src/core/command.ts';
import { UsageError } from '../../src/core/errors.ts';
import { CONTACT_COLUMNS, contactText } from '../../src/reminders/contact-columns.ts';
import { addContact } from '../../src/reminders/contacts.ts';
import type { ReminderDeps } from '../../src/reminders/deps.ts';

export interface ContactNeeds {
  reminders(): Promise<ReminderDeps>;
}

interface Options {
  readonly phone?: string;
  readonly tz?: string;
  readonly email?: string;
  readonly note?: string;
  readonly quietHours?: string;
  readonly tenant?: string;
}

export const command: CommandModule<[string], Options, ContactNeeds> = {
  examples: [
    'remind contact add "Cindy Smith" --phone +12025550123 --tz America/New_York',
    'remind contact add me --phone +4915112345678 --tz Europe/Berlin --json',
  ],
  columns: CONTACT_COLUMNS,
  format: 'record',
  describe(builder: CommandBuilder) {
    builder
      .argument('<name>', 'unique among the contacts of its tenant')
      .option('--phone <number>', 'with + and country code, or as written at home')
      .option('--tz <zone>', 'the time zone, Area/City, the person lives in')
      .option('--quiet-hours <span>', 'nothing is sent to the person in them: 21:00-08:00, or never')
      .option('--email <address>', 'kept for you')
      .option('--note <text>', 'kept for you')
      .option('--tenant <name>', 'the tenant whose contact it is');
  },
  async run(ctx, [name], { phone, tz, tenant, quietHours, ...options }) {
    if (phone === undefined) throw new UsageError('a contact needs a number', { hint: 'add --phone +…' });
    const { contact, note } = await addContact(
      await ctx.reminders(),
      { name, phone, zone: tz, email: options.email, note: options.note, quietHours },
      tenant,
    );
    ctx.out.record(contact, CONTACT_COLUMNS, options, (added) => `Added ${contactText(added)}`);
    if (note !== null) ctx.out.warn(note);
    ctx.out.note(`Remind them with: remind schedule --to "${contact.name}" --at TIME --body TEXT`);
    return undefined;
  },
};
