// Schema 9: what the fuse counts today, in a database of before: sends that were held back, and not how often; words said.

import type { Migration } from '../db.ts';
import { BLOCKS_TRIP, LIMITED } from '../send-triggers.ts';

export const migration: Migration = {
  version: 9,
  name: 'held-back',
  sqlite: `
  -- A reminder that waits is held back again and again, and was taken for a blast.
  drop trigger fuse_block_trips;
  ${BLOCKS_TRIP}
  -- A call that was called back has said no words.
  drop trigger intent_limited;
  ${LIMITED}
`,
};
