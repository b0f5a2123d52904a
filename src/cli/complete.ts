// `remind __complete -- WORDS`: what could stand where the cursor is. Asked by the shells' completion scripts.

import type { CommandModule } from '../core/command.ts';
import { sourceOf } from './complete-sources.ts';
import { helpLines } from './help-pages.ts';
import { HELP_TOPICS } from './help-topics.ts';
import { type Recorded, type RecordedFlag, recordDescription, recordFlag } from './recorder.ts';
import type { CommandEntry } from './registry.ts';
import type { Completions } from './root.ts';
import { formatFlagSpecs, GLOBAL_FLAGS, HELP_FLAG } from './shared-flags.ts';

export interface Candidate {
  readonly word: string;
  readonly meaning?: string;
}

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
  if (command === undefined) return starting(current, nextWords(question.registry, rest));
  const { command: module } = await command.load();
  const verbs = rest.length === 1 ? verbsOf(question.registry, command.path[0]) : [];
  const own = await completeArguments(module, rest, question);
  return command.path.length === 1 ? [...starting(current, verbs), ...own] : own;
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

async function completeArguments(
  module: CommandModule,
  rest: readonly string[],
  question: CompletionQuestion,
): Promise<readonly Candidate[]> {
  if (rest.slice(0, -1).includes('--')) return [];
  const current = rest.at(-1) ?? '';
  const recorded = recordDescription(module);
  const shared = [...formatFlagSpecs(module.format), ...GLOBAL_FLAGS, HELP_FLAG];
  const flags = [...recorded.flags, ...shared.map((spec) => recordFlag(...spec))];
  const joined = /^(--[\w-]+)=(.*)$/.exec(current);
  if (joined) return completeJoined(joined, module, question);
  const before = flags.find(({ names }) => names.includes(rest.at(-2) ?? ''));
  // --json takes its fields with `=` only.
  if (before?.takesValue && !before.names.includes('--json')) return values(before.names, current, question);
  if (current.startsWith('-')) return starting(current, flagWords(flags));
  const argument = argumentAt(recorded, flags, rest.slice(0, -1));
  return argument === undefined ? [] : values([argument], current, question);
}

/** `--via=s`, and `--json=id,st`, where only the last field is open. */
async function completeJoined(
  [, flag = '', value = '']: readonly string[],
  module: CommandModule,
  question: CompletionQuestion,
): Promise<readonly Candidate[]> {
  const done = flag === '--json' ? value.slice(0, value.lastIndexOf(',') + 1) : '';
  const found =
    flag === '--json'
      ? starting(
          value.slice(done.length),
          (module.columns ?? []).map(({ key }) => ({ word: key })),
        )
      : await values([flag], value, question);
  return found.map(({ word }) => ({ word: `${flag}=${done}${word}` }));
}

/** The argument the cursor stands on, counting words that are neither flags nor their values. */
function argumentAt(recorded: Recorded, flags: readonly RecordedFlag[], before: readonly string[]) {
  let index = 0;
  for (let at = 0; at < before.length; at += 1) {
    const word = before[at] ?? '';
    const flag = flags.find(({ names }) => names.includes(word));
    if (flag?.takesValue && !flag.names.includes('--json')) at += 1;
    else if (!word.startsWith('-')) index += 1;
  }
  const last = recorded.arguments.at(-1);
  return (recorded.arguments[index] ?? (last?.repeats ? last : undefined))?.name;
}

async function values(names: readonly string[], prefix: string, question: CompletionQuestion) {
  const source = names.map(sourceOf).find((each) => each !== undefined);
  if (source === undefined) return [];
  if (typeof source !== 'string')
    return starting(
      prefix,
      source.map((word) => ({ word })),
    );
  const known = await question.openNames();
  const words = await (source === 'ids' ? known.completionIds(prefix) : known.contactNames(prefix));
  return words.map((word) => ({ word }));
}

function flagWords(flags: readonly RecordedFlag[]): readonly Candidate[] {
  return flags.flatMap(({ names, description }) => {
    const word = names.find((name) => name.startsWith('--'));
    return word === undefined ? [] : [{ word, meaning: description }];
  });
}

function starting(prefix: string, candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.filter(({ word }) => word.startsWith(prefix));
}
