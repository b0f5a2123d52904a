// A word a shell may offer, and its meaning.

import type { RecordedFlag } from './recorder.ts';

export interface Candidate {
  readonly word: string;
  readonly meaning?: string;
}

/** Those that begin with `prefix`, in whatever case: a name is often typed small. */
export function startingWith(prefix: string, candidates: readonly Candidate[]): readonly Candidate[] {
  const begin = prefix.toLowerCase();
  return candidates.filter(({ word }) => word.toLowerCase().startsWith(begin));
}

/** The long names of flags. */
export function flagWords(flags: readonly RecordedFlag[]): readonly Candidate[] {
  return flags.flatMap(({ names, description }) => {
    const word = names.find((name) => name.startsWith('--'));
    return word === undefined ? [] : [{ word, meaning: description }];
  });
}
