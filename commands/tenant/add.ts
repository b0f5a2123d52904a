// `remind tenant add`: somebody for whom reminders are sent, with a zone and a sender of their own.

import type { CommandBuilder, CommandModule } from '../../src/core/command.ts';
import type { ReminderDeps } from '../../src/reminders/deps.ts';
import { TENANT_COLUMNS, tenantText } from '../../src/reminders/tenant-columns.ts';
import { addTenant } from '../../src/reminders/tenants.ts';

export interface TenantNeeds {
  reminders(): Promise<ReminderDeps>;
}

interface Options {
  readonly tz?: string;
  readonly country?: string;
  readonly from?: string;
  readonly quietHours?: string;
  readonly onUnknown?: string;
}

export const command: CommandModule<[string], Options, TenantNeeds> = {
  examples: [
    'remind tenant add "Smile Dental" --tz America/Chicago --country US --from +12025550100',
    'remind tenant add salon --tz Europe/Berlin --quiet-hours 20:00-08:00 --json',
  ],
  columns: TENANT_COLUMNS,
  format: 'record',
  describe(builder: CommandBuilder) {
    builder
      .argument('<name>', 'unique among tenants')
      .option('--tz <zone>', 'the time zone, Area/City, of contacts that have none')
      .option('--country <code>', 'the country of numbers written without +, such as US')
      .option('--from <sender>', 'the sending number or messaging service')
      .option('--quiet-hours <span>', 'nothing is sent in them: 21:00-08:00, or never')
      .option('--on-unknown <word>', 'when Twilio turns out not to have it: resend, hold or drop');
  },
  async run(ctx, [name], { tz, ...options }) {
    const tenant = await addTenant(await ctx.reminders(), { ...options, name, zone: tz });
    ctx.out.record(tenant, TENANT_COLUMNS, options, (added) => `Added tenant ${tenantText(added)}`);
    ctx.out.note(`Send for it with: --tenant "${tenant.name}"`);
    return undefined;
  },
};
