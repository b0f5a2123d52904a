// Every setting as data: its name in the file, its environment variable, its default, and how it is read.

import { type BudgetWish, DEFAULT_DAY } from '../core/budget.ts';
import { FUSE_KEYS, FUSE_LIMITS, type FuseKey } from '../core/limits.ts';
import { USUAL_QUIET } from '../core/quiet-hours.ts';
import type { OnUnknown } from '../core/reminder.ts';
import { parseNumber, parseNumbers, parseSender } from './numbers.ts';
import { parseServiceUrl } from './service-url.ts';

import {
  amount,
  budget,
  country,
  duration,
  onOrOff,
  pattern,
  perSecond,
  quietHours,
  type Setting,
  stopOrWarn,
  subdomain,
  type Text,
  wishOnUnknown,
  zone,
} from './setting-values.ts';

export type { Reading, Setting } from './setting-values.ts';

const budgetOf = (whose: string, within: string, fallback: BudgetWish | undefined, flag?: string) => ({
  kind: 'text' as const,
  fallback,
  ...(flag !== undefined && { flag }),
  meaning: `at most so many sends and so much money ${whose}${within}, such as 500,50USD`,
  parse: budget,
});

/** One setting for each limit of the blast fuse: `fuse.callsPerMinute`. */
const FUSE_SETTINGS = Object.fromEntries(
  FUSE_KEYS.map((key): [string, Setting<number>] => {
    const { fallback, most, noun, within } = FUSE_LIMITS[key];
    return [
      `fuse.${key}`,
      { kind: 'number', fallback, meaning: `at most so many ${noun}s ${within}`, parse: amount(most) },
    ];
  }),
) as Readonly<Record<`fuse.${FuseKey}`, Setting<number>>>;

const OPTIONAL = { kind: 'text', fallback: undefined as Text } as const;

export const SETTINGS = {
  accountSid: {
    ...OPTIONAL,
    env: 'TWILIO_ACCOUNT_SID',
    flag: '--account-sid',
    meaning: 'the Twilio account',
    parse: pattern(/^AC[0-9a-f]{32}$/i, 'an account SID: AC and 32 hexadecimal digits'),
  },
  region: {
    ...OPTIONAL,
    env: 'TWILIO_REGION',
    meaning: 'the Twilio region data is kept in',
    parse: subdomain,
  },
  edge: { ...OPTIONAL, env: 'TWILIO_EDGE', meaning: 'the Twilio edge to connect to', parse: subdomain },
  from: {
    ...OPTIONAL,
    env: 'REMIND_FROM',
    flag: '--from',
    meaning: 'the sending number or messaging service',
    parse: parseSender,
  },
  allow: {
    kind: 'list',
    fallback: [] as readonly string[],
    env: 'REMIND_ALLOW',
    flag: '--own-number',
    meaning: 'your own numbers: the only ones reached in mode own',
    parse: parseNumbers,
  },
  alarmContact: {
    ...OPTIONAL,
    flag: '--alarm-contact',
    meaning: 'the second person alarms go to',
    parse: parseNumber,
  },
  country: {
    ...OPTIONAL,
    env: 'REMIND_COUNTRY',
    flag: '--country',
    meaning: 'the country of numbers written without +',
    parse: country,
  },
  tz: {
    ...OPTIONAL,
    env: 'REMIND_TZ',
    flag: '--tz',
    meaning: 'the time zone when contact and tenant have none',
    parse: zone,
  },
  twilioUrl: {
    ...OPTIONAL,
    env: 'REMIND_TWILIO_URL',
    flag: '--twilio-url',
    meaning: 'another base URL, such as a simulator',
    parse: parseServiceUrl,
  },
  clock: {
    ...OPTIONAL,
    env: 'REMIND_CLOCK',
    meaning: "a simulator's URL: run on its clock",
    parse: parseServiceUrl,
  },
  lease: {
    kind: 'text',
    fallback: 60_000,
    env: 'REMIND_LEASE',
    meaning: 'how long a claimed reminder belongs to its worker',
    parse: duration,
  },
  requestTimeout: {
    kind: 'text',
    fallback: 30_000,
    env: 'REMIND_REQUEST_TIMEOUT',
    meaning: 'how long to wait for Twilio',
    parse: duration,
  },
  unknownGrace: {
    kind: 'text',
    fallback: 120_000,
    env: 'REMIND_UNKNOWN_GRACE',
    meaning: 'when to look for a send of unknown outcome: at 1×, 2×, 4×',
    parse: duration,
  },
  onUnknown: {
    kind: 'text',
    fallback: undefined as OnUnknown | undefined,
    env: 'REMIND_ON_UNKNOWN',
    meaning: 'what to do with a send that Twilio turns out not to have: resend, hold or drop',
    parse: wishOnUnknown,
  },
  quietHours: {
    kind: 'text',
    fallback: USUAL_QUIET,
    env: 'REMIND_QUIET_HOURS',
    meaning: "when nothing is sent, on the recipient's clock: 21:00-08:00, or never",
    parse: quietHours,
  },
  otherChannel: {
    kind: 'text',
    fallback: 'on' as 'on' | 'off',
    env: 'REMIND_OTHER_CHANNEL',
    meaning: 'on: a text that a phone does not take becomes a call',
    parse: onOrOff,
  },
  concurrency: {
    kind: 'number',
    // Twilio answers a create in some 100 ms: 160 a second, more than most accounts may send.
    fallback: 16,
    flag: '--concurrency',
    meaning: 'requests in flight at once',
    parse: amount(256),
  },
  strangers: {
    kind: 'text',
    fallback: 'stop' as 'stop' | 'warn',
    env: 'REMIND_STRANGERS',
    meaning: 'what to do when something else sends from your numbers: stop or warn',
    parse: stopOrWarn,
  },
  cps: {
    kind: 'number',
    fallback: undefined as number | undefined,
    env: 'REMIND_CPS',
    meaning: 'calls a second that the account may begin (without it 1, on a simulator any); 0: Twilio queues',
    parse: perSecond,
  },
  mps: {
    kind: 'number',
    fallback: undefined as number | undefined,
    env: 'REMIND_MPS',
    meaning: 'segments a second of each sender (without it as its kind gets); 0: Twilio queues',
    parse: perSecond,
  },
  fuse: {
    kind: 'text',
    fallback: 'on' as 'on' | 'off',
    env: 'REMIND_FUSE',
    meaning: 'off switches the blast fuse off, on a simulator only',
    parse: onOrOff,
  },
  ...FUSE_SETTINGS,
  'budget.hour': budgetOf('', 'in an hour', undefined),
  'budget.day': budgetOf('', 'in a day', DEFAULT_DAY, '--budget-day'),
  'budget.month': budgetOf('', 'in 30 days', undefined),
  'budget.tenantHour': budgetOf('for each tenant ', 'in an hour', undefined),
  'budget.tenantDay': budgetOf('for each tenant ', 'in a day', undefined),
  'budget.tenantMonth': budgetOf('for each tenant ', 'in 30 days', undefined),
  'numbers.perDay': {
    kind: 'number',
    fallback: 1,
    meaning: 'at most so many numbers bought in 24 hours',
    parse: amount(100),
  },
  twilioCliProfile: {
    ...OPTIONAL,
    env: 'REMIND_TWILIO_CLI_PROFILE',
    flag: '--twilio-cli-profile',
    meaning: "a profile of Twilio's own command line to take credentials from",
    parse: pattern(/^\S+$/, 'the name of a profile'),
  },
} as const satisfies Record<string, Setting<unknown>>;

export type SettingKey = keyof typeof SETTINGS;
export const SETTING_KEYS = Object.keys(SETTINGS) as readonly SettingKey[];

/** True for the settings that are so many sends and so much money. */
export function isBudget(key: SettingKey): boolean {
  return key.startsWith('budget.');
}

/** A setting's value once read. */
export type SettingValue<Key extends SettingKey> =
  | Awaited<ReturnType<(typeof SETTINGS)[Key]['parse']>>
  | (typeof SETTINGS)[Key]['fallback'];
