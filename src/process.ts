// The process around a run: signals, broken pipes and bugs end here. The only place that sets the exit code.

import { environmentSecrets, OutputClosed, reportError } from './cli/report.ts';
import type { Root } from './cli/root.ts';
import { type Run, runProgram } from './cli/run.ts';
import { EXIT, InterruptedError } from './core/errors.ts';
import { answerOffsetsBy } from './core/zone.ts';
import { dateOffsets } from './system/date-offsets.ts';
import { explainFileTrouble } from './system/file-trouble.ts';
import { openOut } from './terminal/direct-out.ts';
import type { Streams } from './terminal/streams.ts';

/** What a test puts in the place of the real commands and services. */
export type ProcessParts = Partial<Pick<Run, 'registry' | 'loadRoot'>>;

/** Runs one command line on this process's streams and sets `process.exitCode`. Never throws. */
export async function runInProcess(argv: readonly string[], parts: ProcessParts): Promise<void> {
  answerOffsetsBy(dateOffsets(process.env));
  const abort = new AbortController();
  stopOnSignals(abort);
  let root: Root | undefined;
  const release = failUnlessFinished(() => root?.secrets() ?? []);
  const loadRoot = parts.loadRoot ?? (async () => (await import('./cli/context.ts')).openRoot);
  process.exitCode = await runProgram({
    argv,
    streams: openStreams(abort),
    env: process.env,
    signal: abort.signal,
    ...parts,
    loadRoot: async () => {
      const open = await loadRoot();
      return async (shell) => {
        root = await open(shell);
        return root;
      };
    },
  });
  release();
}

/** The first signal asks the command to stop, the second does not ask. */
function stopOnSignals(abort: AbortController): void {
  const stop = () => {
    if (abort.signal.aborted) process.exit(EXIT.interrupted);
    if (process.stderr.isTTY) process.stderr.write('\nstopping; once more to stop at once\n');
    abort.abort(new InterruptedError());
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

/** `remind list | head`: when the reader of stdout leaves, so do we, quietly and with 0. */
function openStreams(abort: AbortController): Streams {
  const onOutError = (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw explainFileTrouble(error, 'stdout');
    abort.abort(new OutputClosed());
  };
  // Without a reader of stderr there is nobody to tell.
  const onErrError = () => {};
  return {
    get stdin() {
      return process.stdin;
    },
    stdout: openOut(1, { stream: () => process.stdout.on('error', onOutError), onError: onOutError }),
    stderr: openOut(2, { stream: () => process.stderr.on('error', onErrError), onError: onErrError }),
  };
}

/**
 * A command whose promise never settles would let Node run out of work and leave with 0, as if all were done.
 * An exception outside every promise ends the same way as one inside.
 */
function failUnlessFinished(known: () => readonly string[]): () => void {
  const unfinished = () => {
    process.stderr.write('error: this is a bug in remind: the command stopped without finishing\n');
    process.exitCode = EXIT.bug;
  };
  process.once('beforeExit', unfinished);
  process.once('uncaughtException', (error) => {
    const debug = process.argv.includes('--debug') || Boolean(process.env['REMIND_DEBUG']);
    const secrets = [...known(), ...environmentSecrets(process.env)];
    process.exit(reportError(error, { write: (text) => process.stderr.write(text), debug, secrets }));
  });
  return () => {
    process.off('beforeExit', unfinished);
  };
}
