// Rows in order of creation, in an array: where one belongs, and walks from there in either direction.

export interface Ordered {
  readonly seq: number;
}

/** Index of the first row whose seq is at least `seq`. */
function lowerBound(rows: readonly Ordered[], seq: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle] as Ordered).seq < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Puts a row into its place, which is the end for a new one. */
export function insert<Row extends Ordered>(rows: Row[], row: Row): void {
  const last = rows.at(-1);
  if (last === undefined || last.seq < row.seq) rows.push(row);
  else rows.splice(lowerBound(rows, row.seq), 0, row);
}

/** Takes a row out; one that is not there is left alone. */
export function drop(rows: Ordered[], row: Ordered): void {
  const index = lowerBound(rows, row.seq);
  if (rows[index] === row) rows.splice(index, 1);
}

export interface Walk {
  /** The first row beyond this one; all of them when left out. */
  readonly from: number | undefined;
  /** From old to new. */
  readonly backwards: boolean;
}

/** One row after the other, newest first unless it goes backwards. The rows must not change meanwhile. */
export function* walkRows<Row extends Ordered>(
  rows: readonly Row[],
  { from, backwards }: Walk,
): Generator<Row> {
  if (backwards) {
    for (let i = from === undefined ? 0 : lowerBound(rows, from + 1); i < rows.length; i += 1)
      yield rows[i] as Row;
  } else {
    for (let i = (from === undefined ? rows.length : lowerBound(rows, from)) - 1; i >= 0; i -= 1)
      yield rows[i] as Row;
  }
}
