// The flags that commands share: the global ones, and the formats a list or record can be printed in.

import { type Command, Option } from 'commander';
import type { CommandModule, FormatFlags, GlobalFlags } from '../core/command.ts';

export const GLOBAL_GROUP = 'Global flags:';
export const FORMAT_GROUP = 'Output:';

/** Adds the flags every command has. They are on each level, so they work before and after the command's words. */
export function addGlobalFlags(command: Command): void {
  const add = (flags: string, description: string) =>
    command.addOption(new Option(flags, description).helpGroup(GLOBAL_GROUP));
  add('--profile <name>', 'use this profile and its database');
  add('-q, --quiet', 'print data, warnings and errors only');
  add('--no-input', 'ask nothing; fail, naming the flag that would have answered');
  add('--debug', 'show the stack of an error; secrets are masked');
  add('--color <when>', 'on, off or auto');
}

/** Adds --json, and for a list --ndjson, --csv and --limit. */
export function addFormatFlags(command: Command, format: CommandModule['format']): void {
  const add = (flags: string, description: string) =>
    command.addOption(new Option(flags, description).helpGroup(FORMAT_GROUP));
  if (format) add('--json [fields]', 'print JSON, all fields or those named: --json=a,b');
  if (format !== 'list') return;
  add('--ndjson', 'print one JSON object a line');
  add('--csv', 'print CSV with a header');
  add('--limit <n>', 'print at most n rows');
}

/**
 * `--json` alone becomes `--json=`: its fields are only ever joined with `=`, or the argument after it
 * (`show --json 42`) would be taken for a list of fields.
 */
export function joinJsonFlag(argv: readonly string[]): string[] {
  const end = argv.indexOf('--');
  return argv.map((word, index) => (word === '--json' && (end < 0 || index < end) ? '--json=' : word));
}

/** The format flags as commands know them: bare `--json` is true. */
export function formatFlags(options: Readonly<Record<string, unknown>>): FormatFlags {
  return options['json'] === '' ? { ...options, json: true } : options;
}

/** The global flags given anywhere on the line; the innermost level wins. */
export function globalFlags(command: Command): GlobalFlags {
  const levels: Command[] = [];
  for (let level: Command | null = command; level; level = level.parent) levels.unshift(level);
  const given: Record<string, unknown> = {};
  for (const level of levels) {
    for (const [name, value] of Object.entries(level.opts())) {
      if (level.getOptionValueSource(name) === 'cli') given[name] = value;
    }
  }
  return {
    profile: given['profile'] as string | undefined,
    quiet: given['quiet'] === true,
    input: given['input'] !== false,
    debug: given['debug'] === true,
    color: given['color'] as string | undefined,
  };
}
