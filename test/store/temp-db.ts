// A database in a folder of its own, gone with the test.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Budget, DEFAULT_BUDGETS, MOST_MICROS, MOST_SENDS } from '../../src/core/budget.ts';
import type { IntentDraft } from '../../src/core/intent.ts';
import { DEFAULT_FUSE, FUSE_KEYS, FUSE_LIMITS, type FuseLimits } from '../../src/core/limits.ts';
import type { NewReminder } from '../../src/core/reminder.ts';
import type { Db } from '../../src/store/db.ts';
import { type SendLimits, writeLimits } from '../../src/store/limits.ts';
import { openSqlite, type SqliteOptions } from '../../src/store/sqlite.ts';
import { systemClock } from '../../src/system/clock.ts';

/** A folder that is removed when the test ends. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'remind-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export async function tempDb(
  path = join(tempFolder(), 'test.db'),
  options?: Partial<SqliteOptions>,
): Promise<Db> {
  const db = await guardedDb(path, options);
  await writeLimits(db, RAISED);
  return db;
}

/** The same with the limits that hold unless somebody says otherwise; tests of other things would run into them. */
export async function guardedDb(
  path = join(tempFolder(), 'test.db'),
  options?: Partial<SqliteOptions>,
): Promise<Db> {
  const db = await openSqlite(path, { clock: systemClock, ...options });
  onTestFinished(() => db.close());
  return db;
}

/** What holds in a database until somebody says otherwise. */
export const DEFAULT_LIMITS: SendLimits = { fuse: DEFAULT_FUSE, budgets: DEFAULT_BUDGETS, isFuseOff: false };

const MOST: Budget = { sends: MOST_SENDS, micros: MOST_MICROS };
const MOST_OF_ALL = { hour: MOST, day: MOST, month: MOST };
const RAISED: SendLimits = {
  isFuseOff: false,
  budgets: { everybody: MOST_OF_ALL, tenant: MOST_OF_ALL },
  fuse: Object.fromEntries(FUSE_KEYS.map((key) => [key, FUSE_LIMITS[key].most])) as FuseLimits,
};

/** A text of the default tenant that is to be sent, without words, parameters or an end. */
export function newDraft(changes: Partial<IntentDraft> = {}): IntentDraft {
  return {
    kind: 'message',
    purpose: 'reminder',
    tenantId: 1,
    reminderId: null,
    attempt: 1,
    to: '+12025550123',
    from: '+15005550006',
    targetSid: null,
    params: {},
    expiresAt: null,
    ...changes,
  };
}

/** A plain text reminder of the default tenant, due at `dueAt`, useful for four hours. */
export function newReminder(dueAt: number, changes: Partial<NewReminder> = {}): NewReminder {
  return {
    tenantId: 1,
    contactId: null,
    appointmentId: null,
    ruleId: null,
    importId: null,
    dedupeKey: null,
    groupKey: null,
    occurrenceKey: null,
    channel: 'sms',
    to: '+12025550123',
    from: '+15005550006',
    body: 'Hello, see you on Tuesday at half past two.',
    template: null,
    variables: null,
    leadMs: null,
    priority: 'normal',
    onUnknown: null,
    dueAt,
    zone: 'America/New_York',
    wall: '2026-11-24T14:30:00',
    expiresAt: dueAt + 4 * 3_600_000,
    ...changes,
  };
}
