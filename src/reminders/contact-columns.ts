// A contact's public fields (docs/json.md).

import type { Column } from '../core/command.ts';
import { formatId } from '../core/id.ts';
import { formatQuietHours, type StoredQuiet, storedQuiet } from '../core/quiet-hours.ts';
import { toUtc } from '../core/say-time.ts';
import type { ListedContact } from '../store/contacts.ts';
import { type Fact, factLines } from '../terminal/facts.ts';

export const CONTACT_COLUMNS: readonly Column<ListedContact>[] = [
  { key: 'id', value: (contact) => formatId(contact.id) },
  { key: 'name', heading: 'NAME', value: (contact) => contact.name },
  { key: 'phone', heading: 'PHONE', value: (contact) => contact.phone },
  { key: 'zone', heading: 'ZONE', value: (contact) => contact.zone, show: (contact) => contact.zone ?? '' },
  { key: 'tenant', heading: 'TENANT', value: (contact) => contact.tenantName },
  { key: 'quietHours', value: quietText },
  { key: 'email', value: (contact) => contact.email },
  {
    key: 'note',
    heading: 'NOTE',
    value: (contact) => contact.note,
    show: (contact) => contact.note ?? '',
    isProse: true,
  },
  { key: 'createdAt', value: (contact) => toUtc(contact.createdAt) },
  { key: 'updatedAt', value: (contact) => toUtc(contact.updatedAt) },
];

/** A contact as a person reads it. */
export function contactText({
  name,
  phone,
  zone,
  email,
  note,
  tenantName,
  quietFrom,
  quietUntil,
}: ListedContact): string {
  const facts: readonly Fact[] = [
    ['zone', zone],
    ['quiet', quietText({ quietFrom, quietUntil })],
    ['email', email],
    ['note', note],
    ['tenant', tenantName === 'default' ? null : tenantName],
  ];
  return [`${name}  ${phone}`, ...factLines(facts)].join('\n');
}

/** `21:00-08:00`; null where none were set. */
export function quietText(stored: StoredQuiet): string | null {
  const hours = storedQuiet(stored);
  return hours === undefined ? null : formatQuietHours(hours);
}
