// `remind pause`: the stop button, for everybody or one tenant, in every process at once.

import type { Column, CommandBuilder, CommandModule, Context } from '../src/core/command.ts';
import { counted } from '../src/core/count.ts';
import { EXIT, type ExitCode } from '../src/core/errors.ts';
import { toUtc } from '../src/core/say-time.ts';
import { describeStop, type Stop, wayBack } from '../src/core/stop.ts';
import { pause } from '../src/delivery/pause.ts';
import type { RecallRow } from '../src/delivery/recall.ts';
import { idOrNull } from '../src/reminders/columns.ts';
import type { ReminderDeps } from '../src/reminders/deps.ts';
import { findTenant } from '../src/reminders/tenants.ts';

export interface PauseNeeds {
  reminders(): Promise<ReminderDeps>;
  /** Cancels at Twilio what nobody has heard yet; null for everybody's. */
  recall(tenantId: number | null): Promise<readonly RecallRow[]>;
}

interface Options {
  readonly tenant?: string;
  readonly reason?: string;
  readonly recall?: boolean;
}

interface PauseRow {
  readonly stop: Stop;
  readonly isNew: boolean;
  readonly recalled: readonly RecallRow[];
  readonly notRecalled: readonly RecallRow[];
}

const columns: readonly Column<PauseRow>[] = [
  { key: 'tenant', value: ({ stop }) => stop.tenantName },
  { key: 'pausedAt', value: ({ stop }) => toUtc(stop.since) },
  { key: 'reason', value: ({ stop }) => stop.reason },
  { key: 'alreadyPaused', value: ({ isNew }) => !isNew },
  { key: 'recalled', value: ({ recalled }) => recalled.map(recallJson) },
  { key: 'notRecalled', value: ({ notRecalled }) => notRecalled.map(recallJson) },
];

type Ctx = Context & PauseNeeds;

export const command: CommandModule<[], Options, PauseNeeds> = {
  examples: [
    'remind pause',
    'remind pause --reason "wrong list imported" --recall',
    'remind pause --tenant salon --json',
  ],
  columns,
  format: 'record',
  describe(builder: CommandBuilder) {
    builder
      .option('--tenant <name>', 'only what is sent for this tenant')
      .option('--reason <text>', 'why, for whoever looks at it next')
      .option('--recall', 'also cancel at Twilio what nobody has heard yet: queued and ringing calls');
  },
  async run(ctx, _args, options) {
    const { db, clock } = await ctx.reminders();
    const tenantId = options.tenant === undefined ? null : (await findTenant(db, options.tenant)).id;
    const { stop, isNew } = await pause({ db, clock }, { tenantId, reason: options.reason ?? null });
    // Told before the recall, which may take a while or break down: sending has stopped all the same.
    const said = `${isNew ? '' : 'Nothing changed: '}${describeStop(stop)}`;
    if (options.recall) ctx.out.note(said);
    const rows = options.recall ? await ctx.recall(tenantId) : [];
    const row: PauseRow = {
      stop,
      isNew,
      recalled: rows.filter(({ problem }) => problem === null),
      notRecalled: rows.filter(({ problem }) => problem !== null),
    };
    ctx.out.record(row, columns, options, () => (options.recall ? describeRecall(ctx, row) : said));
    ctx.out.note(`What becomes due is held; ${wayBack(stop)}`);
    const anew = recalledIds(row);
    if (anew.length > 0)
      ctx.out.note(`What was called back can go after all, once resumed: remind retry ${anew.join(' ')}`);
    return exitCodeOf(row);
  },
};

/** Of the reminders among them. */
function recalledIds({ recalled }: PauseRow): readonly string[] {
  return recalled.flatMap(({ reminderId }) => idOrNull(reminderId) ?? []);
}

/** A call that rings on although it was to be recalled is work left undone. */
function exitCodeOf({ notRecalled }: PauseRow): ExitCode | undefined {
  return notRecalled.some(({ kind }) => kind === 'call') ? EXIT.partial : undefined;
}

function describeRecall(ctx: Ctx, { recalled, notRecalled }: PauseRow): string {
  const { green, yellow } = ctx.out.style;
  const lines = [
    `${counted(recalled.length, 'call')} recalled, ${counted(notRecalled.length, 'send')} not`,
    ...recalled.map((row) => `  ${green('recalled')}  ${whatOf(row)}`),
    ...notRecalled.map((row) => `  ${yellow('not')}       ${whatOf(row)}: ${row.problem}`),
  ];
  return lines.join('\n');
}

function whatOf({ kind, to, sid, status }: RecallRow): string {
  const facts = [sid, status].filter((fact) => fact !== null).join(', ');
  return `${kind === 'call' ? 'call' : 'text'} to ${to}${facts === '' ? '' : ` (${facts})`}`;
}

function recallJson({ kind, reminderId, to, sid, status, problem }: RecallRow): object {
  return { kind, reminderId: idOrNull(reminderId), to, sid, status, problem };
}
