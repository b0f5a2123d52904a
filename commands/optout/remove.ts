// `remind optout remove`: takes an opt-out back, when the person has said so.

import type { Column, CommandBuilder, CommandModule } from '../../src/core/command.ts';
import { counted } from '../../src/core/count.ts';
import { standing, takeBack } from '../../src/delivery/opt-out-desk.ts';
import { resolveRecipient } from '../../src/reminders/recipient.ts';
import { findTenant } from '../../src/reminders/tenants.ts';
import { assertConfirmed } from '../../src/terminal/confirm.ts';
import { optOutLine } from '../optout-screen.ts';
import type { OptOutNeeds } from './list.ts';

interface Options {
  readonly tenant?: string;
  readonly yes?: boolean;
}

interface Shown {
  readonly person: string;
  readonly ended: number;
  readonly restored: number;
}

const columns: readonly Column<Shown>[] = [
  { key: 'person', value: ({ person }) => person },
  { key: 'ended', value: ({ ended }) => ended },
  { key: 'restored', value: ({ restored }) => restored },
];

export const command: CommandModule<[string], Options, OptOutNeeds> = {
  examples: ['remind optout remove +12025550123', 'remind optout remove cindy --yes --json'],
  columns,
  format: 'record',
  describe(builder: CommandBuilder) {
    builder
      .argument('<who>', 'a contact or a phone number')
      .option('--tenant <name>', 'the tenant whose contact it is')
      .option('--yes', 'do not ask');
  },
  async run(ctx, [who], { tenant: name, yes, ...options }) {
    const { db, defaults, clock } = await ctx.reminders();
    const tenant = await findTenant(db, name);
    const { to: person } = await resolveRecipient(db, who, { tenant, defaults });
    for (const each of await standing(db, person)) ctx.out.note(optOutLine(each));
    await assertConfirmed(ctx.ask, `Has ${person} asked to be texted and called again?`, yes);
    const { optOuts, restored } = await takeBack({ db, clock }, person);
    ctx.out.record({ person, ended: optOuts.length, restored }, columns, options, (shown) => {
      return `Taken back: ${shown.person}; ${counted(shown.restored, 'reminder')} scheduled again`;
    });
    if (optOuts.some(({ source }) => source !== 'hand'))
      ctx.out.warn('Twilio goes on refusing texts to them until they text START themselves');
    return undefined;
  },
};
