// Listing: which reminders are shown, in which order, and a page at a time.

import { describe, expect, test } from 'vitest';
import { formatId } from '../../src/core/id.ts';
import { formatCursor } from '../../src/reminders/cursor.ts';
import { type ListRequest, list } from '../../src/reminders/list.ts';
import { addTenant } from '../../src/reminders/tenants.ts';
import { bring } from './states.ts';
import { BERTA, makeWorld, scheduled, type World } from './world.ts';

const DAY = 86_400_000;

async function ids(world: World, request: Partial<ListRequest> = {}): Promise<string> {
  return (await list(world, { limit: 50, ...request })).rows.map(({ id }) => formatId(id)).join(' ');
}

/** 1 to 8: one of each state, due an hour apart. */
async function oneOfEach(): Promise<World> {
  const world = await makeWorld();
  const states = [
    'scheduled',
    'processing',
    'sent',
    'failed',
    'unknown',
    'held',
    'expired',
    'cancelled',
  ] as const;
  for (const [index, state] of states.entries()) {
    await bring(world, await scheduled(world, { at: `in ${index + 1} hours` }), state);
  }
  return world;
}

describe('states', () => {
  test.each([
    ['by default what is to come, waits or went wrong', {}, '1 2 4 5 6 7'],
    ['--all', { all: true }, '1 2 3 4 5 6 7 8'],
    ['one', { states: ['sent'] }, '3'],
    ['several, by comma or repeated', { states: ['sent,cancelled', 'scheduled'] }, '1 3 8'],
    ['held', { states: ['held'] }, '6'],
    ['held for a reason', { states: ['held:mode'] }, '6'],
    ['held for another reason', { states: ['held:budget'] }, ''],
  ])('%s', async (_name, request, expected) => {
    expect(await ids(await oneOfEach(), request)).toBe(expected);
  });

  test('trouble older than a week is not shown by default', async () => {
    const world = await oneOfEach();
    world.clock.set(world.clock.now() + 8 * DAY);
    expect(await ids(world)).toBe('1 2 5 6');
  });

  test.each([
    [{ states: ['waiting'] }, 'there is no state "waiting"'],
    [{ states: ['held:hope'] }, 'there is no state "held:hope"'],
    [{ states: ['sent:mode'] }, 'there is no state "sent:mode"'],
    [{ states: ['sent'], all: true }, '--all and --state exclude each other'],
  ])('%j is refused', async (request, message) => {
    await expect(list(await makeWorld(), { limit: 50, ...request })).rejects.toThrow(message);
  });
});

test('--to takes a contact or a number, --tenant a name', async () => {
  const world = await makeWorld({ zone: 'Europe/Berlin' });
  await addTenant(world, { name: 'Acme' });
  await scheduled(world, { to: 'cindy' });
  await scheduled(world, { to: 'berta' });
  await scheduled(world, { to: BERTA, tenant: 'acme' });
  expect(await ids(world, { to: 'smith' })).toBe('1');
  expect(await ids(world, { to: 'berta' })).toBe('2');
  expect(await ids(world, { to: '+49 151 12345678' })).toBe('2 3');
  expect(await ids(world, { tenant: 'ACME' })).toBe('3');
});

describe('times', () => {
  // Now is Monday 10:00 in Berlin. 1 to 5 are due Sunday 23:30 (sent), Monday 11:00 and 23:59, Tuesday 00:00, Wednesday.
  async function week(): Promise<World> {
    const world = await makeWorld({ zone: 'Europe/Berlin' });
    world.clock.set(Date.parse('2026-11-22T09:00Z'));
    await bring(world, await scheduled(world, { at: '2026-11-22T23:30', tz: 'Europe/Berlin' }), 'sent');
    world.clock.set(Date.parse('2026-11-23T09:00Z'));
    for (const at of ['2026-11-23T11:00', '2026-11-23T23:59', '2026-11-24T00:00', '2026-11-25T12:00']) {
      await scheduled(world, { at, tz: 'Europe/Berlin' });
    }
    return world;
  }

  test.each([
    [{ on: 'today' }, '2 3'],
    [{ on: 'monday' }, '2 3'],
    [{ on: '2026-11-24' }, '4'],
    [{ on: 'yesterday' }, '1'],
    // In New York it is still Monday when Tuesday begins in Berlin.
    [{ on: 'today', tz: 'America/New_York' }, '2 3 4'],
    [{ since: 'tomorrow' }, '4 5'],
    [{ since: '2026-11-23T23:59' }, '3 4 5'],
    [{ since: '12h' }, '1 2 3 4 5'],
    [{ until: 'today' }, '1 2 3'],
    [{ until: 'in 1 hour' }, '1'],
    [{ since: 'today', until: '2026-11-24' }, '2 3 4'],
  ])('%j', async (request, expected) => {
    expect(await ids(await week(), request)).toBe(expected);
  });

  test('a day without a zone is refused, an instant is not', async () => {
    const world = await makeWorld();
    await expect(list(world, { limit: 5, on: 'today' })).rejects.toThrow('no time zone is known');
    expect(await ids(world, { since: '2h' })).toBe('');
  });

  test.each([
    [{ on: 'today', since: '2h' }, '--on goes without --since and --until'],
    [{ since: 'tomorrow', until: 'yesterday' }, '--until is not after --since'],
    [{ since: '5' }, 'is not a duration'],
    [{ on: 'someday' }, 'cannot read'],
  ])('%j is refused', async (request, message) => {
    const world = await makeWorld({ zone: 'Europe/Berlin' });
    await expect(list(world, { limit: 50, ...request })).rejects.toThrow(message);
  });
});

describe('pages', () => {
  test('follow one another without a gap or a double, through equal instants', async () => {
    const world = await makeWorld();
    for (let count = 0; count < 11; count += 1)
      await scheduled(world, { at: `in ${1 + Math.floor(count / 4)} hours` });
    for (const limit of [1, 2, 3, 10, 11]) {
      for (const all of [true, false]) {
        const seen: number[] = [];
        let after: string | undefined;
        do {
          const page = await list(world, { limit, all, after });
          seen.push(...page.rows.map(({ id }) => id));
          after = page.next ? formatCursor(page.next) : undefined;
        } while (after !== undefined);
        expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
      }
    }
  });

  test.each(['', 'x', '1.2.3', '1.', 'u.1'])('%j is no cursor', async (after) => {
    await expect(list(await makeWorld(), { limit: 5, after })).rejects.toThrow('is no cursor');
  });
});
