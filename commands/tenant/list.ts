// `remind tenant list`: for whom reminders are sent.

import type { CommandModule } from '../../src/core/command.ts';
import { TENANT_COLUMNS } from '../../src/reminders/tenant-columns.ts';
import { allTenants } from '../../src/reminders/tenants.ts';
import type { TenantNeeds } from './add.ts';

export const command: CommandModule<[], object, TenantNeeds> = {
  examples: ['remind tenant list', 'remind tenant list --json=name,zone'],
  columns: TENANT_COLUMNS,
  format: 'list',
  describe() {},
  async run(ctx, _args, options) {
    ctx.out.list(await allTenants(await ctx.reminders()), TENANT_COLUMNS, options);
    return undefined;
  },
};
