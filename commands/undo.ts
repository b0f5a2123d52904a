// `remind undo`: takes back the last edit, cancel or import, or a named one.

import type { Column, CommandBuilder, CommandModule } from '../src/core/command.ts';
import { formatId } from '../src/core/id.ts';
import { idOrNull, reminderLine, reminderObject } from '../src/reminders/columns.ts';
import type { ReminderDeps } from '../src/reminders/deps.ts';
import type { UndoneImport } from '../src/reminders/import/undo.ts';
import { findDeed } from '../src/reminders/last-deed.ts';
import { type Undone, undoChange } from '../src/reminders/undo.ts';
import { assertConfirmed } from '../src/terminal/confirm.ts';

export interface UndoNeeds {
  reminders(): Promise<ReminderDeps>;
  /** Takes a whole import back. */
  undoImport(id: number): Promise<UndoneImport>;
}

interface Options {
  readonly import?: string;
  readonly yes?: boolean;
}

/** An import's numbers, or a change's reminders. */
type Result = { readonly import: UndoneImport | null } & Undone;

const columns: readonly Column<Result>[] = [
  { key: 'kind', value: ({ kind }) => kind },
  { key: 'reminders', value: ({ reminders }) => reminders.map(reminderObject) },
  { key: 'warnings', value: ({ warnings }) => warnings },
  { key: 'importId', value: (result) => idOrNull(result.import?.id ?? null) },
  { key: 'cancelled', value: (result) => result.import?.cancelled ?? null },
  { key: 'restored', value: (result) => result.import?.restored ?? result.reminders.length },
  { key: 'alreadySent', value: (result) => result.import?.sentCount ?? null },
  { key: 'changedSince', value: (result) => result.import?.changed ?? null },
];

/** What a change was, for the sentence that says it is no more. */
const DEEDS: Readonly<Record<string, string>> = {
  edited: 'the edit',
  moved: 'the move',
  cancelled: 'the cancellation',
};

export const command: CommandModule<[string | undefined], Options, UndoNeeds> = {
  examples: ['remind undo', 'remind undo 7', 'remind undo --import 3 --yes --json'],
  columns,
  format: 'record',
  describe(builder: CommandBuilder) {
    builder
      .argument('[id]', 'the reminder whose last change to take back; the last thing done unless given')
      .option('--import <id>', 'take a whole import back')
      .option('--yes', 'do not ask before an import is taken back');
  },
  async run(ctx, [id], options) {
    const deps = await ctx.reminders();
    const deed = await findDeed(deps, { id, import: options.import });
    if (deed.kind === 'change') {
      const undone = { ...(await undoChange(deps, deed.change)), import: null };
      ctx.out.record(undone, columns, options, ({ kind, reminders }) =>
        changeText(DEEDS[kind] ?? kind, reminders),
      );
      for (const warning of undone.warnings) ctx.out.warn(warning);
      return undefined;
    }
    const question = `Take back import ${formatId(deed.importId)} of ${deed.source}?`;
    await assertConfirmed(ctx.ask, question, options.yes);
    const result = await ctx.undoImport(deed.importId);
    const undone = { kind: 'import', reminders: [], warnings: sentWarnings(result), import: result };
    ctx.out.record(undone, columns, options, () => importText(result));
    for (const warning of undone.warnings) ctx.out.warn(warning);
    return undefined;
  },
};

// More than a screen is counted.
const SHOWN = 20;

function changeText(deed: string, reminders: Undone['reminders']): string {
  const lines = reminders.slice(0, SHOWN).map((each) => `  ${reminderLine(each)}`);
  const more = reminders.length - lines.length;
  if (more > 0) lines.push(`  and ${more} more`);
  return [`Took back ${deed}${lines.length === 0 ? '' : ':'}`, ...lines].join('\n');
}

function importText({ id, source, cancelled, restored, changed }: UndoneImport): string {
  const parts = [`${cancelled} cancelled`, `${restored} as before`];
  if (changed > 0) parts.push(`${changed} left alone, changed by somebody since`);
  return `Took back import ${formatId(id)} of ${source}: ${parts.join(', ')}`;
}

function sentWarnings({ sent, sentCount }: UndoneImport): string[] {
  if (sentCount === 0) return [];
  const ids = sent.slice(0, 10).map((reminder) => formatId(reminder.id));
  return [`${sentCount} had been sent already: ${ids.join(', ')}${sentCount > ids.length ? ' …' : ''}`];
}
