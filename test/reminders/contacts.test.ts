// Contacts: one name each, found by a part of it when it can only be one, kept while something is to come.

import { describe, expect, test } from 'vitest';
import { cancel, planCancel } from '../../src/reminders/cancel.ts';
import { contactPage } from '../../src/reminders/contact-page.ts';
import { addContact, dropContact, editContact, findContact } from '../../src/reminders/contacts.ts';
import { resolveRecipient } from '../../src/reminders/recipient.ts';
import { addTenant, findTenant } from '../../src/reminders/tenants.ts';
import { CINDY, makeWorld, reminderNow, scheduled, type World } from './world.ts';

async function find(world: World, text: string, tenant?: string): Promise<string> {
  return (await findContact(world.db, await findTenant(world.db, tenant), text)).name;
}

async function people(...names: string[]): Promise<World> {
  const world = await makeWorld();
  for (const name of names) await addContact(world, { name, phone: '+12025550142' }, undefined);
  return world;
}

describe('found', () => {
  test.each([
    ['the whole name', 'Cindy Smith'],
    ['in any case and spacing', ' cINDY   smith '],
    ['by the beginning', 'cin'],
    ['by the beginning of another word', 'smi'],
  ])('%s', async (_name, text) => {
    expect(await find(await makeWorld(), text)).toBe('Cindy Smith');
  });

  test('the whole name goes before a part of a longer one', async () => {
    expect(await find(await people('Cindy'), 'cindy')).toBe('Cindy');
  });

  test.each([
    ['Jean-Luc Picard', 'luc'],
    ["Conan O'Brien", 'brien'],
    ['Дмитрий Иванов', 'ива'],
    ['Ｗｉｄｅ Name', 'wide'],
    ['100% Sure', '100%'],
  ])('%s by %s', async (name, text) => {
    expect(await find(await people(name), text)).toBe(name);
  });

  test.each([
    ['the middle of a word', 'indy', 'there is no contact "indy"', 'did you mean Cindy Smith?'],
    ['a slip of the finger', 'cidny', 'there is no contact "cidny"', 'did you mean Cindy Smith?'],
    ['nobody', 'zacharias', 'there is no contact "zacharias"', expect.stringContaining('remind contact add')],
    ['a percent sign', '%', 'there is no contact "%"', expect.anything()],
    ['nothing', '  ', 'there is no contact', expect.anything()],
  ])('not by %s', async (_name, text, message, hint) => {
    await expect(find(await makeWorld(), text)).rejects.toMatchObject({
      message: expect.stringContaining(message),
      hint,
      exitCode: 3,
    });
  });

  test('several who fit are listed, up to eight', async () => {
    const names = Array.from({ length: 10 }, (_, index) => `Ann ${String.fromCharCode(65 + index)}`);
    const world = await people(...names);
    await expect(find(world, 'ann')).rejects.toMatchObject({
      message: expect.stringMatching(/^several contacts fit "ann": Ann A \(\+12025550142\), .* and 2 more$/),
      exitCode: 3,
    });
  });

  test('a part that a thousand names hold is not taken for one of them', async () => {
    const world = await people('Ann');
    await world.db.run(
      `with recursive n (i) as (select 1 union all select i + 1 from n where i < 1000)
       insert into contact (tenant_id, name, name_key, phone, created_at, updated_at)
       select 1, 'Aaanna ' || i, 'aaanna ' || i, '+12025550142', 0, 0 from n`,
    );
    await expect(find(world, 'an')).rejects.toThrow();
    expect(await find(world, 'ann')).toBe('Ann');
  });

  test('within the tenant alone', async () => {
    const world = await makeWorld();
    await addTenant(world, { name: 'Acme' });
    await addContact(world, { name: 'Cindy Smith', phone: '+12025550142' }, 'acme');
    expect((await findContact(world.db, await findTenant(world.db, 'acme'), 'cindy')).phone).toBe(
      '+12025550142',
    );
    await expect(find(world, 'berta', 'acme')).rejects.toThrow('there is no contact "berta" of tenant Acme');
  });
});

describe('a recipient', () => {
  async function resolve(world: World, who: string, tenantName?: string) {
    const tenant = await findTenant(world.db, tenantName);
    return resolveRecipient(world.db, who, { tenant, defaults: world.defaults });
  }

  test('by a national number in the country of the tenant, else of the profile', async () => {
    const world = await makeWorld({ country: 'US' });
    await addTenant(world, { name: 'Acme', country: 'de' });
    expect(await resolve(world, '(202) 555-0123')).toMatchObject({
      to: CINDY,
      contact: { name: 'Cindy Smith' },
    });
    expect(await resolve(world, '01511 2345678', 'acme')).toMatchObject({
      to: '+4915112345678',
      contact: null,
    });
  });

  test('by a number that two share is neither of them', async () => {
    const world = await makeWorld();
    await addContact(world, { name: 'Carl Smith', phone: CINDY }, undefined);
    expect(await resolve(world, CINDY)).toMatchObject({ to: CINDY, contact: null });
  });
});

describe('added or edited', () => {
  test('keeps what is given, checked', async () => {
    const world = await makeWorld();
    const { contact } = await addContact(
      world,
      {
        name: '  Dr.  Ng ',
        phone: '+44 20 7946 0018',
        zone: 'europe/london',
        email: 'ng@example.com',
        note: 'x',
      },
      undefined,
    );
    expect(contact).toMatchObject({
      name: 'Dr. Ng',
      phone: '+442079460018',
      zone: 'Europe/London',
      email: 'ng@example.com',
      tenantName: 'default',
    });
  });

  test.each([
    [
      'a name that is taken, in another case',
      { name: 'CINDY smith' },
      'there is a contact "Cindy Smith" already',
    ],
    ['no name', { name: ' ' }, 'the name is empty'],
    ['a name like a number', { name: '555 0123' }, 'would be taken for a telephone number'],
    ['a name with a control character', { name: 'a\u001b[2J' }, 'holds a control character'],
    ['a name without end', { name: 'x'.repeat(101) }, '100 is the most'],
    ['a wrong number', { phone: '+1 202' }, 'too short'],
    ['a zone that is none', { zone: 'Mars/Base' }, 'is not a time zone'],
    ['an address that is none', { email: 'at home' }, 'is not an email address'],
    ['a note without end', { note: 'x'.repeat(501) }, '500 is the most'],
  ])('not with %s', async (_name, words, message) => {
    const world = await makeWorld();
    const whole = { name: 'New', phone: '+12025550142', ...words };
    await expect(addContact(world, whole, undefined)).rejects.toThrow(message);
    await expect(editContact(world, 'berta', words)).rejects.toThrow(message);
    expect((await contactPage(world, { limit: 9 })).rows).toHaveLength(3);
  });

  test('none empties what may be empty, and its own name in another case is free', async () => {
    const world = await makeWorld();
    const { contact } = await editContact(world, 'cindy', { name: 'CINDY SMITH', zone: 'none' });
    expect(contact).toMatchObject({ name: 'CINDY SMITH', zone: null, phone: CINDY });
  });

  test('reminders already scheduled keep their number, and are counted', async () => {
    const world = await makeWorld();
    await scheduled(world);
    const saved = await editContact(world, 'cindy', { phone: '+12025550142' });
    expect(saved.open).toBe(1);
    expect((await reminderNow(world, 1)).to).toBe(CINDY);
  });
});

describe('removed', () => {
  test('once nothing is to come; the name is free again and old reminders still name it', async () => {
    const world = await makeWorld();
    await scheduled(world);
    await expect(dropContact(world, 'cindy', undefined)).rejects.toThrow(
      'Cindy Smith still has 1 reminder to come',
    );
    await cancel(world, await planCancel(world, { ids: ['1'] }));
    await dropContact(world, 'cindy', undefined);
    expect((await reminderNow(world, 1)).contactName).toBe('Cindy Smith');
    await expect(find(world, 'cindy')).rejects.toThrow('there is no contact');
    await addContact(world, { name: 'Cindy Smith', phone: '+12025550142' }, undefined);
  });

  test('not while a rule goes on', async () => {
    const world = await makeWorld();
    await scheduled(world, { cron: '0 9 * * *' });
    await cancel(world, await planCancel(world, { ids: ['1'] }));
    await expect(dropContact(world, 'cindy', undefined)).rejects.toThrow('still has recurring reminders');
  });
});

describe('pages', () => {
  test('follow one another by name, over tenants, without a gap or a double', async () => {
    const world = await makeWorld();
    await addTenant(world, { name: 'Acme' });
    for (const tenant of [undefined, 'acme']) {
      for (const name of ['ann', 'Bob', 'Zoë'])
        await addContact(world, { name, phone: '+12025550142' }, tenant);
    }
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await contactPage(world, { limit: 2, after });
      seen.push(...page.rows.map(({ name }) => name));
      after = page.next ?? undefined;
    } while (after !== undefined);
    expect(seen).toEqual(['ann', 'ann', 'Berta Braun', 'Bob', 'Bob', 'Cindy Smith', 'Nozone', 'Zoë', 'Zoë']);
    const part = await contactPage(world, { limit: 9, part: 'OB' });
    expect(part.rows.map(({ name }) => name)).toEqual(['Bob', 'Bob']);
    await expect(contactPage(world, { limit: 9, after: '?' })).rejects.toThrow('is no id');
  });
});
