// Whom the rows of a file speak of: tenants and contacts as stored, and the names the file itself brings.

import { nameKey } from '../../core/name.ts';
import { zoneName } from '../../core/zone.ts';
import { type Contact, contactByName } from '../../store/contacts.ts';
import type { Sql } from '../../store/db.ts';
import { type Tenant, tenantByName } from '../../store/tenants.ts';

export class Directory {
  readonly sql: Sql;
  readonly #tenants = new Map<string, Tenant | undefined>();
  readonly #numbers = new Map<string, string>();
  readonly #zones = new Map<string, string>();

  constructor(sql: Sql) {
    this.sql = sql;
  }

  /** Asked once a name: a file of 100,000 rows names few tenants. */
  async tenant(name: string): Promise<Tenant | undefined> {
    const key = nameKey(name);
    if (!this.#tenants.has(key)) this.#tenants.set(key, await tenantByName(this.sql, name));
    return this.#tenants.get(key);
  }

  /** As `zoneName`, asked once a zone (12 µs). @throws UsageError */
  zone(text: string): string {
    const known = this.#zones.get(text);
    if (known !== undefined) return known;
    const zone = zoneName(text);
    this.#zones.set(text, zone);
    return zone;
  }

  contact(tenantId: number, name: string): Promise<Contact | undefined> {
    return contactByName(this.sql, tenantId, name);
  }

  /** The number that an earlier row of the file gave with a name no contact has. */
  numberInFile(tenantId: number, name: string): string | undefined {
    return this.#numbers.get(keyOf(tenantId, name));
  }

  /** Called for each row that will make a contact. */
  introduce(tenantId: number, name: string, phone: string): void {
    this.#numbers.set(keyOf(tenantId, name), phone);
  }

  /** How many contacts the file will make. */
  get introduced(): number {
    return this.#numbers.size;
  }
}

function keyOf(tenantId: number, name: string): string {
  return `${tenantId}/${nameKey(name)}`;
}
