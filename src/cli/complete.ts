// `remind __complete -- WORDS`: what could stand where the cursor is. Asked by the shells' completion scripts.

import { type Candidate, flagWords, startingWith } from './candidate.ts';
import type { CommandEntry } from './command-entry.ts';
import { completeArguments } from './complete-arguments.ts';
import { helpLines } from './help-pages.ts';
import { HELP_TOPICS } from './help-topics.ts';
import { recordFlag } from './recorder.ts';
import type { Completions } from './root.ts';
import { GLOBAL_FLAGS } from './shared-flags.ts';

export interface CompletionQuestion {
  /** The words after `remind`; the last one, perhaps empty, is under the cursor. */
  readonly words: readonly string[];
  readonly registry: readonly CommandEntry[];
  /** Opens the database; called only where an id or a name is wanted. */
  openNames(): Promise<Completions>;
}

/** Candidates for the last word; none means that the shell should offer file names. */
export async function complete(question: CompletionQuestion): Promise<readonly Candidate[]> {
  const current = question.words.at(-1) ?? '';
  const { command, rest } = findCommand(question);
  if (command === undefined) return startingWith(current, nextWords(question.registry, rest));
  const { command: module } = await command.load();
  const verbs = rest.length === 1 ? verbsOf(question.registry, command.path[0]) : [];
  const site = { module, path: command.path, openNames: question.openNames };
  const own = await completeArguments(site, rest);
  return command.path.length === 1 ? [...startingWith(current, verbs), ...own] : own;
}

/** The command the words name, and the words after its own; the global flags in between are dropped. */
function findCommand({ words, registry }: CompletionQuestion) {
  const rest = [...words];
  const path: string[] = [];
  let command: CommandEntry | undefined;
  while (rest.length > 1 && path.length < 2) {
    const [word = ''] = rest;
    const flag = GLOBAL_FLAGS.map((spec) => recordFlag(...spec)).find(({ names }) => names.includes(word));
    if (flag) rest.splice(0, flag.takesValue ? 2 : 1);
    else {
      const longer = [...path, word].join(' ');
      if (!registry.some((entry) => entry.path.join(' ') === longer || entry.path[0] === longer)) break;
      path.push(word);
      rest.shift();
      command = registry.find((entry) => entry.path.join(' ') === longer);
    }
  }
  return { command, rest: command ? rest : [...path, ...rest] };
}

/** The words a command may begin or go on with; `before` ends in the word under the cursor. */
function nextWords(registry: readonly CommandEntry[], before: readonly string[]): readonly Candidate[] {
  const [noun] = before;
  if (before.length > 1 && noun === 'help') {
    return before.length === 2 ? [...HELP_TOPICS.map((word) => ({ word })), ...firstWords(registry)] : [];
  }
  if (before.length > 1) return before.length === 2 ? verbsOf(registry, noun) : [];
  const globals = GLOBAL_FLAGS.map((spec) => recordFlag(...spec));
  return [
    ...firstWords(registry),
    { word: 'help', meaning: 'Help on a command or topic' },
    ...flagWords(globals),
  ];
}

function firstWords(registry: readonly CommandEntry[]): readonly Candidate[] {
  return helpLines(registry).map(({ word, summary }) => ({ word, meaning: summary }));
}

function verbsOf(registry: readonly CommandEntry[], noun: string | undefined): readonly Candidate[] {
  return registry.flatMap(({ path, summary }) =>
    path[0] === noun && path[1] !== undefined ? [{ word: path[1], meaning: summary }] : [],
  );
}
