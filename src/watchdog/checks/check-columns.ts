// How check results are shown: lines for a person, fields for a program.

import type { Column, FormatFlags, Output } from '../../core/command.ts';
import { isForProgram } from '../../terminal/format-flags.ts';
import type { CheckResult, CheckStatus } from './check.ts';

export const CHECK_COLUMNS: readonly Column<CheckResult>[] = [
  { key: 'check', heading: 'CHECK', value: (row) => row.check },
  { key: 'status', heading: 'STATUS', value: (row) => row.status },
  { key: 'message', heading: 'FINDING', value: (row) => row.message },
  { key: 'remedy', heading: 'REMEDY', value: (row) => row.remedy },
];

const MARKS: Readonly<
  Record<CheckStatus, readonly [mark: string, style: 'green' | 'yellow' | 'red' | 'dim']>
> = {
  ok: ['ok', 'green'],
  warning: ['warning', 'yellow'],
  failed: ['FAILED', 'red'],
  skipped: ['skipped', 'dim'],
};

/** A line for each result, with its remedy below, on a terminal; elsewhere what the format flags ask for. */
export function showChecks(out: Output, results: readonly CheckResult[], flags: FormatFlags): void {
  if (isForProgram(flags) || !out.isTty) out.list(results, CHECK_COLUMNS, flags);
  else for (const result of results) out.line(checkLine(out, result));
}

/** One result in words. */
export function checkLine(out: Output, { check, status, message, remedy }: CheckResult): string {
  const [mark, style] = MARKS[status];
  const line = `${out.style[style](mark.padEnd(8))} ${check.padEnd(16)} ${message}`;
  return remedy === null ? line : `${line}\n${' '.repeat(26)}${out.style.dim('→')} ${remedy}`;
}
