// Schema 8: the triggers that count a send, as they are today, in a database that an earlier release has made.

import type { Migration } from '../db.ts';
import { COUNTING } from '../send-triggers.ts';

export const migration: Migration = {
  version: 8,
  name: 'counting',
  sqlite: `
  drop trigger intent_limited;
  drop trigger intent_counted;
  drop trigger intent_recounted;
  -- In a new database they are there already.
  drop table if exists tally_opening;
  drop table if exists tally_lateness;
  ${COUNTING}
`,
};
