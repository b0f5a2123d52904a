// One import from file to reminders: check and stage, ask, release, apply.

import { crashPoint } from '../../core/crash-point.ts';
import { UsageError } from '../../core/errors.ts';
import { insertImport, stepImport, writeImportCounts, writeImportMapping } from '../../store/imports.ts';
import type { Tenant } from '../../store/tenants.ts';
import type { ReminderDeps } from '../deps.ts';
import { findTenant } from '../tenants.ts';
import { formatMapping, type Mapping } from './columns.ts';
import type { ImportHooks, ImportOutcome, ImportRequest } from './request.ts';
import {
  abandonImport,
  abandonStaleImports,
  applyImport,
  type Rest,
  rollForwardImports,
} from './roll-forward.ts';
import { type StagedFile, stageFile } from './stage-file.ts';
import type { ImportSummary } from './summary.ts';

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
  crashPoint('import:opened');
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
    crashPoint('import:released');
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
    if (await stepImport(sql, { id, from: 'staging', to: 'released' }, clock.now()))
      return crashPoint('import:before-release');
    throw new UsageError('the import was waiting for so long that it was dropped', {
      hint: 'import the file again',
    });
  });
}

function saveMapping({ db, clock }: ImportDeps, { id }: Tenant, mapping: Mapping): Promise<void> {
  return db.tx((sql) => writeImportMapping(sql, id, formatMapping(mapping), clock.now()));
}
