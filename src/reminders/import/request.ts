// What an import is asked to do, whom it tells meanwhile, and what came of it.

import type { Mapping } from './columns.ts';
import type { ImportSummary } from './summary.ts';

export type ImportFormat = 'csv' | 'ndjson';

export interface ImportRequest {
  readonly format: ImportFormat;
  readonly chunks: AsyncIterable<Uint8Array>;
  /** What the file is called, in this import and the next: what is gone is looked for among rows of that name. */
  readonly source: string;
  /** For rows that name none; the default tenant when absent. */
  readonly tenant: string | undefined;
  /** From --map; null takes the mapping saved with the tenant. */
  readonly mapping: Mapping | null;
  readonly saveMapping: boolean;
  /** Cells for rows that leave a column empty, by column of ours: `--body`, `--via`, … */
  readonly fallbacks: ReadonlyMap<string, string>;
  readonly prune: boolean;
  readonly skipBad: boolean;
  readonly dryRun: boolean;
}

export interface ImportHooks {
  /** Bytes read so far. */
  onRead(bytes: number): void;
  /** Rows applied so far, of how many. */
  onApplied(rows: number, total: number): void;
  /** Whether a number may be reached in the mode of this database; undefined when that is not known yet. */
  isAllowed(e164: string): Promise<boolean | undefined>;
  /** The last word before anything counts. False takes it all back. */
  confirm(summary: ImportSummary): Promise<boolean>;
  /**
   * The rows that were skipped, as a file of the same format, each with its line and reasons. Called before
   * anything counts: when they cannot be kept, nothing is imported.
   */
  keepRejects(text: string): Promise<void>;
}

/**
 * - `applied`: done
 * - `refused`: rows are bad and were not to be skipped; nothing is stored
 * - `declined`: the person said no; nothing is stored
 * - `dry-run`: nothing was to be stored
 */
export interface ImportOutcome {
  readonly result: 'applied' | 'refused' | 'declined' | 'dry-run';
  readonly summary: ImportSummary;
}
