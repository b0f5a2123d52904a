// argv in, exit code out: signals, broken pipes and bugs end here. The only place that sets the exit code.

import { environmentSecrets, OutputClosed, reportError } from './cli/report.ts';
import type { Root } from './cli/root.ts';
import type { Run } from './cli/run.ts';
import { version } from './cli/version.ts';
import { EXIT, InterruptedError } from './core/errors.ts';

/**
 * Runs one command line on this process's streams and sets `process.exitCode`. Never throws. `parts` replaces
 * commands and services in tests of what only a process can show.
 */
export async function main(argv: readonly string[], parts: Partial<Run> = {}): Promise<void> {
  if (argv[0] === '--version' || argv[0] === '-V') {
    process.stdout.write(`${version()}\n`);
    return;
  }
  const { runProgram } = await import('./cli/run.ts');
  const abort = new AbortController();
  stopOnSignals(abort);
  stopOnClosedOutput(abort);
  let root: Root | undefined;
  const release = failUnlessFinished(() => root?.secrets() ?? []);
  process.exitCode = await runProgram({
    argv,
    streams: process,
    env: process.env,
    signal: abort.signal,
    loadRoot: async () => {
      const { openRoot } = await import('./cli/context.ts');
      return async (shell) => {
        root = await openRoot(shell);
        return root;
      };
    },
    ...parts,
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
function stopOnClosedOutput(abort: AbortController): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    abort.abort(new OutputClosed());
  });
  // Without a reader of stderr there is nobody to tell.
  process.stderr.on('error', () => {});
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
