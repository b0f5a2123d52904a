// What was set on numbers, as a person and a program read it: shared by edit and undo.

import type { Column, Output } from '../../src/core/command.ts';
import { EXIT, type ExitCode, RemindError } from '../../src/core/errors.ts';
import { differing, NUMBER_SETTING_KEYS, NUMBER_SETTINGS } from '../../src/core/number.ts';
import type { EditedNumber } from '../../src/numbers/edit.ts';

/** `from` and `to` of what is otherwise than before, by setting. */
function changesOf({ before, after }: EditedNumber): Readonly<Record<string, object>> {
  const changed = differing(before, after);
  return Object.fromEntries(
    NUMBER_SETTING_KEYS.filter((key) => changed[key] !== undefined).map((key) => [
      key,
      { from: before[key], to: after[key] },
    ]),
  );
}

function changesText({ before, after, problem, note }: EditedNumber): string {
  if (problem) return `unchanged: ${problem.message}`;
  if (note !== null) return note;
  const keys = NUMBER_SETTING_KEYS.filter((key) => before[key] !== after[key]);
  const say = (text: string): string => text || 'none';
  const lines = keys.map((key) => `${NUMBER_SETTINGS[key].flag}: ${say(before[key])} → ${say(after[key])}`);
  return lines.length === 0 ? 'Twilio left it as it was' : lines.join(', ');
}

export const EDIT_COLUMNS: readonly Column<EditedNumber>[] = [
  { key: 'number', heading: 'NUMBER', value: ({ number }) => number },
  { key: 'sid', value: ({ sid }) => sid },
  { key: 'changes', heading: 'SET', value: changesOf, show: changesText, isProse: true },
  { key: 'problem', value: ({ problem }) => problem?.message ?? null },
  { key: 'note', value: ({ note }) => note },
];

/** Tells what failed. The exit code of what they all failed with; 8 when some did. */
export function endOf(out: Output, rows: readonly EditedNumber[]): ExitCode | undefined {
  const problems = rows.flatMap(({ number, problem }) => (problem === null ? [] : [{ number, problem }]));
  for (const { number, problem } of problems) {
    const hint = problem instanceof RemindError && problem.hint !== undefined ? `; ${problem.hint}` : '';
    out.warn(`${number}: ${problem.message}${hint}`);
  }
  const [first] = problems;
  if (!first) return undefined;
  if (problems.length < rows.length) return EXIT.partial;
  return first.problem instanceof RemindError ? first.problem.exitCode : EXIT.bug;
}
