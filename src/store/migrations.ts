// The schema's history: forward only. A released migration is never edited; a change is a new one.

import type { Migration } from './db.ts';
import { migration as mainJob } from './migrations/0001-main-job.ts';
import { migration as reconcile } from './migrations/0002-reconcile.ts';
import { migration as limits } from './migrations/0003-limits.ts';
import { migration as when } from './migrations/0004-when.ts';
import { migration as rates } from './migrations/0005-rates.ts';
import { migration as strangers } from './migrations/0006-strangers.ts';
import { migration as numbers } from './migrations/0007-numbers.ts';
import { migration as counting } from './migrations/0008-counting.ts';
import { migration as heldBack } from './migrations/0009-held-back.ts';

export const MIGRATIONS: readonly Migration[] = [
  mainJob,
  reconcile,
  limits,
  when,
  rates,
  strangers,
  numbers,
  counting,
  heldBack,
];
