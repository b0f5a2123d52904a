// What was decided about strangers, as a program reads it.

import type { Column } from '../../src/core/command.ts';

export interface Settled {
  readonly sends: number;
  /** True when sending stood still on their account. */
  readonly stopped: boolean;
}

export const settledColumns: readonly Column<Settled>[] = [
  { key: 'sends', value: ({ sends }) => sends },
  { key: 'stopped', value: ({ stopped }) => stopped },
];
