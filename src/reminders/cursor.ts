// Cursors: where a page of a list ended, as a word to hand back with --after.

import { UsageError } from '../core/errors.ts';
import { formatId, parseId } from '../core/id.ts';

export interface ReminderCursor {
  readonly dueAt: number;
  readonly id: number;
}

/** `1mwxyz0k0.7v`: the due instant and the id of the last row, so that the next page begins right after it. */
export function formatCursor({ dueAt, id }: ReminderCursor): string {
  return `${formatId(dueAt)}.${formatId(id)}`;
}

/** @throws UsageError for a word that no list gave */
export function parseCursor(text: string): ReminderCursor {
  const [dueAt, id, rest] = text.split('.').map(parseId);
  if (dueAt !== undefined && id !== undefined && rest === undefined) return { dueAt, id };
  throw new UsageError(`--after: "${text}" is no cursor`, {
    hint: 'take the one that the page before ended with',
  });
}
