// Reads a command's own description of itself without loading commander, for completion.

import type { CommandBuilder, CommandModule } from '../core/command.ts';

export interface RecordedFlag {
  /** `--via`, and `-n` for one that has a short form. */
  readonly names: readonly string[];
  readonly description: string;
  /** True for `--via <channel>` and `--json [fields]`, false for a switch. */
  readonly takesValue: boolean;
}

export interface RecordedArgument {
  /** `id` for `<id>` and `[id]`. */
  readonly name: string;
  readonly repeats: boolean;
}

export interface Recorded {
  readonly flags: readonly RecordedFlag[];
  readonly arguments: readonly RecordedArgument[];
}

/** What `describe` declares, in its order, without the shared flags. */
export function recordDescription(module: Pick<CommandModule, 'describe'>): Recorded {
  const flags: RecordedFlag[] = [];
  const args: RecordedArgument[] = [];
  const builder: CommandBuilder = {
    argument(text) {
      args.push({ name: text.replace(/[<>[\].]/g, ''), repeats: text.includes('...') });
      return builder;
    },
    option(text, description) {
      flags.push(recordFlag(text, description));
      return builder;
    },
  };
  module.describe(builder);
  return { flags, arguments: args };
}

/** One flag in commander's notation: `-n, --dry-run`, `--to <who>`. */
export function recordFlag(text: string, description: string): RecordedFlag {
  const names = text.match(/(?<![\w-])--?[\w-]+/g) ?? [];
  return { names, description, takesValue: /[<[]/.test(text) };
}
