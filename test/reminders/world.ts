// A real database in a temp folder, a clock that stands still and a profile: what the services of the room need.

import { join } from 'node:path';
import { addContact } from '../../src/reminders/contacts.ts';
import type { Defaults, ReminderDeps } from '../../src/reminders/deps.ts';
import type { ScheduleRequest } from '../../src/reminders/request.ts';
import { type Scheduled, schedule } from '../../src/reminders/schedule.ts';
import { getListedReminder } from '../../src/store/reminder-changes.ts';
import { type ListedReminder, listReminders } from '../../src/store/reminders.ts';
import { TestClock, testRandom } from '../clock.ts';
import { tempDb, tempFolder } from '../store/temp-db.ts';

export interface World extends ReminderDeps {
  readonly clock: TestClock;
  readonly path: string;
}

/** Monday 23 November 2026, 09:00 UTC: 04:00 in New York, 10:00 in Berlin, 18:00 in Tokyo. */
export const NOW = Date.parse('2026-11-23T09:00:00Z');
export const CINDY = '+12025550123';
export const BERTA = '+4915112345678';

/** Cindy Smith lives in New York, Berta Braun in Berlin, Nozone nowhere. The profile has no zone unless given. */
export async function makeWorld(defaults: Partial<Defaults> = {}): Promise<World> {
  const path = join(tempFolder(), 'remind.db');
  const db = await tempDb(path);
  const world = {
    db,
    path,
    clock: new TestClock(NOW),
    random: testRandom(),
    defaults: { zone: undefined, country: undefined, from: '+15005550006', ...defaults },
  };
  await addContact(world, { name: 'Cindy Smith', phone: CINDY, zone: 'America/New_York' }, undefined);
  await addContact(world, { name: 'Berta Braun', phone: BERTA, zone: 'Europe/Berlin' }, undefined);
  await addContact(world, { name: 'Nozone', phone: '+12025550199' }, undefined);
  return world;
}

/** To Cindy, in an hour, unless said otherwise. */
export function scheduleIn(world: World, request: Partial<ScheduleRequest> = {}): Promise<Scheduled> {
  const time = request.at ?? request.for ?? request.cron;
  return schedule(world, {
    to: 'cindy',
    body: 'Hello',
    ...(time === undefined ? { at: 'in 1 hour' } : {}),
    ...request,
  });
}

/** The id of the first reminder that was scheduled. */
export async function scheduled(world: World, request: Partial<ScheduleRequest> = {}): Promise<number> {
  const id = (await scheduleIn(world, request)).reminders[0]?.id;
  if (id === undefined || id === null) throw new Error('nothing was scheduled');
  return id;
}

export async function reminderNow(world: World, id: number): Promise<ListedReminder> {
  const reminder = await getListedReminder(world.db, id);
  if (!reminder) throw new Error(`no reminder ${id}`);
  return reminder;
}

export function allReminders(world: World): Promise<ListedReminder[]> {
  return listReminders(world.db, { limit: 1_000 });
}

export function utc(instant: number | null | undefined): string {
  return instant === null || instant === undefined
    ? String(instant)
    : new Date(instant).toISOString().slice(0, 16);
}
