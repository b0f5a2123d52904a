// Schema 9: the limits as they are today, which count a call that was called back as no words said, in a database of before.

import type { Migration } from '../db.ts';
import { LIMITED } from '../send-triggers.ts';

export const migration: Migration = {
  version: 9,
  name: 'unheard',
  sqlite: `
  drop trigger intent_limited;
  ${LIMITED}
`,
};
