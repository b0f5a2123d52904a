// `remind tenant edit`: another name, zone or sender for a tenant.

import type { CommandBuilder, CommandModule } from '../../src/core/command.ts';
import { UsageError } from '../../src/core/errors.ts';
import { TENANT_COLUMNS, tenantText } from '../../src/reminders/tenant-columns.ts';
import { editTenant } from '../../src/reminders/tenants.ts';
import type { TenantNeeds } from './add.ts';

interface Options {
  readonly name?: string;
  readonly tz?: string;
  readonly country?: string;
  readonly from?: string;
  readonly quietHours?: string;
  readonly onUnknown?: string;
}

export const command: CommandModule<[string], Options, TenantNeeds> = {
  examples: [
    'remind tenant edit default --tz Europe/Berlin --country DE',
    'remind tenant edit salon --from none',
  ],
  columns: TENANT_COLUMNS,
  format: 'record',
  describe(builder: CommandBuilder) {
    builder
      .argument('<name>', 'the whole name')
      .option('--name <name>', 'a new name')
      .option('--tz <zone>', 'a new zone; none to have none')
      .option('--country <code>', 'the country of numbers written without +; none to have none')
      .option('--from <sender>', 'another sender; none for the usual one')
      .option(
        '--quiet-hours <span>',
        'nothing is sent in them: 21:00-08:00, or never; none for the usual ones',
      )
      .option(
        '--on-unknown <word>',
        'when Twilio turns out not to have it: resend, hold, drop; none for the usual',
      );
  },
  async run(ctx, [who], { name, tz, country, from, quietHours, onUnknown, ...flags }) {
    const words = { name, zone: tz, country, from, quietHours, onUnknown };
    if (Object.values(words).every((word) => word === undefined)) {
      throw new UsageError('nothing is to be changed', {
        hint: 'say what: --name, --tz, --country, --from, …',
      });
    }
    const tenant = await editTenant(await ctx.reminders(), who, words);
    ctx.out.record(tenant, TENANT_COLUMNS, flags, (changed) => `Changed tenant ${tenantText(changed)}`);
    return undefined;
  },
};
