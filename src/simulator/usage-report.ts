// The bill read by category and period: which items a category adds up, in which units, and how much they come to.

import type { BilledItem, UsageDay } from './usage.ts';
import type { Account, World } from './world.ts';

/** Each item with the wider categories it counts into, `totalprice` aside, into which all of them do. */
const ITEMS: Readonly<Record<BilledItem, readonly string[]>> = {
  'sms-outbound-longcode': ['sms', 'sms-outbound'],
  'sms-outbound-tollfree': ['sms', 'sms-outbound'],
  'sms-inbound-longcode': ['sms', 'sms-inbound'],
  'sms-inbound-tollfree': ['sms', 'sms-inbound'],
  'mms-outbound-longcode': ['mms', 'mms-outbound'],
  'mms-outbound-tollfree': ['mms', 'mms-outbound'],
  'mms-inbound-longcode': ['mms', 'mms-inbound'],
  'mms-inbound-toll-free': ['mms', 'mms-inbound'],
  'calls-outbound': ['calls'],
  'calls-inbound-local': ['calls', 'calls-inbound'],
  'calls-inbound-tollfree': ['calls', 'calls-inbound'],
  'answering-machine-detection': [],
  recordings: [],
  transcriptions: [],
  'phonenumbers-local': ['phonenumbers'],
  'phonenumbers-tollfree': ['phonenumbers'],
  'phonenumbers-mobile': ['phonenumbers'],
};

const ALL = Object.keys(ITEMS) as BilledItem[];
export const TOTAL = 'totalprice';

const SUMS = new Map<string, ReadonlySet<BilledItem>>([[TOTAL, new Set(ALL)]]);
for (const category of new Set(ALL.flatMap((item) => [item, ...ITEMS[item]]))) {
  const items = ALL.filter((item) => item === category || ITEMS[item].includes(category));
  SUMS.set(category, new Set(items));
}

const NOTHING: ReadonlySet<BilledItem> = new Set();

/** The items whose sum a category is; none for what the simulator does not have. */
export function itemsOf(category: string): ReadonlySet<BilledItem> {
  return SUMS.get(category) ?? NOTHING;
}

export interface Figures {
  readonly count: number;
  readonly usage: number;
  readonly priceMicros: number;
}

/** Days, both included, as `YYYY-MM-DD`, which sorts as time does. */
export interface Days {
  readonly from: string;
  readonly until: string;
}

/** What accounts used of some items on some days. */
export function sumUsage(
  accounts: readonly Account[],
  items: ReadonlySet<BilledItem>,
  { from, until }: Days,
): Figures {
  let [count, usage, priceMicros] = [0, 0, 0];
  for (const row of rowsOf(accounts, items, { from, until })) {
    count += row.count;
    usage += row.usage;
    priceMicros += row.priceMicros;
  }
  return { count, usage, priceMicros };
}

function rowsOf(
  accounts: readonly Account[],
  items: ReadonlySet<BilledItem>,
  { from, until }: Days,
): readonly UsageDay[] {
  if (items.size === 0) return [];
  // A list by day asks for one day after another: a scan for each made a year of days quadratic.
  if (from === until) {
    const sids = [...items].map((item) => `${from}/${item}`);
    return accounts.flatMap(({ usage }) => sids.flatMap((sid) => usage.find(sid) ?? []));
  }
  const isAsked = ({ item, day }: UsageDay) => items.has(item) && day >= from && day <= until;
  return accounts.flatMap(({ usage }) => usage.all().filter(isAsked));
}

/** An account and the subaccounts it owns. */
export function familyOf({ accounts }: World, account: Account): readonly Account[] {
  const isOwned = (other: Account) => other !== account && other.ownerSid === account.sid;
  return [account, ...[...accounts.values()].filter(isOwned)];
}

interface Units {
  readonly count: string;
  readonly usage: string;
}

const NO_UNITS: Units = { count: '', usage: '' };
const UNITS: readonly (readonly [RegExp, Units])[] = [
  [/^totalprice$/, { count: '', usage: 'usd' }],
  [/^sms(?:-(?:in|out)bound|$)/, { count: 'messages', usage: 'segments' }],
  [/^mms(?:-(?:in|out)bound|$)/, { count: 'messages', usage: 'messages' }],
  [/^calls(?:-(?:in|out)bound|$)/, { count: 'calls', usage: 'minutes' }],
  [/^answering-machine-detection$/, { count: 'calls', usage: 'calls' }],
  [/^recordings$/, { count: 'recordings', usage: 'minutes' }],
  [/^transcriptions$/, { count: 'transcriptions', usage: 'minutes' }],
  [/^phonenumbers(?:-(?:local|tollfree|mobile)|$)/, { count: 'numbers', usage: 'numbers' }],
];

/** In which units Twilio counts a category. For a product the simulator does not have, in none: it is always 0. */
export function unitsOf(category: string): Units {
  return UNITS.find(([pattern]) => pattern.test(category))?.[1] ?? NO_UNITS;
}

// Twilio's own words where they are known.
const DESCRIPTIONS: Readonly<Record<string, string>> = {
  totalprice: 'Total Price',
  calls: 'Total Calls',
  calleridlookups: 'Caller Name Lookups',
  'sms-inbound-shortcode': 'Short Code Inbound SMS',
};
const CAPITALS = new Set(['sms', 'mms', 'sip', 'mps', 'cps', 'rcs', 'ivr', 'tts', 'api', 'us']);

/** What a category is called; made from its name, unless Twilio's name for it is known. */
export function describeCategory(category: string): string {
  const words = category.split('-').map((word) => {
    return CAPITALS.has(word) ? word.toUpperCase() : word.charAt(0).toUpperCase() + word.slice(1);
  });
  return DESCRIPTIONS[category] ?? words.join(' ');
}
