// `remind doctor`: examines this installation, and says for each trouble what to do about it.

import type { Credentials } from '../src/config/credentials.ts';
import type { Config } from '../src/config/load.ts';
import type { PlaceNeeds } from '../src/config/place.ts';
import type { Clock } from '../src/core/clock.ts';
import type { CommandBuilder, CommandModule } from '../src/core/command.ts';
import { EXIT } from '../src/core/errors.ts';
import type { Machine } from '../src/system/machine.ts';
import { checkAccount, type ProbeNeeds } from '../src/watchdog/checks/account-checks.ts';
import { type CheckResult, runChecks } from '../src/watchdog/checks/check.ts';
import { CHECK_COLUMNS, showChecks } from '../src/watchdog/checks/check-columns.ts';
import { examine } from '../src/watchdog/doctor.ts';

export interface DoctorNeeds extends PlaceNeeds, ProbeNeeds {
  machine(): Machine;
  /** The machine's own clock, also when the program runs on a simulator's. */
  readonly realClock: Clock;
  config(): Promise<Config>;
  credentials(): Promise<Credentials>;
}

interface Options {
  readonly online?: boolean;
}

export const command: CommandModule<[], Options, DoctorNeeds> = {
  examples: ['remind doctor', 'remind doctor --online', 'remind doctor --json=check,status,remedy'],
  columns: CHECK_COLUMNS,
  format: 'list',
  describe(builder: CommandBuilder) {
    builder.option('--online', 'ask Twilio too: account, balance, sender; nothing is sent');
  },
  async run(ctx, _args, options) {
    const results = await examine({
      place: ctx.place(),
      machine: ctx.machine(),
      profile: ctx.flags.profile,
      now: ctx.realClock.now(),
      config: ctx.config,
      credentials: ctx.credentials,
      online: options.online ? (config) => askTwilio(ctx, config) : undefined,
    });
    showChecks(ctx.out, results, options);
    return results.some(({ status }) => status === 'failed') ? EXIT.unhealthy : undefined;
  },
};

/** The answers, or the one reason why there are none. */
async function askTwilio(ctx: DoctorNeeds, config: Config): Promise<readonly CheckResult[]> {
  let results: readonly CheckResult[] = [];
  const [reached] = await runChecks([
    {
      name: 'twilio',
      run: async () => {
        const credentials = await ctx.credentials();
        const { twilioUrl, edge, region, from, allow } = config;
        const probe = await ctx.openProbe({
          credentials,
          twilioUrl: twilioUrl.value,
          edge: edge.value,
          region: region.value,
        });
        results = await checkAccount(probe, {
          ...credentials,
          from: from.value,
          numbers: allow.value,
          elsewhere: twilioUrl.value !== undefined,
        });
        return { status: 'ok', message: 'Twilio answers', remedy: null };
      },
    },
  ]);
  return reached ? [reached, ...results] : results;
}
