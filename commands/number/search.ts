// `remind number search`: numbers for sale, with what each would cost a month.

import type { Column, CommandBuilder, CommandModule, FormatFlags } from '../../src/core/command.ts';
import { UsageError } from '../../src/core/errors.ts';
import { NUMBER_TYPES, type NumberType } from '../../src/core/number.ts';
import { OFFERED_COLUMNS } from '../../src/numbers/columns.ts';
import { countryOf, type PricedOffer, search } from '../../src/numbers/search.ts';
import { isForProgram, parseLimit } from '../../src/terminal/format-flags.ts';
import type { NumberNeeds } from './needs.ts';

interface Options extends FormatFlags {
  readonly country?: string;
  readonly type?: string;
  readonly areaCode?: string;
  readonly contains?: string;
  readonly locality?: string;
  readonly sms?: boolean;
  readonly voice?: boolean;
  readonly mms?: boolean;
}

const COLUMNS: readonly Column<PricedOffer>[] = [
  { key: 'number', heading: 'NUMBER', value: ({ number }) => number },
  { key: 'type', heading: 'TYPE', value: ({ type }) => type },
  { key: 'locality', heading: 'WHERE', value: ({ locality }) => locality, show: where, isProse: true },
  { key: 'area', value: ({ area }) => area },
  { key: 'country', value: ({ country }) => country },
  ...OFFERED_COLUMNS,
  { key: 'address', heading: 'ADDRESS', value: ({ address }) => address },
];

const SHOWN = 20;
// Twilio's own.
const MOST = 1_000;

export const command: CommandModule<[], Options, NumberNeeds> = {
  examples: [
    'remind number search --country US --area-code 202',
    'remind number search --country GB --type mobile --sms',
    "remind number search --country US --contains '*555*' --limit 5 --json=number,monthlyMicros",
  ],
  columns: COLUMNS,
  format: 'list',
  describe(builder: CommandBuilder) {
    builder
      .option('--country <code>', 'two letters such as US; the setting country unless given')
      .option('--type <type>', `${NUMBER_TYPES.join(', ')} (default: local)`)
      .option('--area-code <code>', 'in the United States and Canada')
      .option('--contains <pattern>', 'digits, and * for any one: 2 to 16 of them')
      .option('--locality <town>', 'in this town')
      .option('--voice', 'only what can call')
      .option('--sms', 'only what can text')
      .option('--mms', 'only what can send pictures');
  },
  async run(ctx, _args, options) {
    const limit = parseLimit(options.limit, SHOWN);
    const [type, areaCode] = [typeOf(options.type), areaCodeOf(options.areaCode)];
    const deps = await ctx.numbers();
    const country = countryOf(options.country, deps.country);
    const rows = await search(deps, {
      country,
      type,
      areaCode,
      contains: patternOf(options.contains),
      locality: options.locality,
      needs: (['voice', 'sms', 'mms'] as const).filter((what) => options[what]),
      limit: Math.min(limit, MOST),
    });
    ctx.out.list(rows, COLUMNS, options);
    const [first] = rows;
    // In JSON too: an empty list does not tell a country without such numbers from a wish that is too narrow.
    if (!first) ctx.out.note(nothingFound({ country, type }, options));
    if (first && !isForProgram(options)) ctx.out.note(`Buy one with: remind number buy ${first.number}`);
    return undefined;
  },
};

function nothingFound({ country, type }: { country: string; type: NumberType }, options: Options): string {
  const narrow = [
    options.areaCode === undefined ? [] : ['--area-code'],
    options.contains === undefined ? [] : ['--contains'],
    options.locality === undefined ? [] : ['--locality'],
    (['voice', 'sms', 'mms'] as const).filter((what) => options[what]).map((what) => `--${what}`),
  ].flat();
  const others = NUMBER_TYPES.filter((each) => each !== type).map((each) => `--type ${each}`);
  const ways = [...(narrow.length > 0 ? [`without ${narrow.join(', ')}`] : []), ...others];
  const like = narrow.length > 0 ? ' like that' : '';
  return `No ${type} number${like} is for sale in ${country}. Try ${ways.join(', or ')}.`;
}

function where({ locality, area }: PricedOffer): string {
  return [locality, area].filter((part) => part !== null).join(', ');
}

function typeOf(text: string | undefined): NumberType {
  const type = NUMBER_TYPES.find((each) => each === (text ?? 'local').toLowerCase());
  if (type) return type;
  throw new UsageError(`--type: "${text}" is not one of ${NUMBER_TYPES.join(', ')}`);
}

function patternOf(text: string | undefined): string | undefined {
  if (text === undefined || /^\+?[0-9A-Za-z*]{2,16}$/.test(text)) return text;
  throw new UsageError(`--contains: "${text}" is no pattern for numbers`, {
    hint: '2 to 16 digits, and * for any one, such as 555****',
  });
}

function areaCodeOf(text: string | undefined): number | undefined {
  if (text === undefined || /^[2-9]\d\d$/.test(text)) return text === undefined ? undefined : Number(text);
  throw new UsageError(`--area-code: "${text}" is not an area code`, { hint: 'three digits, such as 202' });
}
