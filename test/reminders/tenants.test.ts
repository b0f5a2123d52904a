// Tenants: a name each, a default one that stays, and none removed while something is to be sent for it.

import { describe, expect, test } from 'vitest';
import { cancel, planCancel } from '../../src/reminders/cancel.ts';
import { addTenant, allTenants, dropTenant, editTenant, findTenant } from '../../src/reminders/tenants.ts';
import { CINDY, makeWorld, scheduled } from './world.ts';

test('without a name the default one is meant', async () => {
  const world = await makeWorld();
  expect(await findTenant(world.db, undefined)).toMatchObject({ id: 1, name: 'default' });
});

test('an unknown name is an error that tells the nearest', async () => {
  const world = await makeWorld();
  await addTenant(world, { name: 'Smile Dental' });
  await expect(findTenant(world.db, 'smile dentla')).rejects.toMatchObject({
    message: 'there is no tenant "smile dentla"',
    hint: 'did you mean Smile Dental?',
    exitCode: 3,
  });
  await expect(findTenant(world.db, 'other')).rejects.toMatchObject({
    hint: 'tenants: default, Smile Dental',
  });
});

test('keeps what is given, checked, and none empties it', async () => {
  const world = await makeWorld();
  const added = await addTenant(world, {
    name: 'Salon',
    zone: 'europe/berlin',
    country: 'de',
    from: '0151 12345678',
    quietHours: '21:00 - 8:00',
    onUnknown: 'HOLD',
  });
  expect(added).toMatchObject({
    zone: 'Europe/Berlin',
    country: 'DE',
    sender: '+4915112345678',
    quietFrom: 21 * 60,
    quietUntil: 8 * 60,
    onUnknown: 'hold',
  });
  const none = { zone: 'none', country: 'none', from: 'none', quietHours: 'none', onUnknown: 'none' };
  expect(await editTenant(world, 'salon', none)).toMatchObject({
    name: 'Salon',
    zone: null,
    country: null,
    sender: null,
    quietFrom: null,
    quietUntil: null,
    onUnknown: null,
  });
});

test.each([
  ['a name that is taken', { name: 'DEFAULT' }, 'there is a tenant "DEFAULT" already'],
  ['a name like a number', { name: '123 456' }, 'would be taken for a telephone number'],
  ['a zone that is none', { zone: 'EST' }, 'is an offset, not a time zone'],
  ['Britain as UK', { country: 'UK' }, '"UK" is not a country code'],
  ['a country that is none', { country: 'XX' }, '"XX" is not a country code'],
  ['a union of countries', { country: 'EU' }, '"EU" is not a country code'],
  ['a premium number to send from', { from: '+1 900 555 0123' }, 'premium'],
  ['a stretch that is none', { quietHours: 'night' }, 'is no stretch of a day'],
  ['a time that no clock shows', { quietHours: '25:00-08:00' }, 'no clock shows'],
  ['quiet hours without length', { quietHours: '08:00-08:00' }, 'begins when it ends'],
  ['a word that is none', { onUnknown: 'maybe' }, 'is not one of resend, hold, drop'],
])('not with %s', async (_name, words, message) => {
  const world = await makeWorld();
  await addTenant(world, { name: 'Salon' });
  await expect(addTenant(world, { name: 'New', ...words })).rejects.toThrow(message);
  await expect(editTenant(world, 'salon', words)).rejects.toThrow(message);
  expect((await allTenants(world)).map(({ name }) => name)).toEqual(['default', 'Salon']);
});

describe('removed', () => {
  test('once nothing is to be sent; the name is free again', async () => {
    const world = await makeWorld({ zone: 'Europe/Berlin' });
    await addTenant(world, { name: 'Salon' });
    await scheduled(world, { to: CINDY, tenant: 'salon', cron: '0 9 * * *' });
    await expect(dropTenant(world, 'salon')).rejects.toThrow(
      'Salon still has 1 reminder and 1 recurring rule',
    );
    await cancel(world, await planCancel(world, { ids: ['1'], rule: true }));
    await dropTenant(world, 'salon');
    await expect(findTenant(world.db, 'salon')).rejects.toThrow('there is no tenant');
    await addTenant(world, { name: 'Salon' });
  });

  test('never the default one, which keeps its name too', async () => {
    const world = await makeWorld();
    await expect(dropTenant(world, 'default')).rejects.toThrow('cannot be removed');
    await expect(editTenant(world, 'default', { name: 'Mine' })).rejects.toThrow('keeps its name');
    expect(await editTenant(world, 'default', { zone: 'Asia/Tokyo' })).toMatchObject({ zone: 'Asia/Tokyo' });
  });
});
