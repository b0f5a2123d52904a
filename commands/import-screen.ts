// What the person sees and is asked while `remind import` runs: progress, the question, the rejects file.

import type { Context } from '../src/core/command.ts';
import { InterruptedError, UsageError } from '../src/core/errors.ts';
import { describeSummary } from '../src/reminders/import/describe.ts';
import type { ImportFormat, ImportHooks } from '../src/reminders/import/request.ts';
import type { ImportSummary } from '../src/reminders/import/summary.ts';
import { writeFileAtomic } from '../src/system/files.ts';
import type { ImportNeeds } from './import.ts';

// Smaller files are through before anybody could read a progress line.
const SLOW_BYTES = 500_000;
const SLOW_ROWS = 2_000;
// From here on a slip is costly enough to be asked about.
const ASKED_ABOVE = 100;

export interface ScreenTerms {
  readonly file: string;
  readonly options: { readonly yes?: boolean; readonly rejects?: string };
  readonly zone: string;
  readonly bytes: number;
  readonly format: ImportFormat;
}

type ScreenContext = Context & Pick<ImportNeeds, 'allowed'>;

export class ImportScreen implements ImportHooks {
  /** Where the rejects were written. */
  rejects: string | null = null;
  /** The summary was shown before the question. */
  isTold = false;
  readonly #ctx: ScreenContext;
  readonly #terms: ScreenTerms;
  #progress: ReturnType<Context['out']['progress']>;
  #isApplying = false;

  constructor(ctx: ScreenContext, terms: ScreenTerms) {
    this.#ctx = ctx;
    this.#terms = terms;
    this.#progress = ctx.out.progress('checking', terms.bytes < SLOW_BYTES ? 0 : terms.bytes);
  }

  onRead(bytes: number): void {
    // Nothing counts yet: this is the moment to stop. Once released, it is finished.
    if (this.#ctx.signal.aborted) throw new InterruptedError();
    this.#progress.tick(bytes);
  }

  onApplied(rows: number, total: number): void {
    if (!this.#isApplying) {
      this.#progress.end();
      this.#progress = this.#ctx.out.progress('writing', total < SLOW_ROWS ? 0 : total);
      this.#isApplying = true;
    }
    this.#progress.tick(rows);
  }

  isAllowed(e164: string): Promise<boolean | undefined> {
    return this.#ctx.allowed(e164);
  }

  async confirm(summary: ImportSummary): Promise<boolean> {
    this.#progress.end();
    const { options, file, zone } = this.#terms;
    const { out, ask, flags } = this.#ctx;
    const isPruning = summary.pruned && summary.gone > 0;
    // Off a terminal a plain import asks nothing, and the words of a pipe are not an answer.
    const isLarge = summary.new > ASKED_ABOVE && out.isTty && flags.input && file !== '-';
    if (options.yes || (!isPruning && !isLarge)) return true;
    for (const line of describeSummary(summary, zone)) out.note(line);
    this.isTold = true;
    return await ask.confirm(isPruning ? `Import it, and cancel what is gone?` : 'Import it?', {
      flag: '--yes',
    });
  }

  async keepRejects(text: string): Promise<void> {
    const { file, options, format } = this.#terms;
    const name = file === '-' ? 'import' : file.replace(/\.[a-z]+$/i, '');
    const path = options.rejects ?? `${name}.rejects.${format}`;
    try {
      await writeFileAtomic(path, text);
    } catch (cause) {
      throw new UsageError(`the rejects file ${path} cannot be written; nothing was imported`, {
        hint: 'name another with --rejects',
        cause,
      });
    }
    this.rejects = path;
  }

  end(): void {
    this.#progress.end();
  }
}
