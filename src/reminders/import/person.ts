// Who a row is for: tenant, contact, number and time zone.

import { cleanName, looksLikePhone } from '../../core/name.ts';
import { parsePhone } from '../../core/phone.ts';
import { chooseQuiet, type QuietHours } from '../../core/quiet-hours.ts';
import type { Contact } from '../../store/contacts.ts';
import type { Tenant } from '../../store/tenants.ts';
import { chooseZone } from '../choose-zone.ts';
import type { Defaults } from '../deps.ts';
import { resolveRecipient } from '../recipient.ts';
import type { Directory } from './directory.ts';
import type { EntryContact } from './entry.ts';
import type { Reasons } from './reasons.ts';

export interface Person {
  readonly tenant: Tenant;
  readonly contact: EntryContact;
  readonly name: string | null;
  readonly to: string;
  readonly zone: string;
  readonly quiet: QuietHours;
  /** Worth telling: the name belongs to somebody else's number. */
  readonly note: string | null;
}

export interface PersonTerms {
  readonly directory: Directory;
  /** For rows that name none. */
  readonly tenant: Tenant;
  readonly defaults: Defaults;
}

type Fields = ReadonlyMap<string, string>;

/** Who was found. `contact` is stored; `link` is what the reminders will be tied to. */
interface Found {
  readonly to: string;
  readonly name: string | null;
  readonly contact: Contact | null;
  readonly link: EntryContact;
  readonly note: string | null;
}

export async function personOf(
  fields: Fields,
  terms: PersonTerms,
  reasons: Reasons,
): Promise<Person | undefined> {
  const tenant = await tenantOf(fields, terms, reasons);
  if (!tenant) return undefined;
  const name = fields.get('name');
  const to = fields.get('to');
  const local = { ...terms, tenant };
  const found =
    name === undefined
      ? await foundByTo(to, local, reasons)
      : to === undefined
        ? await foundByName(name, local, reasons)
        : await foundByBoth({ name, to }, local, reasons);
  const zone = zoneOf(fields, found?.contact, local, reasons);
  if (!found || zone === undefined) return undefined;
  const quiet = chooseQuiet(found.contact, tenant, terms.defaults.quietHours);
  return { tenant, zone, quiet, to: found.to, name: found.name, contact: found.link, note: found.note };
}

async function tenantOf(
  fields: Fields,
  { directory, tenant }: PersonTerms,
  reasons: Reasons,
): Promise<Tenant | undefined> {
  const name = fields.get('tenant');
  if (name === undefined) return tenant;
  const found = await directory.tenant(name);
  return found ?? reasons.add(`there is no tenant "${name}" (remind tenant add "${name}")`);
}

function zoneOf(
  fields: Fields,
  contact: Contact | null | undefined,
  { directory, tenant, defaults }: PersonTerms,
  reasons: Reasons,
): string | undefined {
  const own = fields.get('tz');
  return reasons.try(() =>
    own === undefined
      ? chooseZone({ row: undefined, contact: contact?.zone, tenant: tenant.zone, profile: defaults.zone })
      : directory.zone(own),
  );
}

/** As `remind schedule --to` would understand it. */
async function foundByTo(
  to: string | undefined,
  { directory, tenant, defaults }: PersonTerms,
  reasons: Reasons,
): Promise<Found | undefined> {
  if (to === undefined) return reasons.add('the row says neither "to" nor "name"');
  const found = await reasons.tryAsync(async () => {
    // Digits too few for a number are no name either: a column that was cut short, most likely.
    if (!looksLikePhone(to) && !/\p{Letter}/u.test(to)) await parsePhone(to);
    return await resolveRecipient(directory.sql, to, { tenant, defaults });
  });
  return found && { ...found, ...known(found.contact), name: found.contact?.name ?? null, note: null };
}

/** A name alone must be a contact's, or have stood in an earlier row with its number. */
async function foundByName(
  text: string,
  { directory, tenant }: PersonTerms,
  reasons: Reasons,
): Promise<Found | undefined> {
  const name = reasons.try(() => cleanName(text));
  if (name === undefined) return undefined;
  const contact = await directory.contact(tenant.id, name);
  if (contact) return { to: contact.phone, name, contact, ...known(contact), note: null };
  const to = directory.numberInFile(tenant.id, name);
  if (to !== undefined) return { to, name, contact: null, link: { kind: 'new', name }, note: null };
  return reasons.add(`no contact is named "${name}", and the row has no number`);
}

/**
 * A new name is a new contact. A name that is known with another number is not: the reminder goes to the row's
 * number and the contact is left alone, since two people of one name are likelier than a number that moved.
 */
async function foundByBoth(
  row: { readonly name: string; readonly to: string },
  { directory, tenant, defaults }: PersonTerms,
  reasons: Reasons,
): Promise<Found | undefined> {
  const name = reasons.try(() => cleanName(row.name));
  const region = tenant.country ?? defaults.country;
  const to = (await reasons.tryAsync(() => parsePhone(row.to, { region })))?.e164;
  if (name === undefined || to === undefined) return undefined;
  const contact = await directory.contact(tenant.id, name);
  const number = contact?.phone ?? directory.numberInFile(tenant.id, name);
  if (number !== undefined && number !== to) {
    const note = `"${name}" is known with another number (${number}); the row's is used, and no contact is changed`;
    return { to, name, contact: null, link: { kind: 'none' }, note };
  }
  if (contact) return { to, name, contact, ...known(contact), note: null };
  return { to, name, contact: null, link: { kind: 'new', name }, note: null };
}

function known(contact: Contact | null): Pick<Found, 'link'> {
  return { link: contact ? { kind: 'known', id: contact.id } : { kind: 'none' } };
}
