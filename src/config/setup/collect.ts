// Everything `remind init` needs to know, in the order in which a person can answer it.

import { DEFAULT_DAY, formatBudget, MOST_MICROS, MOST_SENDS } from '../../core/budget.ts';
import type { SettingChanges } from '../config-file.ts';
import type { SecretLayer } from '../credentials.ts';
import type { Secrets } from '../secrets.ts';
import { type Asking, answer } from './asking.ts';
import { newSecrets } from './signing.ts';

/** What is to be written; settings that are not named stay as they are. */
export interface Setup {
  readonly accountSid: string;
  readonly settings: SettingChanges;
  readonly secrets: Secrets | undefined;
  /** The first own number, when own numbers were given: whom the contact `me` reaches. */
  readonly ownNumber: string | undefined;
}

export interface StoredSecrets {
  /** The places secrets may be in, the strongest first. */
  readonly layers: readonly SecretLayer[];
  /** The profile's own. */
  readonly stored: Secrets | undefined;
}

const CENT = 10_000;
// Whoever has planned two reminders to try it with means to send more than six a day.
const LEAST_SENDS = 100;

interface Terms {
  readonly required?: boolean;
  readonly suggestion?: string | undefined;
}

/** Asks what is not given and not set. Writes nothing. */
export async function collectSetup(asking: Asking, secrets: StoredSecrets): Promise<Setup> {
  const { current, flags } = asking;
  let country = current.country.value;
  const put = (key: keyof SettingChanges, words: string, { required = false, suggestion }: Terms = {}) =>
    answer(asking, { key, words, required, suggestion, country });
  const fromCli = flags.twilioCliProfile !== undefined;
  const twilioCliProfile = fromCli ? await put('twilioCliProfile', '') : undefined;
  const accountSid = fromCli ? undefined : await put('accountSid', 'Account SID (AC…):', { required: true });
  const account = accountSid ?? current.accountSid.value ?? '';
  const given = await newSecrets(asking, account, secrets.layers, secrets.stored);
  const newCountry = await put('country', 'Country of numbers written without +, such as US (Enter: none):');
  country = newCountry ?? country;
  const own = await put('allow', 'Your own number; several with commas, the first is contact "me":', {
    required: true,
  });
  const from = await put('from', 'Sending number or messaging service:', { required: true });
  const tz = await put('tz', 'Time zone:', { required: true, suggestion: asking.machineZone ?? undefined });
  const alarmContact = await put('alarmContact', 'A second person for alarms, by number (Enter: nobody):');
  const budgetDay = await put('budget.day', 'The most to send in a day, and the most money (USD):', {
    suggestion: suggestedBudget(asking.busiestDay),
  });
  const twilioUrl = flags.twilioUrl === undefined ? undefined : await put('twilioUrl', '');
  const allow = allowList(asking, own, alarmContact);
  const settings = {
    accountSid,
    twilioCliProfile,
    country: newCountry,
    from,
    allow,
    tz,
    alarmContact,
    'budget.day': budgetDay,
    twilioUrl,
  };
  const changed = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  return {
    accountSid: account,
    // A secret of its own replaces Twilio's command line, which would stand above it.
    settings: given ? { ...changed, twilioCliProfile: undefined } : changed,
    secrets: given,
    ownNumber: own?.split(',')[0],
  };
}

/**
 * Three times the busiest day that is planned, so that a usual day never meets it; the default while nothing is planned.
 * Of money at least the default, since some countries cost ten times as much as others.
 */
function suggestedBudget(busiestDay: number): string {
  if (busiestDay === 0) return formatBudget(DEFAULT_DAY);
  const sends = Math.min(MOST_SENDS, Math.max(LEAST_SENDS, busiestDay * 3));
  // Beyond it the money grows along: a budget that one half of stops short is no budget for so many.
  const share = Math.ceil((DEFAULT_DAY.micros * sends) / DEFAULT_DAY.sends / CENT) * CENT;
  return formatBudget({ sends, micros: Math.min(MOST_MICROS, Math.max(DEFAULT_DAY.micros, share)) });
}

/** The second person must be on the list, or alarms would not reach them in mode own. */
function allowList(
  { current }: Asking,
  own: string | undefined,
  alarmContact: string | undefined,
): readonly string[] | undefined {
  if (own === undefined && alarmContact === undefined) return undefined;
  const numbers = own?.split(',') ?? current.allow.value;
  const second = alarmContact ?? current.alarmContact.value;
  return [...new Set([...numbers, ...(second === undefined ? [] : [second])])];
}
