// `remind number list`: the numbers the account has, what they cost a month, and what sends from them.

import type { Config } from '../../src/config/load.ts';
import type { CommandBuilder, CommandModule, FormatFlags } from '../../src/core/command.ts';
import { UsageError } from '../../src/core/errors.ts';
import { NUMBER_COLUMNS, sumText } from '../../src/numbers/columns.ts';
import { readHoldings } from '../../src/numbers/owned.ts';
import { inUse, since } from '../../src/numbers/release.ts';
import { readSpan } from '../../src/reminders/span.ts';
import { isForProgram, parseLimit } from '../../src/terminal/format-flags.ts';
import type { NumberNeeds } from './needs.ts';

export interface BoughtNeeds extends NumberNeeds {
  config(): Promise<Config>;
}

interface Options extends FormatFlags {
  readonly boughtSince?: string;
}

export const command: CommandModule<[], Options, BoughtNeeds> = {
  examples: [
    'remind number list',
    'remind number list --bought-since 2026-11-01',
    'remind number list --json=number,monthlyMicros,usedBy',
  ],
  columns: NUMBER_COLUMNS,
  format: 'list',
  describe(builder: CommandBuilder) {
    builder.option('--bought-since <day>', 'only those bought since: a day, or 7d for so long ago');
  },
  async run(ctx, _args, options) {
    const limit = parseLimit(options.limit, Number.MAX_SAFE_INTEGER);
    const from = await boughtSince(ctx, options.boughtSince);
    const deps = await ctx.numbers();
    const { numbers, doubted } = await readHoldings(deps);
    const wanted = from === undefined ? numbers : since(numbers, from);
    const rows = await Promise.all(wanted.slice(0, limit).map((row) => inUse(deps, row)));
    const none = from === undefined ? 'The account has no number: remind number search' : 'None since then.';
    ctx.out.list(rows, NUMBER_COLUMNS, options, none);
    if (wanted.length > 0 && !isForProgram(options)) {
      ctx.out.note(`${from === undefined ? '' : 'bought since then: '}${sumText(wanted)}`);
      if (from !== undefined && wanted.length < numbers.length) ctx.out.note(`in all: ${sumText(numbers)}`);
    }
    for (const { number, isUnderWay } of doubted)
      ctx.out.warn(
        isUnderWay
          ? `${number} is being bought at this moment`
          : `nobody knows yet whether ${number} was bought`,
      );
    return undefined;
  },
};

/** The instant that `--bought-since` names. @throws UsageError */
export async function boughtSince(
  ctx: BoughtNeeds & { readonly clock: { now(): number } },
  text: string | undefined,
): Promise<number | undefined> {
  if (text === undefined) return undefined;
  const { tz } = await ctx.config();
  const zone = (): string => {
    if (tz.value !== undefined) return tz.value;
    throw new UsageError('--bought-since: in which zone does the day begin?', {
      hint: 'set it once and for all: remind config set tz Europe/Berlin',
    });
  };
  return (await readSpan({ since: text }, { now: ctx.clock.now(), zone })).from;
}
