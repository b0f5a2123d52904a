// What `remind import` prints for machines: the fields of its JSON (docs/json.md).

import type { Column } from '../../core/command.ts';
import { toUtc } from '../../core/say-time.ts';
import { idOrNull } from '../columns.ts';
import type { Rush } from './load.ts';
import type { ImportOutcome } from './request.ts';
import type { ImportSummary } from './summary.ts';

export interface ImportReport extends ImportOutcome {
  /** Where the skipped rows are. */
  readonly rejects: string | null;
}

export const IMPORT_COLUMNS: readonly Column<ImportReport>[] = [
  { key: 'outcome', value: ({ result }) => result },
  { key: 'id', value: ({ summary }) => idOrNull(summary.id) },
  ...(['source', 'rows', 'new', 'moved', 'same', 'gone', 'pruned', 'bad'] as const).map(plainColumn),
  ...(['contacts', 'texts', 'calls', 'segments', 'late'] as const).map(plainColumn),
  { key: 'estimatedMicros', value: ({ summary }) => summary.costMicros },
  { key: 'busiestCalls', value: ({ summary }) => rushJson(summary.load.calls) },
  { key: 'busiestTexts', value: ({ summary }) => rushJson(summary.load.messages) },
  plainColumn('badRows'),
  plainColumn('notes'),
  { key: 'unusedColumns', value: ({ summary }) => summary.unused },
  { key: 'rejects', value: ({ rejects }) => rejects },
];

function plainColumn(key: keyof ImportSummary): Column<ImportReport> {
  return { key, value: ({ summary }) => summary[key] };
}

function rushJson(rush: Rush | null): object | null {
  if (!rush) return null;
  const { count, from, until, lateMs } = rush;
  return { count, from: toUtc(from), until: toUtc(until), lateMs };
}
