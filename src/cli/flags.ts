// The flags that commands share, as commander knows them and as a command gets them.

import { Command, Option } from 'commander';
import type { CommandModule, FormatFlags, GlobalFlags } from '../core/command.ts';
import { UsageError } from '../core/errors.ts';
import { type FlagSpec, formatFlagSpecs, GLOBAL_FLAGS } from './shared-flags.ts';

/** Adds the flags every command has. They are on each level, so they work before and after the command's words. */
export function addGlobalFlags(command: Command): void {
  addFlags(command, GLOBAL_FLAGS, 'Global flags:');
}

/** Adds --json, and for a list --ndjson, --csv and --limit. */
export function addFormatFlags(command: Command, format: CommandModule['format']): void {
  addFlags(command, formatFlagSpecs(format), 'Output:');
}

function addFlags(command: Command, specs: readonly FlagSpec[], group: string): void {
  for (const [flags, description] of specs) {
    command.addOption(new Option(flags, description).helpGroup(group));
  }
}

/**
 * Makes `--json` alone mean `--json=`: its fields are only ever joined with `=`, or the argument after it
 * (`show --json 42`) would be taken for a list of fields.
 */
export function joinJsonFlag(command: Command): void {
  command.parseOptions = (words) => {
    const end = words.indexOf('--');
    const joined = words.map((word, at) => (word === '--json' && (end < 0 || at < end) ? '--json=' : word));
    return Command.prototype.parseOptions.call(command, joined);
  };
}

/**
 * Makes a flag of `<value...>` take one value each time it is given. Commander's own would take every word up to
 * the next flag, and so swallow the id in `edit --var a=b 7`.
 */
export function repeatFlags(command: Command): void {
  for (const option of command.options.filter(({ variadic }) => variadic)) {
    option.variadic = false;
    option.argParser((value: string, before: readonly string[] = []) => [...before, value]);
  }
}

/**
 * Refuses `--any-hour --no-any-hour`. Commander, as git does, lets the last one win: of use where aliases add flags, of
 * which there are none here, and a wrong guess would ring at night.
 * @throws UsageError while the line is parsed
 */
export function refuseOpposites(command: Command): void {
  for (const no of command.options.filter(({ negate }) => negate)) {
    const yes = command.options.find((each) => !each.negate && each.attributeName() === no.attributeName());
    if (!yes) continue;
    const given = new Set<Option>();
    const note = (option: Option) => () => {
      if (given.add(option).size < 2) return;
      throw new UsageError(`${yes.long} and ${no.long} exclude each other`, {
        hint: 'leave one of them out',
      });
    };
    for (const option of [yes, no]) command.on(`option:${option.name()}`, note(option));
  }
}

const GLOBAL_NAMES = GLOBAL_FLAGS.map(([flags]) => new Option(flags).attributeName());

/** The options of a command without the global ones; bare `--json` is true. */
export function commandOptions(command: Command): FormatFlags {
  const own = Object.entries(command.opts()).filter(([name]) => !GLOBAL_NAMES.includes(name));
  return Object.fromEntries(
    own.map(([name, value]) => [name, name === 'json' && value === '' ? true : value]),
  );
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
    twilioCliProfile: given['twilioCliProfile'] as string | undefined,
    quiet: given['quiet'] === true,
    input: given['input'] !== false,
    debug: given['debug'] === true,
    color: given['color'] as string | undefined,
  };
}
