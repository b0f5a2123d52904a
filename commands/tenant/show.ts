// `remind tenant show`: one tenant.

import type { CommandBuilder, CommandModule } from '../../src/core/command.ts';
import { TENANT_COLUMNS, tenantText } from '../../src/reminders/tenant-columns.ts';
import { findTenant } from '../../src/reminders/tenants.ts';
import type { TenantNeeds } from './add.ts';

export const command: CommandModule<[string], object, TenantNeeds> = {
  examples: ['remind tenant show default', 'remind tenant show salon --json=zone,from'],
  columns: TENANT_COLUMNS,
  format: 'record',
  describe(builder: CommandBuilder) {
    builder.argument('<name>', 'the whole name');
  },
  async run(ctx, [name], options) {
    ctx.out.record(await findTenant((await ctx.reminders()).db, name), TENANT_COLUMNS, options, tenantText);
    return undefined;
  },
};
