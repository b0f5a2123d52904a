// argv in, exit code out. `--version` is answered here, before anything else is loaded.

import { version } from './cli/version.ts';
import type { ProcessParts } from './process.ts';

/** Runs one command line in this process, and sets its exit code. `parts` is for tests. Never throws. */
export async function main(argv: readonly string[], parts: ProcessParts = {}): Promise<void> {
  if (argv[0] === '--version' || argv[0] === '-V') {
    process.stdout.write(`${version()}\n`);
    return;
  }
  const { runInProcess } = await import('./process.ts');
  await runInProcess(argv, parts);
}
