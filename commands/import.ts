// `remind import`: reminders from a file, all rows or none, and again whenever the file has changed.

import { basename } from 'node:path';
import type { CommandBuilder, CommandModule, Context } from '../src/core/command.ts';
import { counted } from '../src/core/count.ts';
import { EXIT, type ExitCode, RefusedError, UsageError } from '../src/core/errors.ts';
import { formatId } from '../src/core/id.ts';
import { choiceOf } from '../src/reminders/choice.ts';
import { parseMapping } from '../src/reminders/import/columns.ts';
import { describeSummary } from '../src/reminders/import/describe.ts';
import { IMPORT_COLUMNS, type ImportReport } from '../src/reminders/import/report.ts';
import type { ImportFormat, ImportRequest } from '../src/reminders/import/request.ts';
import { type ImportDeps, runImport } from '../src/reminders/import/run.ts';
import { type ImportSummary, SHOWN } from '../src/reminders/import/summary.ts';
import { openInput } from '../src/system/input.ts';
import { DRY_RUN, takeBackWith } from '../src/terminal/endings.ts';
import { ImportScreen } from './import-screen.ts';

export interface ImportNeeds {
  importing(): Promise<ImportDeps>;
  /** Whether a number may be reached in the mode of this database; undefined when that is not known yet. */
  allowed(e164: string): Promise<boolean | undefined>;
}

interface Options {
  readonly dryRun?: boolean;
  readonly skipBad?: boolean;
  readonly rejects?: string;
  readonly prune?: boolean;
  readonly yes?: boolean;
  readonly map?: string;
  readonly saveMapping?: boolean;
  readonly format?: string;
  readonly source?: string;
  readonly tenant?: string;
  readonly body?: string;
  readonly via?: string;
  readonly before?: string;
  readonly tz?: string;
  readonly from?: string;
  readonly priority?: string;
  readonly expires?: string;
}

/** Flags that stand in for a column. */
const FALLBACKS = ['body', 'via', 'before', 'tz', 'from', 'priority', 'expires'] as const;

export const command: CommandModule<[string], Options, ImportNeeds> = {
  examples: [
    'remind import appointments.csv',
    'remind import appointments.csv --dry-run',
    `remind import export.csv --map 'Phone=to,Patient=name,When=for' --save-mapping --body "Hi {{name}}, see you at {{time}}."`,
    'remind import appointments.ndjson --prune --yes --json',
    'remind import - --format csv --tz Europe/Berlin --skip-bad',
  ],
  columns: IMPORT_COLUMNS,
  format: 'record',
  describe(builder: CommandBuilder) {
    builder
      .argument('<file>', 'a .csv or .ndjson file; - reads stdin')
      .option('-n, --dry-run', 'check and show everything, store nothing')
      .option('--skip-bad', 'import the good rows, write the others to a rejects file and exit 8')
      .option('--rejects <file>', 'the rejects file (default: FILE.rejects.csv)')
      .option('--prune', 'cancel what an earlier import of this file made and the file no longer names')
      .option('--yes', 'do not ask')
      .option('--map <columns>', "what the file's columns mean: 'Phone=to,When=for'")
      .option('--save-mapping', 'use --map again next time, for this tenant')
      .option('--format <format>', 'csv or ndjson (default: by the name of the file)')
      .option('--source <name>', 'which earlier file this is a newer state of (default: its name)')
      .option('--tenant <name>', 'for rows that name none')
      .option(
        '--body <text>',
        'what to say, for rows that do not; {{name}}, {{time}}, {{column}} are filled in',
      )
      .option('--via <channel>', 'sms, call or both, for rows that do not say')
      .option('--before <times>', 'how long before an appointment, for rows that do not say: 1d,2h')
      .option('--tz <zone>', 'Area/City, for rows that name none')
      .option('--from <sender>', 'the sending number or messaging service, for rows that name none')
      .option('--priority <word>', 'critical or normal, for rows that do not say')
      .option('--expires <time>', 'not sent later, for rows that do not say');
  },
  async run(ctx, [file], options) {
    const deps = await ctx.importing();
    const zone = deps.defaults.zone ?? 'UTC';
    const input = await openInput(file, ctx.stdin);
    const request = requestOf(file, options, input.chunks);
    const screen = new ImportScreen(ctx, { file, options, zone, bytes: input.bytes, format: request.format });
    const outcome = await runImport(deps, request, screen).finally(() => screen.end());
    const report = { ...outcome, rejects: screen.rejects };
    tellDoubts(ctx, outcome.summary);
    ctx.out.record(report, IMPORT_COLUMNS, options, () => text(report, screen.isTold ? null : zone));
    return conclude(ctx, report);
  },
};

function requestOf(file: string, options: Options, chunks: ImportRequest['chunks']): ImportRequest {
  const given = FALLBACKS.flatMap((name) => {
    const value = options[name];
    return value === undefined ? [] : ([[name, value]] as const);
  });
  if (options.saveMapping && options.map === undefined) {
    throw new UsageError('--save-mapping saves what --map says', { hint: "add --map 'Phone=to,When=for'" });
  }
  const byName = /\.(ndjson|jsonl)$/i.test(file) ? 'ndjson' : 'csv';
  const formats: readonly ImportFormat[] = ['csv', 'ndjson'];
  return {
    chunks,
    format: options.format === undefined ? byName : choiceOf('--format', options.format, formats),
    source: options.source ?? (file === '-' ? 'stdin' : basename(file)),
    tenant: options.tenant,
    mapping: options.map === undefined ? null : parseMapping(options.map),
    saveMapping: options.saveMapping ?? false,
    fallbacks: new Map(given),
    prune: options.prune ?? false,
    skipBad: options.skipBad ?? false,
    dryRun: options.dryRun ?? false,
  };
}

function tellDoubts(
  { out }: Context,
  { badRows, bad, notes, noted, unused, pruned, gone }: ImportSummary,
): void {
  for (const { line, reasons } of badRows) out.warn(`line ${line}: ${reasons.join('; ')}`);
  if (bad > SHOWN) out.warn(`and ${counted(bad - SHOWN, 'more bad row')}`);
  for (const { line, text } of notes) out.note(`line ${line}: ${text}`);
  if (noted > notes.length) out.note(`and ${counted(noted - notes.length, 'more such note')}`);
  if (unused.length > 0) out.note(`no body uses the columns: ${unused.join(', ')}`);
  if (bad > 0 && gone > 0 && !pruned)
    out.note('nothing is pruned while rows are bad: they may be what seems gone');
}

/** `zone` is null when the summary was shown already. */
function text({ result, summary }: ImportReport, zone: string | null): string {
  const told = zone === null ? [] : describeSummary(summary, zone);
  if (result === 'dry-run') return told.join('\n');
  if (result === 'applied' && summary.id !== null) {
    return [...told, `Imported as ${formatId(summary.id)}`].join('\n');
  }
  return [...told, result === 'applied' ? 'Nothing had changed.' : 'Nothing was imported.'].join('\n');
}

function conclude(ctx: Context, { result, summary, rejects }: ImportReport): ExitCode | undefined {
  if (result === 'refused') {
    throw new UsageError(`${areBad(summary)}; nothing was stored`, {
      hint: 'mend them, or import the others with --skip-bad',
    });
  }
  if (result === 'declined') {
    throw new RefusedError('not confirmed; nothing was stored', { hint: 'answer y, or give --yes' });
  }
  if (result === 'dry-run') ctx.out.note(DRY_RUN);
  if (result === 'applied' && summary.id !== null) {
    ctx.out.note(takeBackWith(`remind undo --import ${formatId(summary.id)}`));
  }
  if (summary.bad === 0) return undefined;
  if (rejects !== null) ctx.out.warn(`skipped ${counted(summary.bad, 'row')}, now in ${rejects}`);
  return EXIT.partial;
}

function areBad({ bad, rows }: ImportSummary): string {
  return `${bad} of ${counted(rows, 'row')} ${bad === 1 ? 'is' : 'are'} bad`;
}
