// Where settings come from, the strongest first: flag, environment, profile. Each layer can name its source.

import type { ProfileSettings } from './config-file.ts';
import type { Env } from './paths.ts';
import { SETTINGS, type Setting, type SettingKey } from './settings.ts';
import type { TwilioCliProfile } from './twilio-cli.ts';

/** Texts for some settings, and the words for where they are from. */
export interface Layer {
  text(key: SettingKey): string | undefined;
  source(key: SettingKey): string;
  /** How an error names the place of a bad value. */
  what(key: SettingKey): string;
}

function settingOf(key: SettingKey): Setting<unknown> {
  return SETTINGS[key];
}

/** Settings given on this command line. */
export function flagLayer(flags: Readonly<Partial<Record<SettingKey, string | undefined>>>): Layer {
  const name = (key: SettingKey): string => settingOf(key).flag ?? key;
  return { text: (key) => flags[key], source: (key) => `flag ${name(key)}`, what: name };
}

/** An empty variable counts as unset: that is how a shell or a unit file takes one away. */
export function environmentLayer(env: Env): Layer {
  const name = (key: SettingKey): string => settingOf(key).env ?? key;
  return {
    text: (key) => {
      const variable = settingOf(key).env;
      return variable === undefined ? undefined : env[variable] || undefined;
    },
    source: (key) => `environment ${name(key)}`,
    what: name,
  };
}

/** The account, region and edge of a profile of Twilio's own command line. */
export function twilioCliLayer(profile: TwilioCliProfile): Layer {
  const source = `twilio-cli profile ${profile.name}`;
  const texts: Partial<Record<SettingKey, string | undefined>> = {
    accountSid: profile.accountSid,
    region: profile.region,
    edge: profile.edge,
  };
  return { text: (key) => texts[key], source: () => source, what: (key) => `${key} in ${source}` };
}

export function profileLayer(name: string, settings: ProfileSettings | undefined, path: string): Layer {
  const source = `profile ${name} (${path})`;
  return {
    text: (key) => {
      const value = settings?.[key];
      if (value === undefined || value === '') return undefined;
      return Array.isArray(value) ? value.join(',') : String(value);
    },
    source: () => source,
    what: (key) => `${key} in ${source}`,
  };
}
