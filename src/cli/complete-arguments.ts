// What could stand where the cursor is, once the command is known: its flags, their values, its arguments.

import type { CommandModule } from '../core/command.ts';
import { type Candidate, flagWords, startingWith } from './candidate.ts';
import { sourceOf } from './complete-sources.ts';
import { type Recorded, type RecordedFlag, recordDescription, recordFlag } from './recorder.ts';
import type { Completions } from './root.ts';
import { formatFlagSpecs, GLOBAL_FLAGS, HELP_FLAG } from './shared-flags.ts';

/** The command that is being completed. */
export interface Site {
  readonly module: CommandModule;
  readonly path: readonly string[];
  openNames(): Promise<Completions>;
}

/** Candidates for the last of `words`, which stand behind the command's own. */
export async function completeArguments(site: Site, words: readonly string[]): Promise<readonly Candidate[]> {
  const before = words.slice(0, -1);
  if (before.includes('--')) return [];
  const current = words.at(-1) ?? '';
  const recorded = recordDescription(site.module);
  const shared = [...formatFlagSpecs(site.module.format), ...GLOBAL_FLAGS, HELP_FLAG];
  const flags = [...recorded.flags, ...shared.map((spec) => recordFlag(...spec))];
  const joined = /^(--[\w-]+)=(.*)$/.exec(current);
  if (joined) return completeJoined(site, joined);
  const open = flagNamed(flags, before.at(-1) ?? '');
  if (open && takesNextWord(open)) return values(site, open.names, current);
  if (current.startsWith('-')) return startingWith(current, flagWords(flags));
  const argument = argumentAfter(before, recorded, flags);
  return argument === undefined ? [] : values(site, [argument], current);
}

/** `--via=s`, and `--json=id,st`, where only the last field is open. */
async function completeJoined(site: Site, [, flag = '', value = '']: readonly string[]) {
  const done = flag === '--json' ? value.slice(0, value.lastIndexOf(',') + 1) : '';
  const fields = (site.module.columns ?? []).map(({ key }) => ({ word: key }));
  const found =
    flag === '--json' ? startingWith(value.slice(done.length), fields) : await values(site, [flag], value);
  return found.map(({ word }) => ({ word: `${flag}=${done}${word}` }));
}

/** The argument that comes after these words, counting those that are neither flags nor their values. */
function argumentAfter(before: readonly string[], recorded: Recorded, flags: readonly RecordedFlag[]) {
  let index = 0;
  for (let at = 0; at < before.length; at += 1) {
    const word = before[at] ?? '';
    const flag = flagNamed(flags, word);
    if (flag && takesNextWord(flag)) at += 1;
    else if (!word.startsWith('-')) index += 1;
  }
  const last = recorded.arguments.at(-1);
  return (recorded.arguments[index] ?? (last?.repeats ? last : undefined))?.name;
}

function flagNamed(flags: readonly RecordedFlag[], word: string): RecordedFlag | undefined {
  return flags.find(({ names }) => names.includes(word));
}

// --json takes its fields with `=` only.
function takesNextWord(flag: RecordedFlag): boolean {
  return flag.takesValue && !flag.names.includes('--json');
}

async function values(site: Site, names: readonly string[], prefix: string): Promise<readonly Candidate[]> {
  const source = names.map((name) => sourceOf(site.path, name)).find((each) => each !== undefined);
  const found = (await source?.(prefix, site.openNames)) ?? [];
  return startingWith(
    prefix,
    found.map((word) => ({ word })),
  );
}
