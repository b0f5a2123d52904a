// A page of contacts, by name.

import { UsageError } from '../core/errors.ts';
import { formatId, parseId } from '../core/id.ts';
import { type ListedContact, listContacts } from '../store/contacts.ts';
import type { ReminderDeps } from './deps.ts';
import { findTenant } from './tenants.ts';

export interface ContactPageRequest {
  /** Any part of the name. */
  readonly part?: string | undefined;
  readonly tenant?: string | undefined;
  /** The last id of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

export interface ContactPage {
  readonly rows: readonly ListedContact[];
  /** The id to go on after; null when this is the last page. */
  readonly next: string | null;
}

/** @throws NotFoundError for an unknown tenant */
export async function contactPage(deps: ReminderDeps, request: ContactPageRequest): Promise<ContactPage> {
  const { part, tenant, after, limit } = request;
  const tenantId = tenant === undefined ? undefined : (await findTenant(deps.db, tenant)).id;
  const rows = await listContacts(deps.db, { tenantId, part, after: lastOf(after), limit: limit + 1 });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > limit && last ? formatId(last.id) : null };
}

function lastOf(after: string | undefined): number | undefined {
  const id = after === undefined ? undefined : parseId(after);
  if (after === undefined || id !== undefined) return id;
  throw new UsageError(`--after: "${after}" is no id`, {
    hint: 'take the one that the page before ended with',
  });
}
