// Names that were perhaps meant: the hint of an error about a name that nobody has.

import { nameKey } from '../core/name.ts';
import { suggest } from '../core/suggest.ts';

const TOLD = 3;

/** `did you mean Cindy Smith?`; a slip in one of a name's words finds it too. Undefined when nothing is near. */
export function didYouMeanName(typed: string, names: readonly string[]): string | undefined {
  const known = new Map<string, string>();
  for (const name of names) {
    for (const word of [nameKey(name), ...nameKey(name).split(' ')]) {
      if (!known.has(word)) known.set(word, name);
    }
  }
  const near = suggest(nameKey(typed), known.keys()).flatMap((key) => known.get(key) ?? []);
  const told = [...new Set(near)].slice(0, TOLD);
  return told.length === 0 ? undefined : `did you mean ${told.join(' or ')}?`;
}
