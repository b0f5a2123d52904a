// `remind sim run -- COMMAND`: one command on a simulator of its own, in a home of its own; both end with it.

import { realpath, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { CommandModule } from '../../src/core/command.ts';
import { type ExitCode, UsageError } from '../../src/core/errors.ts';
import { runOnTerminal } from '../../src/system/child.ts';
import { withTempFolder } from '../../src/system/temp-folder.ts';
import { simulatorEnvironment } from './environment.ts';
import { describeSim, isVirtual, openSimulator, type SimOptions } from './options.ts';

export const command: CommandModule<[readonly string[]], SimOptions> = {
  examples: [
    'remind sim run -- remind list',
    'remind sim run --fault rate-limit=0.5 -- npm test',
    'remind sim run -- sh -c \'remind send +12025550123 "Hello" --wait\'',
  ],
  time: 'real',
  describe(command) {
    command.argument('<command...>', 'the command and its arguments, after --');
    describeSim(command);
  },
  async run(ctx, [words], options) {
    const [file, ...args] = words;
    if (file === undefined) throw new UsageError('say which command to run: remind sim run -- COMMAND');
    const simulator = await openSimulator(ctx, options);
    try {
      return await withTempFolder(async (folder) => {
        const env = simulatorEnvironment(ctx.env, { simulator, home: folder, isVirtual: isVirtual(options) });
        const path = [await ownBin(folder), ctx.env['PATH']].filter(Boolean).join(delimiter);
        // The command's own exit code is the answer, whatever it means to that command.
        return (await runOnTerminal(file, args, {
          env: { ...env, PATH: path },
          signal: ctx.signal,
          say: ctx.out.warn,
        })) as ExitCode;
      });
    } finally {
      await simulator.stop();
    }
  },
};

/** A folder in which `remind` is this very program: in a checkout it is not on the PATH, or another one is. */
async function ownBin(folder: string): Promise<string> {
  if (process.argv[1] === undefined) return folder;
  // A script and no link: the launcher in a checkout need not be executable, and this very Node is to run it.
  const program = [process.execPath, await realpath(process.argv[1])].map(quoted).join(' ');
  await writeFile(join(folder, 'remind'), `#!/bin/sh\nexec ${program} "$@"\n`, { mode: 0o700 });
  return folder;
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
