// Contacts, tenants, appointments and rules in the database: what it refuses whoever writes.

import { describe, expect, test } from 'vitest';
import {
  appointmentByExternalId,
  getAppointment,
  insertAppointment,
  type NewAppointment,
  updateAppointment,
} from '../../src/store/appointments.ts';
import {
  contactByName,
  contactsNamedLike,
  getContact,
  insertContact,
  type NewContact,
  removeContact,
} from '../../src/store/contacts.ts';
import {
  advanceRule,
  getRule,
  insertRule,
  type NewRule,
  nextAdvanceAt,
  rulesToAdvance,
  setRuleEnd,
} from '../../src/store/rules.ts';
import { insertTenant, listTenants, removeTenant, tenantByName } from '../../src/store/tenants.ts';
import { tempDb } from './temp-db.ts';

const CONTACT: NewContact = {
  tenantId: 1,
  name: 'Cindy Smith',
  phone: '+12025550123',
  zone: null,
  email: null,
  note: null,
};

function tenant(name: string) {
  const nothing = {
    zone: null,
    country: null,
    sender: null,
    onUnknown: null,
    quietFrom: null,
    quietUntil: null,
  };
  return { name, ...nothing };
}

describe('a contact', () => {
  test('has a name of its own within its tenant, in any case, until it is removed', async () => {
    const db = await tempDb();
    const id = await insertContact(db, CONTACT, 5);
    await expect(insertContact(db, { ...CONTACT, name: 'CINDY  SMITH' }, 6)).rejects.toThrow(/unique/i);
    const other = await insertTenant(db, tenant('Acme'), 6);
    await insertContact(db, { ...CONTACT, tenantId: other }, 6);
    expect(await contactByName(db, 1, 'cindy SMITH')).toMatchObject({ id, createdAt: 5 });
    await removeContact(db, id, 7);
    expect(await contactByName(db, 1, 'cindy smith')).toBeUndefined();
    expect(await getContact(db, id)).toMatchObject({ name: 'Cindy Smith', updatedAt: 7 });
    await insertContact(db, CONTACT, 8);
  });

  test.each([
    ['%', ['100% Sure']],
    ['_', ['a_b']],
    ['\\', ['back\\slash']],
    ['b', ['a_b', 'back\\slash']],
  ])('is looked for by %j literally', async (part, expected) => {
    const db = await tempDb();
    for (const name of ['100% Sure', 'a_b', 'back\\slash', 'plain']) {
      await insertContact(db, { ...CONTACT, name }, 1);
    }
    expect((await contactsNamedLike(db, 1, part, 10)).map(({ name }) => name)).toEqual(expected);
  });
});

test('a tenant’s name is its own until it is removed; the default one is listed first', async () => {
  const db = await tempDb();
  const id = await insertTenant(db, tenant('Acme'), 1);
  await expect(insertTenant(db, tenant('ACME'), 2)).rejects.toThrow(/unique/i);
  expect((await listTenants(db)).map(({ name }) => name)).toEqual(['default', 'Acme']);
  await removeTenant(db, id, 3);
  expect(await tenantByName(db, 'acme')).toBeUndefined();
  await insertTenant(db, tenant('ACME'), 4);
});

test('an appointment is booked under one external id, and written over as a whole', async () => {
  const db = await tempDb();
  const booking: NewAppointment = {
    tenantId: 1,
    contactId: null,
    importId: null,
    externalId: 'a-1',
    name: 'Ann',
    to: '+12025550123',
    startsAt: 1_000,
    zone: 'UTC',
    wall: '1970-01-01T00:00:01',
  };
  const id = await insertAppointment(db, booking, 1);
  await expect(insertAppointment(db, booking, 2)).rejects.toThrow(/unique/i);
  const stored = await appointmentByExternalId(db, 1, 'a-1');
  expect(stored).toEqual({ ...booking, id, state: 'booked', createdAt: 1, updatedAt: 1 });
  if (!stored) return;
  await updateAppointment(db, { ...stored, startsAt: 2_000, name: null, state: 'cancelled' }, 3);
  expect(await getAppointment(db, id)).toEqual({
    ...stored,
    startsAt: 2_000,
    name: null,
    state: 'cancelled',
    updatedAt: 3,
  });
  await expect(updateAppointment(db, { ...stored, state: 'lost' as 'booked' }, 4)).rejects.toThrow(/check/i);
});

test('a rule only moves forward, and is left alone once it has ended', async () => {
  const db = await tempDb();
  const rule: NewRule = {
    tenantId: 1,
    contactId: null,
    cron: '0 9 * * *',
    zone: 'UTC',
    catchUp: 'latest',
    via: 'both',
    name: null,
    to: '+12025550123',
    from: null,
    template: 'x',
    variables: null,
    priority: 'normal',
    onUnknown: null,
    expiresAfterMs: 60_000,
    dedupeKey: 'k',
    newestAt: 100,
    newestKey: 'a',
  };
  const id = await insertRule(db, rule, 1);
  await expect(insertRule(db, rule, 2)).rejects.toThrow(/unique/i);
  expect(await rulesToAdvance(db, 99, 10)).toEqual([]);
  expect((await rulesToAdvance(db, 100, 10)).map((each) => each.id)).toEqual([id]);
  await advanceRule(db, id, { at: 200, key: 'b' }, 3);
  await advanceRule(db, id, { at: 150, key: 'c' }, 4);
  expect(await getRule(db, id)).toMatchObject({ newestAt: 200, newestKey: 'b', endedAt: null });
  expect(await nextAdvanceAt(db)).toBe(200);
  await setRuleEnd(db, id, 5, 5);
  expect(await rulesToAdvance(db, 1_000, 10)).toEqual([]);
  expect(await nextAdvanceAt(db)).toBeNull();
});
