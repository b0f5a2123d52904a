// The pages of help that lead to others: all commands by task, and a noun with its verbs.

import { type CommandEntry, GROUPS } from './command-entry.ts';
import { HELP_TOPICS } from './help-topics.ts';
import { NOUNS } from './registry.ts';
import { GLOBAL_FLAGS, HELP_FLAG, VERSION_FLAG } from './shared-flags.ts';

const ABOUT = 'remind: schedule, send and watch over Twilio reminders, by text and by voice call.';
const TOPICS = `Topics: remind help ${HELP_TOPICS.join(' | ')}`;

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
