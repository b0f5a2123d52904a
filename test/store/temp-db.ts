// A database in a folder of its own, gone with the test.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { NewReminder } from '../../src/core/reminder.ts';
import type { Db } from '../../src/store/db.ts';
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
  const db = await openSqlite(path, { clock: systemClock, ...options });
  onTestFinished(() => db.close());
  return db;
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
