// JSON that people edit by hand: where it breaks, without showing what is in it.

import { UsageError } from '../core/errors.ts';

/** @throws UsageError naming the line when the engine tells it; never the text, which may hold a secret. */
export function parseJson(text: string, path: string): unknown {
  try {
    // Some editors write a byte order mark, which JSON.parse refuses.
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    // The error itself is not kept as a cause: its message quotes the text around the fault.
    throw new UsageError(`${path} is not JSON${whereIn(text, error)}`, {
      hint: 'look for a comma too many, a missing quote or a comment near there',
    });
  }
}

function whereIn(text: string, error: unknown): string {
  if (text.trim() === '') return ': it is empty';
  const position = /at position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
  if (position === undefined) return '';
  return `: line ${text.slice(0, Number(position)).split('\n').length}`;
}
