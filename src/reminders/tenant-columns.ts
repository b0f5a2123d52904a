// A tenant's public fields (docs/json.md).

import type { Column } from '../core/command.ts';
import { formatId } from '../core/id.ts';
import { toUtc } from '../core/say-time.ts';
import type { Tenant } from '../store/tenants.ts';
import { type Fact, factLines } from '../terminal/facts.ts';
import { quietText } from './contact-columns.ts';

export const TENANT_COLUMNS: readonly Column<Tenant>[] = [
  { key: 'id', value: (tenant) => formatId(tenant.id) },
  { key: 'name', heading: 'NAME', value: (tenant) => tenant.name },
  { key: 'zone', heading: 'ZONE', value: (tenant) => tenant.zone, show: (tenant) => tenant.zone ?? '' },
  {
    key: 'country',
    heading: 'COUNTRY',
    value: (tenant) => tenant.country,
    show: (tenant) => tenant.country ?? '',
  },
  { key: 'from', heading: 'FROM', value: (tenant) => tenant.sender, show: (tenant) => tenant.sender ?? '' },
  { key: 'quietHours', heading: 'QUIET', value: quietText, show: (tenant) => quietText(tenant) ?? '' },
  { key: 'onUnknown', value: (tenant) => tenant.onUnknown },
  { key: 'createdAt', value: (tenant) => toUtc(tenant.createdAt) },
  { key: 'updatedAt', value: (tenant) => toUtc(tenant.updatedAt) },
];

/** A tenant as a person reads it; what is not set comes from the profile. */
export function tenantText(tenant: Tenant): string {
  const facts: readonly Fact[] = [
    ['zone', tenant.zone],
    ['country', tenant.country],
    ['from', tenant.sender],
    ['quiet', quietText(tenant)],
    ['on unknown', tenant.onUnknown],
  ];
  return [tenant.name, ...factLines(facts)].join('\n');
}
