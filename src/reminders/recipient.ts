// Who is meant by a name or number: the contact, if any, and the telephone.

import { looksLikePhone } from '../core/name.ts';
import { parsePhone } from '../core/phone.ts';
import { type Contact, contactsByPhone } from '../store/contacts.ts';
import type { Sql } from '../store/db.ts';
import type { ReminderFilter } from '../store/reminders.ts';
import type { Tenant } from '../store/tenants.ts';
import { findContact } from './contacts.ts';
import type { Defaults } from './deps.ts';

export interface Recipient {
  readonly contact: Contact | null;
  /** E.164 */
  readonly to: string;
  /** A doubt about the number worth telling. */
  readonly note: string | null;
}

/**
 * A number is read in the country of the tenant, else of the profile, and belongs to the contact that alone has
 * it; several who share a telephone are none of them meant.
 * @throws UsageError for a number that cannot be reached
 * @throws NotFoundError for a name that fits nobody, or several
 */
export async function resolveRecipient(
  sql: Sql,
  who: string,
  { tenant, defaults }: { readonly tenant: Tenant; readonly defaults: Defaults },
): Promise<Recipient> {
  if (!looksLikePhone(who)) {
    const contact = await findContact(sql, tenant, who);
    return { contact, to: contact.phone, note: null };
  }
  const { e164, note } = await parsePhone(who, { region: tenant.country ?? defaults.country });
  const [owner, another] = await contactsByPhone(sql, tenant.id, e164, 2);
  return { contact: owner && !another ? owner : null, to: e164, note };
}

/** The condition under which a reminder is to `who`: a name means the contact's own, a number whoever has it. */
export async function recipientFilter(
  sql: Sql,
  who: string,
  home: { readonly tenant: Tenant; readonly defaults: Defaults },
): Promise<Pick<ReminderFilter, 'contactId' | 'to'>> {
  const { contact, to } = await resolveRecipient(sql, who, home);
  return contact && !looksLikePhone(who) ? { contactId: contact.id } : { to };
}
