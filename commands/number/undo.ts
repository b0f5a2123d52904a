// `remind number undo`: puts back what the last edit of numbers set.

import type { CommandBuilder, CommandModule, FormatFlags } from '../../src/core/command.ts';
import { undoEdit } from '../../src/numbers/edit.ts';
import { EDIT_COLUMNS, endOf } from './edit-screen.ts';
import type { NumberNeeds } from './needs.ts';

export const command: CommandModule<[string | undefined], FormatFlags, NumberNeeds> = {
  examples: ['remind number undo', 'remind number undo +12025550123 --json'],
  columns: EDIT_COLUMNS,
  format: 'list',
  describe(builder: CommandBuilder) {
    builder.argument('[number]', 'of this number alone; of all that the last edit set unless given');
  },
  async run(ctx, [word], options) {
    const rows = await undoEdit(await ctx.numbers(), word);
    ctx.out.list(rows, EDIT_COLUMNS, options);
    return endOf(ctx.out, rows);
  },
};
