// How help looks: commands by task on the first page, flags, examples and JSON fields on a command's own.

import { type Command, Help, type Option } from 'commander';
import type { CommandModule } from '../core/command.ts';
import { HELP_TOPICS } from './help-topics.ts';
import { type CommandEntry, GROUPS, NOUNS } from './registry.ts';
import { GLOBAL_FLAGS, HELP_FLAG, VERSION_FLAG } from './shared-flags.ts';

/** Wider than this, a line of prose is hard to read. */
const MAX_WIDTH = 100;

const ABOUT = 'remind: schedule, send and watch over Twilio reminders, by text and by voice call.';
const TOPICS = `Topics: remind help ${HELP_TOPICS.join(' | ')}`;

const NAGIOS =
  '\n\nExit codes, as Nagios reads them:\n  0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN (errors of our own too)';

/** One line of the first page: a command, or a noun with all its verbs. */
export interface HelpLine {
  readonly group: string;
  readonly word: string;
  readonly summary: string;
}

/** The registry folded by first word, in its order. */
export function helpLines(registry: readonly CommandEntry[]): readonly HelpLine[] {
  const lines = new Map<string, HelpLine>();
  for (const { path, group, summary } of registry) {
    const [word] = path;
    if (!lines.has(word)) lines.set(word, { group, word, summary: NOUNS[word] ?? summary });
  }
  return [...lines.values()];
}

function rows(pairs: readonly (readonly [string, string])[]): string {
  const width = Math.max(...pairs.map(([term]) => term.length)) + 2;
  return pairs.map(([term, text]) => `  ${term.padEnd(width)}${text}\n`).join('');
}

/** `remind --help`. */
export function rootHelp(registry: readonly CommandEntry[]): string {
  const lines = helpLines(registry);
  const width = Math.max(...lines.map(({ word }) => word.length));
  const groups = GROUPS.flatMap((group) => {
    const members = lines.filter((line) => line.group === group);
    if (members.length === 0) return [];
    return [`${group}:\n${rows(members.map(({ word, summary }) => [word.padEnd(width), summary]))}`];
  });
  return [
    `${ABOUT}\n`,
    'Usage: remind <command> [flags]\n',
    ...groups,
    `Global flags:\n${rows([...GLOBAL_FLAGS, HELP_FLAG, VERSION_FLAG])}`,
    `Help on one command: remind help <command>\n${TOPICS}\nNew here? remind demo\n`,
  ].join('\n');
}

/** `remind contact --help`: a noun and its verbs. */
export function nounHelp(noun: string, registry: readonly CommandEntry[]): string {
  const verbs = registry.filter(({ path }) => path[0] === noun && path.length === 2);
  return [
    `${NOUNS[noun] ?? noun}\n`,
    `Usage: remind ${noun} <command> [flags]\n`,
    `Commands:\n${rows(verbs.map(({ path, summary }) => [path[1] ?? '', summary]))}`,
    `Help on one command: remind help ${noun} ${verbs[0]?.path[1] ?? ''}\n`,
  ].join('\n');
}

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
