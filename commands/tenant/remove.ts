// `remind tenant remove`: forgets a tenant for whom nothing is to be sent.

import type { CommandBuilder, CommandModule } from '../../src/core/command.ts';
import { TENANT_COLUMNS } from '../../src/reminders/tenant-columns.ts';
import { dropTenant, findTenant } from '../../src/reminders/tenants.ts';
import { assertConfirmed } from '../../src/terminal/confirm.ts';
import type { TenantNeeds } from './add.ts';

interface Options {
  readonly yes?: boolean;
}

export const command: CommandModule<[string], Options, TenantNeeds> = {
  examples: ['remind tenant remove salon --yes'],
  columns: TENANT_COLUMNS,
  format: 'record',
  describe(builder: CommandBuilder) {
    builder.argument('<name>', 'the whole name').option('--yes', 'do not ask');
  },
  async run(ctx, [name], options) {
    const deps = await ctx.reminders();
    const tenant = await findTenant(deps.db, name);
    await assertConfirmed(ctx.ask, `Remove tenant ${tenant.name}?`, options.yes);
    await dropTenant(deps, tenant.name);
    ctx.out.record(tenant, TENANT_COLUMNS, options, (removed) => `Removed tenant ${removed.name}`);
    return undefined;
  },
};
