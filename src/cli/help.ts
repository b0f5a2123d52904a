// How commander's help looks: a command's flags, examples and JSON fields on a page of its own.

import { type Command, Help, type Option } from 'commander';
import type { CommandModule } from '../core/command.ts';
import type { CommandEntry } from './command-entry.ts';
import { nounHelp, rootHelp } from './help-pages.ts';

/** Wider than this, a line of prose is hard to read. */
const MAX_WIDTH = 100;

const NAGIOS =
  '\n\nExit codes, as Nagios reads them:\n  0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN (errors of our own too)';

/** Commander's own layout for a command's page, ours for the pages that only lead to others. */
export function helpFormatter(registry: readonly CommandEntry[]) {
  return {
    commandUsage(command: Command): string {
      return Help.prototype.commandUsage.call(this, command).replace('[options]', '[flags]');
    },
    // Commander's notation is for its parser; a person has to join the fields with `=`.
    optionTerm: (option: Option): string => option.flags.replace('--json [fields]', '--json[=fields]'),
    formatHelp(command: Command, helper: Help): string {
      if (!command.parent) return rootHelp(registry);
      const isLeaf = registry.some(({ path }) => path.join(' ') === pathOf(command));
      return isLeaf
        ? Help.prototype.formatHelp.call(helper, command, helper)
        : nounHelp(command.name(), registry);
    },
  };
}

/** The width help is set to. */
export function helpWidth(columns: number): number {
  return Math.min(columns, MAX_WIDTH);
}

/** `contact add` for the command of `remind contact add`. */
export function pathOf(command: Command): string {
  const words: string[] = [];
  for (let level = command; level.parent; level = level.parent) words.unshift(level.name());
  return words.join(' ');
}

/** What stands below a command's flags: its examples and the fields --json may select. */
export function helpFooter(
  module: Pick<CommandModule, 'examples' | 'columns' | 'exitCodes'>,
  width: number,
): string {
  const nagios = module.exitCodes === 'nagios' ? NAGIOS : '';
  const examples = `\nExamples:\n${module.examples.map((line) => `  ${line}`).join('\n')}${nagios}`;
  if (!module.columns?.length) return examples;
  const fields = wrap(
    module.columns.map(({ key }) => key),
    width - 2,
  );
  return `${examples}\n\nJSON fields:\n${fields.map((line) => `  ${line}`).join('\n')}`;
}

function wrap(words: readonly string[], width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const [index, word] of words.entries()) {
    const text = index === words.length - 1 ? word : `${word},`;
    if (line && line.length + 1 + text.length > width) {
      lines.push(line);
      line = text;
    } else line = line ? `${line} ${text}` : text;
  }
  return line ? [...lines, line] : lines;
}
