// `remind fuse reset`: puts the blast fuse in again; shows what would go, and asks.

import type { Column, CommandBuilder, CommandModule, Context, FormatFlags } from '../../src/core/command.ts';
import { counted } from '../../src/core/count.ts';
import { toUtc } from '../../src/core/say-time.ts';
import { type FuseReset, previewReset, resetFuse } from '../../src/delivery/fuse.ts';
import { assertConfirmed } from '../../src/terminal/confirm.ts';
import { DRY_RUN, SENT_BY_DAEMON } from '../../src/terminal/endings.ts';
import { isForProgram } from '../../src/terminal/format-flags.ts';
import { releaseColumns, releaseText } from '../release-screen.ts';
import type { FuseNeeds } from './status.ts';

interface Options extends FormatFlags {
  readonly yes?: boolean;
  readonly dryRun?: boolean;
}

const columns: readonly Column<FuseReset>[] = [
  { key: 'reset', value: ({ tripped }) => tripped !== null },
  { key: 'trippedAt', value: ({ tripped }) => toUtc(tripped?.since ?? null) },
  { key: 'reason', value: ({ tripped }) => tripped?.reason ?? null },
  ...releaseColumns,
  { key: 'stay', value: ({ stay }) => stay },
  { key: 'alike', value: ({ alike }) => alike },
];

type Ctx = Context & FuseNeeds;

export const command: CommandModule<[], Options, FuseNeeds> = {
  examples: ['remind fuse reset', 'remind fuse reset --dry-run', 'remind fuse reset --yes --json'],
  columns,
  format: 'record',
  describe(builder: CommandBuilder) {
    builder.option('--yes', 'do not ask').option('-n, --dry-run', 'show what would go');
  },
  async run(ctx, _args, options) {
    const deps = await ctx.releasing();
    const preview = await previewReset(deps.db, deps.clock.now());
    const isIdle = holdsNothing(preview);
    if (!options.dryRun && !isIdle) await assertMeant(ctx, preview, options);
    const result = options.dryRun || isIdle ? preview : await resetFuse(deps);
    ctx.out.record(result, columns, options, () => describe(ctx, result, options.dryRun ?? false));
    if (options.dryRun) ctx.out.note(DRY_RUN);
    else if (result.go > 0) ctx.out.note(SENT_BY_DAEMON);
    return undefined;
  },
};

async function assertMeant(ctx: Ctx, preview: FuseReset, options: Options): Promise<void> {
  if (!options.yes && !isForProgram(options)) ctx.out.note(figuresText(ctx, preview));
  await assertConfirmed(ctx.ask, `Reset the fuse and let ${preview.go} go?`, options.yes);
}

function holdsNothing({ tripped, held, stay, alike }: FuseReset): boolean {
  return tripped === null && held + stay + alike === 0;
}

function describe(ctx: Ctx, result: FuseReset, isDryRun: boolean): string {
  if (holdsNothing(result)) return 'The fuse is armed and holds nothing.';
  return `${isDryRun ? 'Would reset' : 'Reset'}: ${figuresText(ctx, result)}`;
}

function figuresText({ clock }: Ctx, result: FuseReset): string {
  const lines = [releaseText(result, clock.now())];
  if (result.stay > 0)
    lines.push(
      `${counted(result.stay, 'more reminder')} to the same people stay held: look at them with remind list --state held:fuse, then remind cancel or remind retry`,
    );
  if (result.alike > 0)
    lines.push(
      `${counted(result.alike, 'reminder')} with words that went to the same person within the hour stay held: reset again in an hour; if they are meant, first remind config set fuse.identicalPerHour ${result.identicalPerHour + 1}`,
    );
  return lines.join('\n  ');
}
