// From a file to staged rows: reader, columns, the checks of each row, and what is gone.

import { UsageError } from '../../core/errors.ts';
import { readImportMapping } from '../../store/imports.ts';
import type { Tenant } from '../../store/tenants.ts';
import type { ReminderDeps } from '../deps.ts';
import { checkHeader, checkMapped, type Mapping, readMapping } from './columns.ts';
import { csvReader } from './csv.ts';
import { Directory } from './directory.ts';
import { FieldReader } from './fields.ts';
import { goneEntries } from './gone.ts';
import { ndjsonReader } from './ndjson.ts';
import { Rejects } from './rejects.ts';
import type { ImportHooks, ImportRequest } from './request.ts';
import { Stager } from './stage.ts';
import { type ImportSummary, Tally } from './summary.ts';
import { Timings } from './timing.ts';

export interface StagedFile {
  readonly summary: ImportSummary;
  readonly rejects: string | null;
  readonly mapping: Mapping;
  /** Rows to apply. */
  readonly rows: number;
}

export interface StageTerms {
  readonly tenant: Tenant;
  readonly id: number | null;
  readonly hooks: ImportHooks;
}

/**
 * Reads the file to its end, whatever is wrong with its rows.
 * @throws UsageError when it is not a file of its format, or its header cannot be right
 */
export async function stageFile(
  deps: ReminderDeps,
  request: ImportRequest,
  { tenant, id, hooks }: StageTerms,
): Promise<StagedFile> {
  const { db, clock, defaults } = deps;
  const reader = request.format === 'csv' ? csvReader() : ndjsonReader();
  const mapping = request.mapping ?? readMapping(await readImportMapping(db, tenant.id));
  const fields = new FieldReader(mapping, request.fallbacks);
  const directory = new Directory(db);
  const tally = new Tally();
  const now = clock.now();
  let rejects: Rejects | undefined;
  const stager = new Stager({
    ...{ db, tally, now, importId: id, skipBad: request.skipBad },
    plan: { directory, tenant, defaults, timings: new Timings(now) },
    isAllowed: (e164) => hooks.isAllowed(e164),
    onBad: (row, reasons) => {
      if (!request.skipBad) return;
      rejects ??= new Rejects(request.format, reader.columns);
      rejects.add(row, reasons);
    },
  });
  let isHeaderChecked = false;
  for await (const rows of reader.rows(counted(request.chunks, hooks))) {
    if (!isHeaderChecked && reader.columns.length > 0) {
      checkColumns(reader.columns, request, mapping);
      isHeaderChecked = true;
    }
    for (const row of rows) await stager.take(row, fields.read(row));
  }
  if (tally.rows === 0)
    throw new UsageError('the file has no rows', { hint: 'below the header it has one line for each' });
  const pruned = request.prune && tally.counts.bad === 0;
  await takeGone(deps, { stager, tally, pruned, scope: { tenantId: tenant.id, source: request.source } });
  await stager.flush();
  const rest = {
    id: null,
    source: request.source,
    pruned,
    contacts: directory.introduced,
    unused: fields.unused,
  };
  return { summary: tally.summary(rest), rejects: rejects?.text() ?? null, mapping, rows: stager.staged };
}

function checkColumns(columns: readonly string[], request: ImportRequest, mapping: Mapping): void {
  if (request.mapping) checkMapped(columns, request.mapping);
  checkHeader(columns, { mapping, supplied: new Set(request.fallbacks.keys()) });
}

async function* counted(chunks: AsyncIterable<Uint8Array>, hooks: ImportHooks): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of chunks) {
    yield chunk;
    bytes += chunk.length;
    hooks.onRead(bytes);
  }
}

interface GoneTerms {
  readonly stager: Stager;
  readonly tally: Tally;
  readonly pruned: boolean;
  readonly scope: { readonly tenantId: number; readonly source: string };
}

/** Counted always. Cancelled only when no row was bad: what cannot be read may be what is missing. */
async function takeGone({ db }: ReminderDeps, { stager, tally, pruned, scope }: GoneTerms): Promise<void> {
  for await (const entry of goneEntries(db, scope, (each) => stager.isNamed(each))) {
    if (pruned) await stager.takeGone(entry, tally.counts.gone);
    tally.counts.gone += 1;
  }
}
