// A number's public fields (docs/json.md), and how a person reads them.

import type { Column } from '../core/command.ts';
import { counted } from '../core/count.ts';
import type { Capabilities } from '../core/number.ts';
import { type MonthlyPrice, typeOfNumber } from '../core/number-price.ts';
import { formatMicros } from '../core/price.ts';
import { toUtc } from '../core/say-time.ts';
import type { PricedNumber } from './owned.ts';
import type { NumberInUse } from './release.ts';

/** `$1.15`, or `about $1.15` where it is not Twilio's word. */
export function priceText({ micros, isTwilios }: MonthlyPrice): string {
  return isTwilios ? formatMicros(micros) : `about ${formatMicros(micros)}`;
}

/** `3 numbers, about $4.60 a month` */
export function sumText(numbers: readonly Pick<PricedNumber, 'price'>[]): string {
  const micros = numbers.reduce((sum, { price }) => sum + price.micros, 0);
  const isTwilios = numbers.every(({ price }) => price.isTwilios);
  return `${counted(numbers.length, 'number')}, ${priceText({ micros, isTwilios })} a month`;
}

/** `voice sms mms` */
export function abilities(capabilities: Capabilities): readonly string[] {
  return (['voice', 'sms', 'mms'] as const).filter((name) => capabilities[name]);
}

interface Offered {
  readonly capabilities: Capabilities;
  readonly price: MonthlyPrice;
}

/** What a number can do and what it costs, whether it is one's own or for sale. */
export const OFFERED_COLUMNS: readonly Column<Offered>[] = [
  {
    key: 'capabilities',
    heading: 'CAN',
    value: (row) => abilities(row.capabilities),
    show: (row) => abilities(row.capabilities).join(' '),
  },
  {
    key: 'monthlyMicros',
    heading: 'A MONTH',
    value: ({ price }) => price.micros,
    show: ({ price }) => priceText(price),
  },
  { key: 'monthlyIsEstimate', value: ({ price }) => !price.isTwilios },
];

export const NUMBER_COLUMNS: readonly Column<NumberInUse>[] = [
  { key: 'number', heading: 'NUMBER', value: ({ number }) => number },
  { key: 'sid', value: ({ sid }) => sid },
  { key: 'name', heading: 'NAME', value: ({ settings }) => settings.friendlyName, isProse: true },
  { key: 'country', value: ({ country }) => country },
  { key: 'type', heading: 'TYPE', value: (row) => row.type ?? typeOfNumber(row.number) },
  ...OFFERED_COLUMNS,
  {
    key: 'boughtAt',
    heading: 'BOUGHT',
    value: ({ createdAt }) => toUtc(createdAt),
    show: ({ createdAt }) => toUtc(createdAt)?.slice(0, 10) ?? '',
  },
  { key: 'boughtHere', value: ({ isOurs }) => isOurs },
  {
    key: 'usedBy',
    heading: 'SENDS FOR',
    value: usedBy,
    show: (row) => usedBy(row).join(', '),
    isProse: true,
  },
  { key: 'reminders', value: ({ use }) => use.reminders },
  { key: 'settings', value: ({ settings }) => settings },
];

function usedBy({ use, isDefault }: NumberInUse): readonly string[] {
  return [...(isDefault ? ['the profile'] : []), ...use.tenants.map((name) => `tenant ${name}`)];
}

/** What would stop working without it, in sentences. */
export function dependents({ number, use, isDefault, settings }: NumberInUse): readonly string[] {
  const answers = [settings.voiceUrl, settings.voiceApplicationSid, settings.trunkSid].find(
    (to) => to !== '',
  );
  const reads = [settings.smsUrl, settings.smsApplicationSid].find((to) => to !== '');
  const tenants = use.tenants.map((name) => `tenant ${name}`).join(', ');
  return [
    isDefault ? [`${number} is the sender of this profile (from)`] : [],
    tenants === '' ? [] : [`${number} is the sender of ${tenants}`],
    use.reminders === 0 ? [] : [`${counted(use.reminders, 'reminder')} are to go out from ${number}`],
    use.rules === 0 ? [] : [`${counted(use.rules, 'recurring reminder')} name ${number} as their sender`],
    answers === undefined ? [] : [`calls to ${number} are answered by ${answers}`],
    reads === undefined ? [] : [`texts to ${number} go to ${reads}`],
  ].flat();
}
