// `remind resume`: lets sending go on after a pause, a restore or a spent budget; shows what would go, and asks.

import { type CaughtUp, describeCaughtUp } from '../src/core/caught-up.ts';
import type { Column, CommandBuilder, CommandModule, Context, FormatFlags } from '../src/core/command.ts';
import { counted } from '../src/core/count.ts';
import { EXIT } from '../src/core/errors.ts';
import { toUtc } from '../src/core/say-time.ts';
import { describeStop, sayStop } from '../src/core/stop.ts';
import { previewResume, type Resumption, resume } from '../src/delivery/pause.ts';
import type { ReleaseDeps } from '../src/delivery/release.ts';
import type { ReminderDeps } from '../src/reminders/deps.ts';
import { findTenant } from '../src/reminders/tenants.ts';
import { assertConfirmed } from '../src/terminal/confirm.ts';
import { DRY_RUN, SENT_BY_DAEMON } from '../src/terminal/endings.ts';
import { isForProgram } from '../src/terminal/format-flags.ts';
import { releaseColumns, releaseText } from './release-screen.ts';

export interface ResumeNeeds {
  reminders(): Promise<ReminderDeps>;
  releasing(): Promise<ReleaseDeps>;
  /** After a restore: learns from Twilio what was sent since the backup. Null when there was none. */
  catchUp(): Promise<CaughtUp | null>;
}

interface Options extends FormatFlags {
  readonly tenant?: string;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
}

interface Resumed extends Resumption {
  readonly learned: CaughtUp | null;
}

const columns: readonly Column<Resumed>[] = [
  { key: 'resumed', value: ({ ended }) => ended !== null },
  { key: 'pausedAt', value: ({ ended }) => toUtc(ended?.since ?? null) },
  ...releaseColumns,
  { key: 'unfunded', value: ({ unfunded }) => unfunded },
  { key: 'sinceBackup', value: ({ learned }) => learned },
  { key: 'stopped', value: ({ remaining }) => remaining.map(describeStop) },
];

type Ctx = Context & ResumeNeeds;

export const command: CommandModule<[], Options, ResumeNeeds> = {
  examples: ['remind resume', 'remind resume --dry-run', 'remind resume --tenant salon --yes --json'],
  columns,
  format: 'record',
  describe(builder: CommandBuilder) {
    builder
      .option('--tenant <name>', 'only what was paused for this tenant')
      .option('--yes', 'do not ask')
      .option('-n, --dry-run', 'show what would go');
  },
  async run(ctx, _args, options) {
    const learned = await ctx.catchUp();
    if (learned !== null) ctx.out.note(capitalised(describeCaughtUp(learned)));
    const deps = await ctx.releasing();
    const tenantId = options.tenant === undefined ? null : (await findTenant(deps.db, options.tenant)).id;
    const preview = await previewResume(deps.db, tenantId, deps.clock.now());
    const isIdle = preview.ended === null && preview.held === 0;
    const resumed =
      options.dryRun || isIdle ? preview : await confirmed(ctx, { deps, tenantId, preview, options });
    const result = { ...resumed, learned };
    ctx.out.record(result, columns, options, () => describe(ctx, result, options.dryRun ?? false));
    tellNext(ctx, result, options);
    return isHeld(resumed) && !options.dryRun ? EXIT.refused : undefined;
  },
};

/** What was asked for has not come about: nothing goes, since something else holds it, or everything, back. */
function isHeld({ ended, go, remaining, unfunded }: Resumption): boolean {
  if (go > 0) return false;
  if (remaining.some(({ tenantId }) => tenantId === null)) return true;
  return ended === null && remaining.length + unfunded > 0;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

interface Asked {
  readonly deps: ReleaseDeps;
  readonly tenantId: number | null;
  readonly preview: Resumption;
  readonly options: Options;
}

async function confirmed(ctx: Ctx, { deps, tenantId, preview, options }: Asked): Promise<Resumption> {
  if (!options.yes && !isForProgram(options)) ctx.out.note(releaseText(preview, ctx.clock.now()));
  await assertConfirmed(ctx.ask, `Let ${preview.go} go?`, options.yes);
  return await resume(deps, tenantId);
}

function describe(ctx: Ctx, result: Resumption, isDryRun: boolean): string {
  const { ended, held, remaining, unfunded } = result;
  if (ended === null && held === 0)
    return remaining.length + unfunded === 0 ? 'Nothing is paused.' : 'Nothing to resume.';
  const head = isDryRun ? 'Would resume' : 'Resumed';
  const whose = ended?.tenantName == null ? '' : ` for ${ended.tenantName}`;
  return `${head}${whose}: ${releaseText(result, ctx.clock.now())}`;
}

const DRY_RUN_AFTER_RESTORE =
  'Nothing was let go: this was a dry run. What Twilio shows since the backup is stored.';

function tellNext({ out }: Ctx, { remaining, go, unfunded, learned }: Resumed, { dryRun }: Options): void {
  if (unfunded > 0)
    out.warn(
      `the budget has no room for ${counted(unfunded, 'more reminder')}: remind config explain, remind config set budget.day …`,
    );
  for (const stop of remaining) out.warn(sayStop(stop));
  if (dryRun) out.note(learned === null ? DRY_RUN : DRY_RUN_AFTER_RESTORE);
  else if (go > 0) out.note(SENT_BY_DAEMON);
}
