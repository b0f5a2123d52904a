// A table for a person's eyes; the only file that knows cli-table3.

import CliTable from 'cli-table3';
import { displayWidth } from './width.ts';

const GAP = 2;
/** A column is never made narrower than this: below it a phone number or an id says nothing. */
const MIN_WIDTH = 8;
const NO_LINES = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
};

export interface TableText {
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The column that gives way before the others, if there is one. */
  readonly prose?: number | undefined;
  /** Columns of the terminal. */
  readonly width: number;
}

/** The widths that fit: prose gives way first, then the widest column, one column at a time. */
export function fitWidths(natural: readonly number[], width: number, prose?: number): number[] {
  const widths = [...natural];
  let excess = widths.reduce((sum, each) => sum + each, 0) + GAP * (widths.length - 1) - width;
  if (prose !== undefined && excess > 0) {
    const given = Math.min(excess, Math.max(0, (natural[prose] ?? 0) - MIN_WIDTH));
    widths[prose] = (natural[prose] ?? 0) - given;
    excess -= given;
  }
  while (excess > 0) {
    const widest = widths.indexOf(Math.max(...widths));
    const current = widths[widest] ?? 0;
    if (current <= MIN_WIDTH) break;
    const next = Math.max(MIN_WIDTH, ...widths.filter((_each, column) => column !== widest));
    const step = Math.min(Math.max(current - next, 1), excess);
    widths[widest] = current - step;
    excess -= step;
  }
  return widths;
}

/** The table as lines, headings first, without lines around the cells; a cell too long ends in `…`. */
export function renderTable({ headings, rows, width, prose }: TableText): string {
  const cells = [headings, ...rows];
  const natural = headings.map((_, column) =>
    Math.max(...cells.map((row) => displayWidth(row[column] ?? ''))),
  );
  const table = new CliTable({
    head: [...headings],
    chars: NO_LINES,
    truncate: '…',
    colWidths: fitWidths(natural, width, prose).map((each) => each + GAP),
    style: { 'padding-left': 0, 'padding-right': GAP, head: [], border: [], compact: true },
  });
  for (const row of rows) table.push([...row]);
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
