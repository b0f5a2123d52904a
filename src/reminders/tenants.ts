// Tenants: found by name, added, changed, removed.

import { parseSender } from '../config/numbers.ts';
import { counted } from '../core/count.ts';
import { countryCode } from '../core/country.ts';
import { NotFoundError, UsageError } from '../core/errors.ts';
import { cleanName, nameKey } from '../core/name.ts';
import { ON_UNKNOWN } from '../core/on-unknown.ts';
import { parseQuietHours } from '../core/quiet-hours.ts';
import type { OnUnknown } from '../core/reminder.ts';
import { zoneName } from '../core/zone.ts';
import type { Sql } from '../store/db.ts';
import {
  DEFAULT_TENANT_ID,
  getTenant,
  insertTenant,
  listTenants,
  type NewTenant,
  removeTenant,
  type Tenant,
  tenantByName,
  tenantLoad,
  updateTenant,
} from '../store/tenants.ts';
import { choiceOf } from './choice.ts';
import type { ReminderDeps } from './deps.ts';
import { didYouMeanName } from './near-names.ts';

/** As typed. Left out is left as it is; `none` empties a field. */
export interface TenantWords {
  readonly name?: string | undefined;
  readonly zone?: string | undefined;
  readonly country?: string | undefined;
  readonly from?: string | undefined;
  readonly onUnknown?: string | undefined;
  readonly quietHours?: string | undefined;
}

const EMPTY: NewTenant = {
  name: '',
  zone: null,
  country: null,
  sender: null,
  onUnknown: null,
  quietFrom: null,
  quietUntil: null,
};

/** The tenant of that name; without a name the default one. @throws NotFoundError */
export async function findTenant(sql: Sql, name: string | undefined): Promise<Tenant> {
  const tenant = name === undefined ? await getTenant(sql, DEFAULT_TENANT_ID) : await tenantByName(sql, name);
  if (tenant) return tenant;
  const names = (await listTenants(sql)).map((each) => each.name);
  throw new NotFoundError(`there is no tenant "${name}"`, {
    hint: didYouMeanName(name ?? '', names) ?? `tenants: ${names.slice(0, 20).join(', ')}`,
  });
}

/** @throws UsageError when there is one of that name, or a word cannot be used */
export async function addTenant(deps: ReminderDeps, words: TenantWords & { name: string }): Promise<Tenant> {
  const tenant = await withWords(EMPTY, words, deps);
  return deps.db.tx(async (sql) => {
    await assertFree(sql, tenant.name);
    return fetched(sql, await insertTenant(sql, tenant, deps.clock.now()));
  });
}

export async function editTenant(deps: ReminderDeps, name: string, words: TenantWords): Promise<Tenant> {
  const tenant = await findTenant(deps.db, name);
  if (tenant.id === DEFAULT_TENANT_ID && words.name !== undefined && nameKey(words.name) !== 'default')
    throw new UsageError('the default tenant keeps its name', {
      hint: 'add one of your own: remind tenant add NAME',
    });
  const changed = { ...tenant, ...(await withWords(tenant, words, deps)) };
  return deps.db.tx(async (sql) => {
    if (nameKey(changed.name) !== nameKey(tenant.name)) await assertFree(sql, changed.name);
    await updateTenant(sql, changed, deps.clock.now());
    return fetched(sql, tenant.id);
  });
}

/** @throws UsageError for the default tenant, and while anything is still to be sent for it */
export async function dropTenant(deps: ReminderDeps, name: string): Promise<Tenant> {
  const tenant = await findTenant(deps.db, name);
  if (tenant.id === DEFAULT_TENANT_ID)
    throw new UsageError('the default tenant cannot be removed', {
      hint: 'change it: remind tenant edit default …',
    });
  await deps.db.tx(async (sql) => {
    const { reminders, rules } = await tenantLoad(sql, tenant.id);
    if (reminders + rules > 0) {
      throw new UsageError(
        `${tenant.name} still has ${counted(reminders, 'reminder')} and ${counted(rules, 'recurring rule')}`,
        { hint: `see them with: remind list --tenant "${tenant.name}"; cancel them first` },
      );
    }
    await removeTenant(sql, tenant.id, deps.clock.now());
  });
  return tenant;
}

async function withWords(old: NewTenant, words: TenantWords, deps: ReminderDeps): Promise<NewTenant> {
  const country = words.country === undefined ? old.country : orNone(words.country, countryCode);
  const region = country ?? deps.defaults.country;
  const quiet = words.quietHours === undefined ? undefined : orNone(words.quietHours, parseQuietHours);
  return {
    name: words.name === undefined ? old.name : cleanName(words.name),
    zone: words.zone === undefined ? old.zone : orNone(words.zone, zoneName),
    country,
    sender:
      words.from === undefined
        ? old.sender
        : await orNone(words.from, (text) =>
            parseSender(text, { what: '--from', country: region, typed: true }),
          ),
    onUnknown:
      words.onUnknown === undefined
        ? old.onUnknown
        : orNone(words.onUnknown, (text) => choiceOf<OnUnknown>('--on-unknown', text, ON_UNKNOWN)),
    quietFrom: quiet === undefined ? old.quietFrom : (quiet?.from ?? null),
    quietUntil: quiet === undefined ? old.quietUntil : (quiet?.until ?? null),
  };
}

/** `none` is how a field is emptied on the command line. */
export function orNone<T>(text: string, read: (text: string) => T): T | null {
  return text.trim().toLowerCase() === 'none' ? null : read(text);
}

async function assertFree(sql: Sql, name: string): Promise<void> {
  if (await tenantByName(sql, name))
    throw new UsageError(`there is a tenant "${name}" already`, {
      hint: `change it: remind tenant edit "${name}" …`,
    });
}

async function fetched(sql: Sql, id: number): Promise<Tenant> {
  const tenant = await getTenant(sql, id);
  if (!tenant) throw new Error(`tenant ${id} vanished in its own transaction`);
  return tenant;
}

/** The default tenant first, then by name. */
export function allTenants({ db }: Pick<ReminderDeps, 'db'>): Promise<Tenant[]> {
  return listTenants(db);
}
