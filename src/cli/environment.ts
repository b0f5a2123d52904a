// Every environment variable that changes what `remind` does, as data for its help and the documentation.

import type { Setting } from '../config/settings.ts';
import { SETTINGS } from '../config/settings.ts';

export interface EnvironmentVariable {
  readonly name: string;
  readonly meaning: string;
}

const SETTING_VARIABLES = Object.values(SETTINGS).flatMap(({ env, meaning }: Setting<unknown>) =>
  env === undefined ? [] : [{ name: env, meaning }],
);

/** Grouped by subject, in the order help prints them. */
export const ENVIRONMENT: Readonly<Record<string, readonly EnvironmentVariable[]>> = {
  Places: [
    { name: 'REMIND_HOME', meaning: 'one folder for configuration, database, audio and run files' },
    { name: 'REMIND_PROFILE', meaning: 'the profile to use; --profile wins' },
    { name: 'XDG_CONFIG_HOME', meaning: 'configuration, without REMIND_HOME (~/.config)' },
    { name: 'XDG_DATA_HOME', meaning: 'databases, without REMIND_HOME (~/.local/share)' },
    { name: 'XDG_STATE_HOME', meaning: 'run files, without REMIND_HOME (~/.local/state)' },
    { name: 'TWILIO_CONFIG_DIR', meaning: "the folder of Twilio's own command line (~/.twilio-cli)" },
  ],
  Secrets: [
    { name: 'TWILIO_AUTH_TOKEN', meaning: "the account's token" },
    { name: 'TWILIO_API_KEY', meaning: 'an API key, SK…, instead of the token' },
    { name: 'TWILIO_API_SECRET', meaning: "the API key's secret" },
  ],
  Settings: SETTING_VARIABLES,
  Output: [
    { name: 'NO_COLOR', meaning: 'any value: no colour' },
    { name: 'FORCE_COLOR', meaning: 'colour without a terminal too; 0 for none; wins over NO_COLOR' },
    { name: 'CLICOLOR', meaning: '0: no colour' },
    { name: 'CLICOLOR_FORCE', meaning: 'not 0: colour without a terminal too' },
    { name: 'TERM', meaning: 'dumb: no colour' },
    { name: 'REMIND_DEBUG', meaning: 'any value: as --debug' },
  ],
  Trying: [
    {
      name: 'REMIND_CRASH_AT',
      meaning: 'on a simulator only: a crash point, such as claim:committed, to be killed at',
    },
  ],
};
