// `remind completion`: a script that teaches a shell to ask `remind __complete` what could come next.

import type { CommandModule } from '../src/core/command.ts';
import { UsageError } from '../src/core/errors.ts';

// Each script hands over the words up to the cursor, the last one perhaps empty, and reads one candidate a
// line: the word, and for zsh and fish a tab and its meaning. No candidate means: complete file names.

const BASH = `# remind completion for bash: eval "$(remind completion bash)"
_remind() {
  local IFS=$'\\n' line word
  COMPREPLY=()
  # bash splits words at "=" and ":", which our flags use; put the word under the cursor together again.
  local words="\${COMP_LINE:0:COMP_POINT}"
  for line in $(remind __complete --line "$words" 2>/dev/null); do
    word="\${line%%$'\\t'*}"
    COMPREPLY+=("$word")
  done
}
complete -o default -o nosort -F _remind remind remindctl
`;

const SCRIPTS: Readonly<Record<string, string>> = { bash: BASH };

interface Args extends ReadonlyArray<unknown> {
  readonly 0: string;
}

/** `remind completion SHELL` */
export const command: CommandModule<Args> = {
  examples: ['remind completion bash', 'remind completion zsh', 'remind completion fish'],
  describe(builder) {
    builder.argument('<shell>', 'bash, zsh or fish');
  },
  async run({ out }, [shell]) {
    const script = SCRIPTS[shell];
    if (script === undefined)
      throw new UsageError(`no completion for "${shell}"`, { hint: 'bash, zsh or fish' });
    out.line(script.trimEnd());
    return undefined;
  },
};
