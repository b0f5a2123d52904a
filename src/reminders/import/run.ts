// One import from file to reminders: check and stage, ask, release, apply.

import { UsageError } from '../../core/errors.ts';
import {
  insertImport,
  readImportMapping,
  stepImport,
  writeImportCounts,
  writeImportMapping,
} from '../../store/imports.ts';
import type { Tenant } from '../../store/tenants.ts';
import type { ReminderDeps } from '../deps.ts';
import { findTenant } from '../tenants.ts';
import { checkHeader, checkMapped, formatMapping, type Mapping, readMapping } from './columns.ts';
import { csvReader } from './csv.ts';
import { Directory } from './directory.ts';
import { FieldReader } from './fields.ts';
import { goneEntries } from './gone.ts';
import { ndjsonReader } from './ndjson.ts';
import { Rejects } from './rejects.ts';
import type { ImportHooks, ImportOutcome, ImportRequest } from './request.ts';
import {
  abandonImport,
  abandonStaleImports,
  applyImport,
  type Rest,
  rollForwardImports,
} from './roll-forward.ts';
import { Stager } from './stage.ts';
import { type ImportSummary, Tally } from './summary.ts';

export interface ImportDeps extends ReminderDeps {
  /** Unique to this start of this process. */
  readonly workerId: string;
  readonly rest: Rest;
}

/**
 * All rows or none: rows are staged where nothing can fire, and released in one small transaction. Killed before
 * it, the import never was; killed after it, the next import or daemon finishes it.
 * @throws UsageError for a file that cannot be read as what it is
 */
export async function runImport(
  deps: ImportDeps,
  request: ImportRequest,
  hooks: ImportHooks,
): Promise<ImportOutcome> {
  const { db, clock, rest } = deps;
  if (!request.dryRun) {
    await abandonStaleImports(db, clock);
    await rollForwardImports(db, clock, rest);
  }
  const tenant = await findTenant(db, request.tenant);
  const id = request.dryRun ? null : await openImport(deps, request, tenant);
  try {
    const staged = await stageFile(deps, request, { tenant, id, hooks });
    const { summary, rejects, rows } = staged;
    const result = await decide(staged, request, hooks);
    if (result === 'applied' && rejects !== null) await hooks.keepRejects(rejects);
    if (result === 'applied' && request.saveMapping) await saveMapping(deps, tenant, staged.mapping);
    if (id === null || result !== 'applied' || rows === 0) {
      if (id !== null) await abandonImport(db, id, clock);
      return { result, summary };
    }
    await release(deps, id, summary);
    await applyImport(db, id, { clock, rest, onApplied: (done) => hooks.onApplied(done, rows) });
    return { result, summary: { ...summary, id } };
  } catch (error) {
    // What failed may be the database itself: then the stale rows are dropped by the next import.
    if (id !== null) await abandonImport(db, id, clock).catch(() => {});
    throw error;
  }
}

function openImport(
  { db, clock, workerId }: ImportDeps,
  request: ImportRequest,
  { id }: Tenant,
): Promise<number> {
  const { source, prune, skipBad, format } = request;
  const options = JSON.stringify({
    format,
    prune,
    skipBad,
    fallbacks: Object.fromEntries(request.fallbacks),
  });
  return db.tx((sql) => insertImport(sql, { tenantId: id, source, workerId, options }, clock.now()));
}

interface StagedFile {
  readonly summary: ImportSummary;
  readonly rejects: string | null;
  readonly mapping: Mapping;
  /** Rows to apply. */
  readonly rows: number;
}

interface StageTerms {
  readonly tenant: Tenant;
  readonly id: number | null;
  readonly hooks: ImportHooks;
}

async function stageFile(
  deps: ImportDeps,
  request: ImportRequest,
  { tenant, id, hooks }: StageTerms,
): Promise<StagedFile> {
  const { db, clock, defaults } = deps;
  const reader = request.format === 'csv' ? csvReader() : ndjsonReader();
  const mapping = request.mapping ?? readMapping(await readImportMapping(db, tenant.id));
  const fields = new FieldReader(mapping, request.fallbacks);
  const directory = new Directory(db);
  const tally = new Tally();
  let rejects: Rejects | undefined;
  const stager = new Stager({
    ...{ db, tally, importId: id, skipBad: request.skipBad },
    plan: { directory, tenant, defaults, now: clock.now() },
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
  if (tally.rows === 0) throw new UsageError('the file has no rows');
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
async function takeGone({ db }: ImportDeps, { stager, tally, pruned, scope }: GoneTerms): Promise<void> {
  for await (const entry of goneEntries(db, scope, (each) => stager.isNamed(each))) {
    if (pruned) await stager.takeGone(entry, tally.counts.gone);
    tally.counts.gone += 1;
  }
}

async function decide(
  { summary }: StagedFile,
  request: ImportRequest,
  hooks: ImportHooks,
): Promise<ImportOutcome['result']> {
  if (summary.bad > 0 && !request.skipBad) return 'refused';
  if (request.dryRun) return 'dry-run';
  return (await hooks.confirm(summary)) ? 'applied' : 'declined';
}

/** The moment at which all of it counts. @throws UsageError when the question was left unanswered too long */
async function release({ db, clock }: ImportDeps, id: number, summary: ImportSummary): Promise<void> {
  await db.tx(async (sql) => {
    await writeImportCounts(sql, id, JSON.stringify(summary));
    if (await stepImport(sql, { id, from: 'staging', to: 'released' }, clock.now())) return;
    throw new UsageError('the import was waiting for so long that it was dropped', {
      hint: 'import the file again',
    });
  });
}

function saveMapping({ db, clock }: ImportDeps, { id }: Tenant, mapping: Mapping): Promise<void> {
  return db.tx((sql) => writeImportMapping(sql, id, formatMapping(mapping), clock.now()));
}
