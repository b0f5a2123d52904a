// `remind init`: sets a profile up, by questions or flags; checks it with Twilio before anything is written.

import type { PlaceNeeds } from '../src/config/place.ts';
import type { SetupFlags } from '../src/config/setup/asking.ts';
import { DEFAULT_DAY, formatBudget } from '../src/core/budget.ts';
import type { Column, CommandBuilder, CommandModule } from '../src/core/command.ts';
import type { Machine } from '../src/system/machine.ts';
import { type Fact, factLines } from '../src/terminal/facts.ts';
import type { ProbeNeeds } from '../src/watchdog/checks/account-checks.ts';
import { type Me, type ProfileSetUp, setUpProfile } from '../src/watchdog/set-up-profile.ts';

export interface InitNeeds extends PlaceNeeds, ProbeNeeds {
  machine(): Machine;
  /** Adds the contact to the profile's default tenant, or changes the one of that name. */
  saveContact(contact: Me): Promise<void>;
}

interface Options extends SetupFlags {
  /** False with --no-check. */
  readonly check?: boolean;
}

interface InitRow {
  readonly profile: string;
  readonly accountSid: string;
  readonly from: string | null;
  readonly allow: readonly string[];
  readonly tz: string | null;
  readonly country: string | null;
  readonly alarmContact: string | null;
  readonly twilioUrl: string | null;
  readonly budgetDay: string;
  /** Whether Twilio was asked. */
  readonly checked: boolean;
}

const COLUMNS: readonly Column<InitRow>[] = [
  { key: 'profile', value: (row) => row.profile },
  { key: 'accountSid', value: (row) => row.accountSid },
  { key: 'from', value: (row) => row.from },
  { key: 'allow', value: (row) => row.allow },
  { key: 'tz', value: (row) => row.tz },
  { key: 'country', value: (row) => row.country },
  { key: 'alarmContact', value: (row) => row.alarmContact },
  { key: 'twilioUrl', value: (row) => row.twilioUrl },
  { key: 'budgetDay', value: (row) => row.budgetDay },
  { key: 'checked', value: (row) => row.checked },
];

export const command: CommandModule<[], Options, InitNeeds> = {
  examples: [
    'remind init',
    'remind init --account-sid AC… --auth-token-file token.txt --own-number +12025550123 --from +12025550124 --tz America/New_York',
    'remind init --profile salon --twilio-cli-profile salon --own-number +12025550123 --from +12025550124 --tz America/Chicago',
    'remind init --tz Europe/Berlin',
  ],
  columns: COLUMNS,
  format: 'record',
  describe(builder: CommandBuilder) {
    builder
      .option('--account-sid <sid>', 'the Twilio account, AC…')
      .option('--auth-token-file <file>', 'its auth token, alone in a file; - reads stdin')
      .option('--api-key <sid>', 'an API key instead, SK…')
      .option('--api-secret-file <file>', "the API key's secret, alone in a file; - reads stdin")
      .option('--own-number <number...>', 'your own number; repeatable, the first is contact "me"')
      .option('--from <sender>', 'the sending number or messaging service')
      .option('--tz <zone>', 'the time zone when contact and tenant have none')
      .option('--country <code>', 'the country of numbers written without +, such as US')
      .option('--alarm-contact <number>', 'a second person alarms go to')
      .option('--budget-day <budget>', 'the most sends in a day, and the most money: 500,50USD')
      .option('--twilio-url <url>', 'another base URL, such as a simulator')
      .option('--no-check', 'do not ask Twilio whether it is right');
  },
  async run(ctx, _args, options) {
    const check = options.check ?? true;
    const done = await setUpProfile({
      flags: { ...options, twilioCliProfile: options.twilioCliProfile ?? ctx.flags.twilioCliProfile },
      place: ctx.place(),
      profile: ctx.flags.profile,
      ask: ctx.ask,
      warn: ctx.out.warn,
      stdin: ctx.stdin,
      machineZone: ctx.machine().zone,
      openProbe: check ? (target) => ctx.openProbe(target) : undefined,
      signal: ctx.signal,
      saveContact: (contact) => ctx.saveContact(contact),
    });
    for (const { message, remedy } of done.troubles) {
      ctx.out.warn(remedy === null ? message : `${message}\n  → ${remedy}`);
    }
    ctx.out.record(rowOf(done, check), COLUMNS, options, describe);
    ctx.out.note(`Saved in ${ctx.place().paths.configFile}; try it with: remind send me "It works"`);
    return undefined;
  },
};

function rowOf({ config: saved, accountSid }: ProfileSetUp, checked: boolean): InitRow {
  return {
    profile: saved.profile.value,
    accountSid,
    from: saved.from.value ?? null,
    allow: saved.allow.value,
    tz: saved.tz.value ?? null,
    country: saved.country.value ?? null,
    alarmContact: saved.alarmContact.value ?? null,
    twilioUrl: saved.twilioUrl.value ?? null,
    budgetDay: formatBudget(saved['budget.day'].value ?? DEFAULT_DAY),
    checked,
  };
}

function describe(row: InitRow): string {
  const { profile, accountSid, from, allow, tz, country, alarmContact, twilioUrl, budgetDay } = row;
  const until = 'in mode own, which holds until you say: remind mode live';
  const facts: readonly Fact[] = [
    ['profile', profile],
    ['account', accountSid],
    ['at', twilioUrl],
    ['from', from ?? 'not set'],
    ['reaches', `${allow.join(', ') || 'nobody'}, ${until}`],
    ['zone', tz ?? 'not set'],
    ['country', country],
    ['alarms to', alarmContact ?? 'you alone'],
    ['a day', `${budgetDay} at the most`],
  ];
  return factLines(facts, '').join('\n');
}
