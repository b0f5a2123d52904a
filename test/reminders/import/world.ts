// An import in a test: a database, a clock that stands at Monday morning, and files as text.

import type { Reminder } from '../../../src/core/reminder.ts';
import type {
  ImportFormat,
  ImportHooks,
  ImportOutcome,
  ImportRequest,
} from '../../../src/reminders/import/request.ts';
import { type ImportDeps, runImport } from '../../../src/reminders/import/run.ts';
import type { Db } from '../../../src/store/db.ts';
import { listReminders } from '../../../src/store/reminders.ts';
import { TestClock, testRandom } from '../../clock.ts';
import { tempDb } from '../../store/temp-db.ts';
import { bytesOf } from './bytes.ts';

/** Monday, 04:00 in New York. */
export const NOW = '2026-11-23T09:00:00Z';

export interface World {
  readonly db: Db;
  readonly deps: ImportDeps & { readonly clock: TestClock };
  run(text: string | Uint8Array, changes?: Partial<ImportRequest>): Promise<ImportOutcome>;
  /** What was given back to be mended, once for each run that did. */
  readonly rejects: readonly string[];
  /** All reminders, by due instant. */
  reminders(): Promise<readonly Reminder[]>;
  /** `sms +12025550101 2026-11-24T14:30:00 scheduled`, one for each reminder. */
  sketch(): Promise<readonly string[]>;
}

export async function importWorld(db?: Db): Promise<World> {
  const own = db ?? (await tempDb());
  const deps = {
    db: own,
    clock: new TestClock(NOW),
    random: testRandom(),
    defaults: { zone: 'America/New_York', country: 'US', from: '+15005550006' },
    workerId: 'w1',
    rest: async () => {},
  };
  const rejects: string[] = [];
  const hooks = { ...HOOKS, keepRejects: async (text: string) => void rejects.push(text) };
  const reminders = () => listReminders(own, { limit: 1000 });
  return {
    db: own,
    deps,
    run: (text, changes = {}) => runImport(deps, requestOf(text, changes), hooks),
    rejects,
    reminders,
    sketch: async () =>
      (await reminders()).map(({ channel, to, wall, state }) => `${channel} ${to} ${wall} ${state}`),
  };
}

export const HOOKS: ImportHooks = {
  onRead: () => {},
  onApplied: () => {},
  isAllowed: async () => true,
  confirm: async () => true,
  keepRejects: async () => {},
};

export function requestOf(text: string | Uint8Array, changes: Partial<ImportRequest> = {}): ImportRequest {
  const format: ImportFormat = 'csv';
  return {
    format,
    chunks: bytesOf(text),
    source: 'book.csv',
    tenant: undefined,
    mapping: null,
    saveMapping: false,
    fallbacks: new Map([['body', 'Hi {{name}}, see you {{date}} at {{time}}.']]),
    prune: false,
    skipBad: false,
    dryRun: false,
    ...changes,
  };
}

/** Rows under `columns`, one a line. */
export function csv(columns: string, ...rows: readonly string[]): string {
  return [columns, ...rows, ''].join('\n');
}
