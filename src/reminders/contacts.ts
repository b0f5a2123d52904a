// Contacts: found by name or a part of it, added, changed, removed.

import { counted } from '../core/count.ts';
import { NotFoundError, UsageError } from '../core/errors.ts';
import { beginsWord, cleanName, nameKey } from '../core/name.ts';
import { parsePhone } from '../core/phone.ts';
import { parseQuietHours } from '../core/quiet-hours.ts';
import { zoneName } from '../core/zone.ts';
import {
  type Contact,
  contactByName,
  contactLoad,
  contactNames,
  contactsNamedLike,
  getContact,
  insertContact,
  type ListedContact,
  type NewContact,
  removeContact,
  updateContact,
} from '../store/contacts.ts';
import type { Sql } from '../store/db.ts';
import type { Tenant } from '../store/tenants.ts';
import type { ReminderDeps } from './deps.ts';
import { didYouMeanName } from './near-names.ts';
import { findTenant, orNone } from './tenants.ts';

/** As typed. Left out is left as it is; `none` empties a field that may be empty. */
export interface ContactWords {
  readonly name?: string | undefined;
  readonly phone?: string | undefined;
  readonly zone?: string | undefined;
  readonly email?: string | undefined;
  readonly note?: string | undefined;
  readonly quietHours?: string | undefined;
}

export interface Saved {
  readonly contact: ListedContact;
  /** A doubt about the number worth telling. */
  readonly note: string | null;
  /** Reminders already scheduled, which keep their number and their time. */
  readonly open: number;
}

// How many are looked at for a part of a name, how many of them an error lists, and how many names are looked
// through for a slip of the finger.
const MANY = 1_000;
const LISTED = 8;
const LOOKED_THROUGH = 10_000;
const MAX_NOTE = 500;

/**
 * The contact that `text` names: the whole name goes before a part of it, and a part must begin a word and fit
 * one contact only, since at the other end a phone rings.
 * @throws NotFoundError listing who is near, or all who fit
 */
export async function findContact(sql: Sql, tenant: Tenant, text: string): Promise<Contact> {
  const exact = await contactByName(sql, tenant.id, text);
  if (exact) return exact;
  const like = nameKey(text) === '' ? [] : await contactsNamedLike(sql, tenant.id, text, MANY);
  const fitting = like.filter((contact) => beginsWord(contact.name, text));
  const [only, another] = fitting;
  // Past MANY nobody looked, and a second one may be there.
  if (only && !another && like.length < MANY) return only;
  if (only) throw severalFit(text, fitting);
  const near = didYouMeanName(text, await contactNames(sql, tenant.id, LOOKED_THROUGH));
  throw new NotFoundError(`there is no contact "${text}"${inTenant(tenant)}`, {
    hint: near ?? `add one: remind contact add "${text}" --phone +…, or give a number as +12025550123`,
  });
}

/** @throws UsageError when the tenant has one of that name, or a word cannot be used */
export async function addContact(
  deps: ReminderDeps,
  words: ContactWords & { name: string; phone: string },
  tenantName: string | undefined,
): Promise<Saved> {
  const tenant = await findTenant(deps.db, tenantName);
  const none = { zone: null, email: null, note: null, quietFrom: null, quietUntil: null };
  const empty = { tenantId: tenant.id, name: '', phone: '', ...none };
  const { contact, note } = await withWords(empty, words, regionOf(tenant, deps));
  return deps.db.tx(async (sql) => {
    await assertFree(sql, contact);
    const id = await insertContact(sql, contact, deps.clock.now());
    return { contact: await fetched(sql, id, tenant), note, open: 0 };
  });
}

export async function editContact(
  deps: ReminderDeps,
  name: string,
  words: ContactWords & { readonly tenant?: string | undefined },
): Promise<Saved> {
  const tenant = await findTenant(deps.db, words.tenant);
  const old = await findContact(deps.db, tenant, name);
  const { contact, note } = await withWords(old, words, regionOf(tenant, deps));
  return deps.db.tx(async (sql) => {
    if (nameKey(contact.name) !== nameKey(old.name)) await assertFree(sql, contact);
    await updateContact(sql, { ...old, ...contact }, deps.clock.now());
    const { reminders } = await contactLoad(sql, old.id);
    return { contact: await fetched(sql, old.id, tenant), note, open: reminders };
  });
}

/** @throws UsageError while reminders to the contact are still to come */
export async function dropContact(
  deps: ReminderDeps,
  name: string,
  tenantName: string | undefined,
): Promise<Contact> {
  const contact = await findContact(deps.db, await findTenant(deps.db, tenantName), name);
  await deps.db.tx(async (sql) => {
    const { reminders, rules } = await contactLoad(sql, contact.id);
    if (reminders + rules > 0) {
      const what = rules > 0 ? 'recurring reminders' : counted(reminders, 'reminder');
      throw new UsageError(`${contact.name} still has ${what} to come`, {
        hint: `cancel them first: remind cancel --to "${contact.name}"${rules > 0 ? ' --rule' : ''}`,
      });
    }
    await removeContact(sql, contact.id, deps.clock.now());
  });
  return contact;
}

async function withWords<Old extends NewContact>(
  old: Old,
  words: ContactWords,
  region: string | undefined,
): Promise<{ contact: NewContact; note: string | null }> {
  const phone = words.phone === undefined ? undefined : await parsePhone(words.phone, { region });
  const quiet = words.quietHours === undefined ? undefined : orNone(words.quietHours, parseQuietHours);
  const contact = {
    tenantId: old.tenantId,
    name: words.name === undefined ? old.name : cleanName(words.name),
    phone: phone?.e164 ?? old.phone,
    zone: words.zone === undefined ? old.zone : orNone(words.zone, zoneName),
    email: words.email === undefined ? old.email : orNone(words.email, cleanEmail),
    note: words.note === undefined ? old.note : orNone(words.note, cleanNote),
    quietFrom: quiet === undefined ? (old.quietFrom ?? null) : (quiet?.from ?? null),
    quietUntil: quiet === undefined ? (old.quietUntil ?? null) : (quiet?.until ?? null),
  };
  return { contact, note: phone?.note ?? null };
}

function regionOf(tenant: Tenant, deps: ReminderDeps): string | undefined {
  return tenant.country ?? deps.defaults.country;
}

async function assertFree(sql: Sql, contact: NewContact): Promise<void> {
  const other = await contactByName(sql, contact.tenantId, contact.name);
  if (!other) return;
  throw new UsageError(`there is a contact "${other.name}" already (${other.phone})`, {
    hint: `change it: remind contact edit "${other.name}" …`,
  });
}

async function fetched(sql: Sql, id: number, tenant: Tenant): Promise<ListedContact> {
  const contact = await getContact(sql, id);
  if (!contact) throw new Error(`contact ${id} vanished in its own transaction`);
  return { ...contact, tenantName: tenant.name };
}

function severalFit(text: string, fitting: readonly Contact[]): NotFoundError {
  const names = fitting.slice(0, LISTED).map((contact) => `${contact.name} (${contact.phone})`);
  const more = fitting.length > LISTED ? ` and ${fitting.length - LISTED} more` : '';
  return new NotFoundError(`several contacts fit "${text}": ${names.join(', ')}${more}`, {
    hint: 'write the whole name, in quotes',
  });
}

function inTenant(tenant: Tenant): string {
  return tenant.name === 'default' ? '' : ` of tenant ${tenant.name}`;
}

function cleanEmail(text: string): string {
  const email = text.trim();
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) return email;
  throw new UsageError(`"${text}" is not an email address`, { hint: 'such as cindy@example.com' });
}

function cleanNote(text: string): string {
  const note = text.trim();
  if (note.length <= MAX_NOTE) return note;
  throw new UsageError(`the note has ${note.length} characters; ${MAX_NOTE} is the most`, {
    hint: `shorten it by ${note.length - MAX_NOTE}`,
  });
}
