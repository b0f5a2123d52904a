// `remind number buy`: one number, after its price and what there is already have been shown and somebody has said yes.

import type { Column, CommandBuilder, CommandModule, FormatFlags } from '../../src/core/command.ts';
import { counted } from '../../src/core/count.ts';
import type { OwnedNumber } from '../../src/core/number.ts';
import { formatMicros } from '../../src/core/price.ts';
import { toUtc } from '../../src/core/say-time.ts';
import { buy, type Quote, quote } from '../../src/numbers/buy.ts';
import { priceText } from '../../src/numbers/columns.ts';
import { assertMeant, type NumberNeeds } from './needs.ts';

interface Options extends FormatFlags {
  readonly name?: string;
  readonly address?: string;
  readonly bundle?: string;
  readonly yes?: boolean;
  readonly confirm?: string;
  readonly dryRun?: boolean;
}

interface Bought {
  readonly quote: Quote;
  /** Undefined in a dry run. */
  readonly number: OwnedNumber | undefined;
}

const COLUMNS: readonly Column<Bought>[] = [
  { key: 'number', value: (row) => row.quote.number },
  { key: 'bought', value: (row) => row.number !== undefined },
  { key: 'sid', value: (row) => row.number?.sid ?? null },
  { key: 'boughtAt', value: (row) => toUtc(row.number?.createdAt ?? null) },
  { key: 'forSale', value: (row) => row.quote.offer !== undefined },
  { key: 'monthlyMicros', value: (row) => row.quote.price.micros },
  { key: 'monthlyIsEstimate', value: (row) => !row.quote.price.isTwilios },
  { key: 'ownedBefore', value: (row) => row.quote.owned.count },
  { key: 'ownedBeforeMicros', value: (row) => row.quote.owned.micros },
];

export const command: CommandModule<[string], Options, NumberNeeds> = {
  examples: [
    'remind number buy +12025550123',
    'remind number buy +12025550123 --dry-run',
    'remind number buy +12025550123 --name reception --confirm=+12025550123 --json',
  ],
  columns: COLUMNS,
  format: 'record',
  describe(builder: CommandBuilder) {
    builder
      .argument('<number>', 'one that is for sale: remind number search')
      .option('--name <name>', 'what to call it')
      .option('--address <sid>', 'your address, AD…, where the country asks for one')
      .option('--bundle <sid>', 'your regulatory bundle, BU…, where the country asks for one')
      .option('--yes', 'do not ask; on a terminal only')
      .option('--confirm <number>', 'the number again: the yes of a script')
      .option('-n, --dry-run', 'show what it would cost');
  },
  async run(ctx, [text], options) {
    const deps = await ctx.numbers();
    const wanted = {
      number: text,
      name: options.name,
      addressSid: options.address,
      bundleSid: options.bundle,
    };
    const offered = await quote(deps, wanted);
    if (offered.offer === undefined) ctx.out.warn(`Twilio does not show ${offered.number} for sale`);
    let number: OwnedNumber | undefined;
    if (!options.dryRun) {
      const question = `Buy ${costText(offered)} (mode ${deps.door.mode})?`;
      await assertMeant(ctx, {
        question,
        expected: offered.number,
        yes: options.yes,
        confirm: options.confirm,
      });
      number = await buy(deps, wanted, offered);
    }
    ctx.out.record({ quote: offered, number }, COLUMNS, options, describe);
    if (number) {
      ctx.out.note('What answers it: remind number edit; send from it: remind config set from');
    }
    return undefined;
  },
};

function describe({ quote: offered, number }: Bought): string {
  return number === undefined
    ? `Would buy ${costText(offered)}`
    : `Bought ${costText(offered)}: ${number.sid}`;
}

/** `+12025550123 for about $1.15 a month, beside 2 numbers for $2.30` */
function costText({ number, price, owned }: Quote): string {
  const beside = owned.count === 0 ? 'the first number' : `beside ${counted(owned.count, 'number')}`;
  const sum =
    owned.count === 0 ? '' : ` for ${priceText({ micros: owned.micros, isTwilios: price.isTwilios })}`;
  const total = owned.count === 0 ? '' : `, ${formatMicros(owned.micros + price.micros)} in all`;
  return `${number} for ${priceText(price)} a month, ${beside}${sum}${total}`;
}
