// "Did you mean …?" for a word that is nearly right.

/** More edits than this and a guess is noise. */
const MAX_EDITS = 2;

/** The known words within two edits of `word` and less than half its length, nearest first. */
export function suggest(word: string, known: Iterable<string>): readonly string[] {
  const near: { readonly name: string; readonly edits: number }[] = [];
  for (const name of known) {
    const edits = distance(word.toLowerCase(), name);
    const prefix = word.length >= 2 && name.startsWith(word);
    if (prefix || (edits <= MAX_EDITS && edits * 2 < Math.max(word.length, name.length)))
      near.push({ name, edits });
  }
  return near.sort((a, b) => a.edits - b.edits).map(({ name }) => name);
}

/** A hint line, or undefined when nothing is near. */
export function didYouMean(word: string, known: Iterable<string>): string | undefined {
  const [first, ...rest] = suggest(word, known).slice(0, 3);
  return first === undefined ? undefined : `did you mean ${[first, ...rest].join(' or ')}?`;
}

// Edits between two words (insert, delete, replace, swap of neighbours): optimal string alignment.
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, at(before, j - 2) + 1);
      row.push(best);
    }
    before = last;
    last = row;
  }
  return at(last, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
