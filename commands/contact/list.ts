// `remind contact list`: who can be reminded by name.

import type { CommandBuilder, CommandModule } from '../../src/core/command.ts';
import { CONTACT_COLUMNS } from '../../src/reminders/contact-columns.ts';
import { contactPage } from '../../src/reminders/contact-page.ts';
import { parseLimit } from '../../src/terminal/format-flags.ts';
import type { ContactNeeds } from './add.ts';

interface Options {
  readonly tenant?: string;
  readonly after?: string;
}

const PAGE = 50;

export const command: CommandModule<[string | undefined], Options, ContactNeeds> = {
  examples: [
    'remind contact list',
    'remind contact list smith --json=name,phone',
    'remind contact list --csv',
  ],
  columns: CONTACT_COLUMNS,
  format: 'list',
  describe(builder: CommandBuilder) {
    builder
      .argument('[part]', 'only names that hold this')
      .option('--tenant <name>', 'only of this tenant')
      .option('--after <cursor>', 'the next page: what the page before ended with');
  },
  async run(ctx, [part], options) {
    const limit = parseLimit(options.limit, PAGE);
    const { rows, next } = await contactPage(await ctx.reminders(), { ...options, part, limit });
    ctx.out.list(rows, CONTACT_COLUMNS, options, 'No contacts. Add one: remind contact add NAME --phone +…');
    if (next !== null) ctx.out.note(`There is more: add --after ${next}, or --limit for longer pages`);
    return undefined;
  },
};
