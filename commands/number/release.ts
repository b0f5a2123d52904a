// `remind number release`: gives numbers up, after telling what would stop working; there is no way back.

import type { Column, CommandBuilder, CommandModule, FormatFlags } from '../../src/core/command.ts';
import { counted } from '../../src/core/count.ts';
import { EXIT, type ExitCode, RemindError } from '../../src/core/errors.ts';
import { dependents, sumText } from '../../src/numbers/columns.ts';
import {
  chooseNumbers,
  type NumberInUse,
  type ReleasedNumber,
  releaseNumbers,
} from '../../src/numbers/release.ts';
import { DRY_RUN } from '../../src/terminal/endings.ts';
import { type BoughtNeeds, boughtSince } from './list.ts';
import { assertMeant } from './needs.ts';

interface Options extends FormatFlags {
  readonly boughtSince?: string;
  readonly yes?: boolean;
  readonly confirm?: string;
  readonly dryRun?: boolean;
}

interface Row {
  readonly number: NumberInUse;
  readonly isReleased: boolean;
  readonly problem: Error | null;
}

const COLUMNS: readonly Column<Row>[] = [
  { key: 'number', heading: 'NUMBER', value: ({ number }) => number.number },
  { key: 'sid', value: ({ number }) => number.sid },
  {
    key: 'released',
    heading: 'RELEASED',
    value: ({ isReleased }) => isReleased,
    show: ({ isReleased }) => (isReleased ? 'yes' : 'no'),
  },
  { key: 'monthlyMicros', value: ({ number }) => number.price.micros },
  {
    key: 'dependents',
    heading: 'STOPS WORKING',
    value: ({ number }) => dependents(number),
    show: ({ number }) => dependents(number).join('; '),
    isProse: true,
  },
  { key: 'problem', value: ({ problem }) => problem?.message ?? null },
];

export const command: CommandModule<[readonly string[]], Options, BoughtNeeds> = {
  examples: [
    'remind number release +12025550123',
    'remind number release +12025550123 --confirm=+12025550123 --json',
    'remind number release --bought-since 2026-11-01 --dry-run',
    'remind number release --bought-since 2026-11-01 --confirm=3',
  ],
  columns: COLUMNS,
  format: 'list',
  describe(builder: CommandBuilder) {
    builder
      .argument('[number...]', 'by number, name or SID')
      .option('--bought-since <day>', 'all that were bought since: a day, or 7d for so long ago')
      .option('--yes', 'do not ask; on a terminal only')
      .option('--confirm <number>', 'the yes of a script: the number again, or of several how many')
      .option('-n, --dry-run', 'show what would be given up, and what would stop working');
  },
  async run(ctx, [words], options) {
    const from = await boughtSince(ctx, options.boughtSince);
    const deps = await ctx.numbers();
    const chosen = await chooseNumbers(deps, { words, boughtSince: from });
    for (const warning of chosen.flatMap(dependents)) ctx.out.warn(warning);
    if (options.dryRun) {
      ctx.out.list(
        chosen.map((number) => ({ number, isReleased: false, problem: null })),
        COLUMNS,
        options,
      );
      ctx.out.note(`Would release ${sumText(chosen)}`);
      ctx.out.note(DRY_RUN);
      return undefined;
    }
    const [first] = chosen;
    const isOne = chosen.length === 1 && first !== undefined;
    const question = `Release ${isOne ? first.number : chosen.map(({ number }) => number).join(', ')} (${sumText(chosen)})? Nobody can get ${isOne ? 'it' : 'them'} back.`;
    const expected = isOne ? first.number : String(chosen.length);
    await assertMeant(ctx, { question, expected, yes: options.yes, confirm: options.confirm });
    const released = await releaseNumbers(deps, chosen);
    ctx.out.list(
      released.map((row) => ({ ...row, isReleased: row.problem === null })),
      COLUMNS,
      options,
    );
    return tellEnd(ctx, released);
  },
};

function tellEnd(
  { out }: { readonly out: { note(text: string): void; warn(text: string): void } },
  rows: readonly ReleasedNumber[],
): ExitCode | undefined {
  const failed = rows.flatMap(({ number, problem }) => (problem === null ? [] : [{ number, problem }]));
  const gone = rows.length - failed.length;
  if (gone > 0)
    out.note(
      `Released ${counted(gone, 'number')}. What was paid for this month stays paid; Twilio's support may refund a mistake.`,
    );
  for (const { number, problem } of failed) out.warn(`${number.number}: ${problem.message}`);
  const [first] = failed;
  if (!first) return undefined;
  if (gone > 0) return EXIT.partial;
  return first.problem instanceof RemindError ? first.problem.exitCode : EXIT.bug;
}
