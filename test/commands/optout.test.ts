// `optout add` as a person meets it.

import { expect, test } from 'vitest';
import { addTenant } from '../../src/reminders/tenants.ts';
import { makeWorld } from '../reminders/world.ts';
import { runLine } from './run-line.ts';

test('an opt-out from a sender that nothing was sent from is taken, and doubted', async () => {
  const world = await makeWorld();
  await addTenant(world, { name: 'salon', zone: 'UTC', from: '+15005550001' });
  const add = (...args: string[]) => runLine(world, ['optout', 'add', '+12025550123', '--from', ...args]);
  expect((await add('+15005550001')).stderr).toBe('');
  expect((await add('+15005550006')).stderr).toBe('');
  const { stdout, stderr } = await add('bogus');
  expect(stdout).toContain('Opted out: +12025550123');
  expect(stderr).toContain('nothing was sent from bogus yet');
});
