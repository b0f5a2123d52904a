// `remind completion`: prints a script that teaches a shell to ask `remind __complete` what could come next.

import { readFile } from 'node:fs/promises';
import type { CommandModule } from '../src/core/command.ts';
import { UsageError } from '../src/core/errors.ts';

const SHELLS = ['bash', 'zsh', 'fish'];
// The scripts are files of their own, readable as what they are. Both this file and the bundle's chunks stand
// one folder below the package's root.
const FOLDER = new URL('../completions/', import.meta.url);

/** `remind completion SHELL` */
export const command: CommandModule<readonly [shell: string]> = {
  examples: [
    'eval "$(remind completion bash)"',
    'remind completion zsh > ~/.zfunc/_remind',
    'remind completion fish > ~/.config/fish/completions/remind.fish',
  ],
  describe(builder) {
    builder.argument('<shell>', 'bash, zsh or fish');
  },
  async run({ out }, [shell]) {
    if (!SHELLS.includes(shell)) {
      throw new UsageError(`there is no completion for "${shell}"`, { hint: 'one of bash, zsh or fish' });
    }
    const script = await readFile(new URL(`remind.${shell}`, FOLDER), 'utf8');
    out.line(script.trimEnd());
    return undefined;
  },
};
