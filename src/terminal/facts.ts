// What a record says to a person: a name and its value on each line, the values below one another.

import { displayWidth } from './width.ts';

/** One line; there is none for a value of null. */
export type Fact = readonly [name: string, value: string | null];

/** The lines, without their ends. `indent` stands before each. */
export function factLines(facts: readonly Fact[], indent = '  '): string[] {
  const told = facts.flatMap(([name, value]) => (value === null ? [] : [{ name, value }]));
  const width = Math.max(...told.map(({ name }) => displayWidth(name))) + 2;
  return told.map(({ name, value }) => `${indent}${name}${' '.repeat(width - displayWidth(name))}${value}`);
}
