// Every environment variable that changes what `remind` does, as data for its help and the documentation.

export interface EnvironmentVariable {
  readonly name: string;
  readonly meaning: string;
}

/** Grouped by subject, in the order help prints them. */
export const ENVIRONMENT: Readonly<Record<string, readonly EnvironmentVariable[]>> = {
  'Where things are': [
    { name: 'REMIND_HOME', meaning: 'one folder for configuration, database, audio and run files' },
    { name: 'REMIND_PROFILE', meaning: 'the profile to use; --profile wins' },
    { name: 'XDG_CONFIG_HOME', meaning: 'configuration, without REMIND_HOME (default ~/.config)' },
    { name: 'XDG_DATA_HOME', meaning: 'databases, without REMIND_HOME (default ~/.local/share)' },
  ],
  Twilio: [
    { name: 'TWILIO_ACCOUNT_SID', meaning: 'the account, AC…' },
    { name: 'TWILIO_AUTH_TOKEN', meaning: "the account's token" },
    { name: 'TWILIO_API_KEY', meaning: 'an API key, SK…, instead of the token' },
    { name: 'TWILIO_API_SECRET', meaning: "the API key's secret" },
    { name: 'TWILIO_EDGE', meaning: 'the edge to connect to, such as dublin' },
    { name: 'TWILIO_REGION', meaning: 'the region data is kept in, such as ie1' },
    { name: 'REMIND_TWILIO_URL', meaning: 'another base URL, such as a simulator' },
    { name: 'REMIND_FROM', meaning: 'the sending number or messaging service' },
    { name: 'REMIND_ALLOW', meaning: 'the only numbers that may be reached, separated by commas' },
  ],
  Time: [
    { name: 'REMIND_TZ', meaning: 'the time zone when contact and tenant have none, such as Europe/Berlin' },
    { name: 'REMIND_CLOCK', meaning: "a simulator's URL: run on its clock, in simulator mode only" },
  ],
  Delivery: [
    { name: 'REMIND_LEASE', meaning: 'how long a claimed reminder belongs to its worker (60s)' },
    { name: 'REMIND_REQUEST_TIMEOUT', meaning: 'how long to wait for Twilio (30s)' },
    {
      name: 'REMIND_UNKNOWN_GRACE',
      meaning: 'when to look for a send of unknown outcome: at 1×, 2×, 4× (2m)',
    },
  ],
  Output: [
    { name: 'NO_COLOR', meaning: 'any value: no colour' },
    { name: 'FORCE_COLOR', meaning: 'colour without a terminal too; 0 for none; wins over NO_COLOR' },
    { name: 'CLICOLOR', meaning: '0: no colour' },
    { name: 'CLICOLOR_FORCE', meaning: 'not 0: colour without a terminal too' },
    { name: 'TERM', meaning: 'dumb: no colour' },
    { name: 'REMIND_DEBUG', meaning: 'any value: as --debug' },
  ],
};
