// The ledger of billable verbs: whatever a test run asked of anybody but a simulator. It has to be empty.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

export interface Billed {
  readonly kind: string;
  readonly mode: string;
  readonly to: string;
  readonly outcome: string;
}

/** Intents under `home` that were not the simulator's and that may have left the machine. */
export function billable(home: string): readonly Billed[] {
  const folder = join(home, 'db');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.db'))
    .flatMap((name) => intentsIn(join(folder, name)));
}

function intentsIn(path: string): readonly Billed[] {
  const db = new Database(path, { readonly: true });
  try {
    return db
      .prepare<[], Billed>(
        `select kind, mode, to_number as "to", outcome from intent
         where mode <> 'simulator' and outcome not in ('not-sent', 'absent')`,
      )
      .all();
  } finally {
    db.close();
  }
}
