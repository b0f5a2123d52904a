// `remind status`: how delivery stands, once or followed.

import { describeBudget } from '../src/core/budget.ts';
import type { Column, CommandBuilder, CommandModule, Context } from '../src/core/command.ts';
import { counted } from '../src/core/count.ts';
import { formatMicros } from '../src/core/price.ts';
import { toUtc } from '../src/core/say-time.ts';
import { type Stop, sayStop } from '../src/core/stop.ts';
import type { DeliveryStatus, Worker } from '../src/delivery/status.ts';
import type { Spending } from '../src/store/limits.ts';
import { type Fact, factLines } from '../src/terminal/facts.ts';
import { relativeTime } from '../src/terminal/relative-time.ts';

export interface StatusNeeds {
  readStatus(): Promise<DeliveryStatus>;
}

interface Options {
  readonly follow?: boolean;
  readonly json?: string | true;
}

const FOLLOW_MS = 1_000;

const columns: readonly Column<DeliveryStatus>[] = [
  { key: 'mode', value: (status) => status.mode },
  { key: 'accountSid', value: (status) => status.accountSid },
  { key: 'states', value: (status) => status.states },
  { key: 'overdue', value: (status) => status.overdue },
  { key: 'oldestOverdueAt', value: (status) => toUtc(status.oldestOverdueAt) },
  { key: 'nextDueAt', value: (status) => toUtc(status.nextDueAt) },
  { key: 'pendingRequests', value: (status) => status.pendingRequests },
  { key: 'unknownRequests', value: (status) => status.unknownRequests },
  { key: 'nextLookAt', value: (status) => toUtc(status.nextLookAt) },
  { key: 'unresolved', value: (status) => status.unresolved },
  { key: 'dead', value: (status) => status.dead },
  { key: 'workers', value: (status) => status.workers.map(workerJson) },
  { key: 'lastError', value: (status) => status.lastError },
  { key: 'lastErrorAt', value: (status) => toUtc(status.lastErrorAt) },
  { key: 'stops', value: (status) => status.stops.map(stopJson) },
  { key: 'textsToReview', value: (status) => status.textsToReview },
  { key: 'budget', value: (status) => status.budget.map(spendingJson) },
];

export const command: CommandModule<[], Options, StatusNeeds> = {
  examples: ['remind status', 'remind status -f', 'remind status --json=overdue,nextDueAt'],
  columns,
  format: 'record',
  describe(command: CommandBuilder) {
    command.option('-f, --follow', 'print it again every second until Ctrl-C');
  },
  async run(ctx, _args, options) {
    do {
      const status = await ctx.readStatus();
      ctx.out.record(status, columns, options, () => describe(ctx, status));
      if (options.follow) await ctx.clock.sleep(FOLLOW_MS, ctx.signal);
    } while (options.follow && !ctx.signal.aborted);
    return undefined;
  },
};

function describe(ctx: Context, status: DeliveryStatus): string {
  const { yellow, red, green, dim } = ctx.out.style;
  const when = (instant: number): string =>
    `${relativeTime(instant, ctx.clock.now())} ${dim(`(${toUtc(instant)})`)}`;
  const { mode, accountSid, oldestOverdueAt, nextDueAt, unknownRequests, lastError, lastErrorAt } = status;
  const { nextLookAt, unresolved } = status;
  const nextLook = nextLookAt === null ? '' : `; Twilio is asked ${when(nextLookAt)}`;
  const facts: readonly Fact[] = [
    ...status.stops.map((stop): Fact => ['STOPPED', red(sayStop(stop))]),
    ['mode', mode === null ? 'not settled yet: the first send settles it' : `${mode}, account ${accountSid}`],
    ['reminders', depth(status)],
    [
      'overdue',
      oldestOverdueAt === null
        ? green('none')
        : red(`${status.overdue}, the oldest since ${when(oldestOverdueAt)}`),
    ],
    ['budget', budgetText(ctx, status.budget)],
    ['next due', nextDueAt === null ? 'nothing is scheduled' : when(nextDueAt)],
    ...workerFacts(ctx, status.workers),
    ['unknown', unknownRequests === 0 ? null : `${unknownRequests} with an outcome nobody knows${nextLook}`],
    [
      'to decide',
      unresolved === 0
        ? null
        : yellow(`${unresolved}, see: remind list --state unknown; then: remind resolve`),
    ],
    [
      'dead letters',
      status.dead === 0 ? null : yellow(`${status.dead} in the last week, see: remind list --dead`),
    ],
    [
      'texts',
      status.textsToReview === 0
        ? null
        : yellow(`${counted(status.textsToReview, 'text')} to decide about: remind optout review`),
    ],
    ['last error', lastError === null || lastErrorAt === null ? null : `${lastError}, ${when(lastErrorAt)}`],
  ];
  return factLines(facts, '').join('\n');
}

function depth(status: DeliveryStatus): string {
  const states = Object.entries(status.states).map(([state, count]) => `${count} ${state}`);
  return states.length === 0 ? 'none' : states.join(', ');
}

function workerFacts(ctx: Context, workers: readonly Worker[]): Fact[] {
  const { red, yellow, dim } = ctx.out.style;
  const shown = workers.filter((worker) => worker.state !== 'stopped');
  if (shown.length === 0) return [['worker', yellow('none: start one with remind daemon')]];
  return shown.map((worker) => {
    const state = worker.state === 'alive' ? 'alive' : red('dead');
    const done = `${worker.sent} sent, ${worker.failed} failed, ${worker.inFlight} in flight`;
    return ['worker', `${worker.workerId} ${state} ${dim(`(${done})`)}`];
  });
}

function stopJson({ kind, tenantName, reason, since }: Stop): object {
  return { kind, tenant: tenantName, reason, beganAt: toUtc(since) };
}

function spendingJson({ window, spent, budget }: Spending): object {
  const { sends, micros } = spent;
  return { window, sends, micros, mostSends: budget.sends, mostMicros: budget.micros };
}

/** The budget that is used the most; the day's while none is. */
function budgetText({ out }: Context, spending: readonly Spending[]): string {
  const share = ({ spent, budget }: Spending): number =>
    Math.max(spent.sends / budget.sends, spent.micros / budget.micros);
  const [fullest] = [...spending].sort((a, b) => share(b) - share(a) || (a.window === 'day' ? -1 : 1));
  if (fullest === undefined) return 'none';
  const { spent, budget, window } = fullest;
  const text = `${counted(spent.sends, 'send')} and ${formatMicros(spent.micros)} of ${describeBudget(budget, window)}`;
  const { red, yellow } = out.style;
  return share(fullest) >= 1 ? red(text) : share(fullest) >= 0.8 ? yellow(text) : text;
}

function workerJson(worker: Worker): object {
  return {
    workerId: worker.workerId,
    role: worker.role,
    state: worker.state,
    version: worker.version,
    startedAt: toUtc(worker.startedAt),
    beatAt: toUtc(worker.beatAt),
    inFlight: worker.inFlight,
    sent: worker.sent,
    failed: worker.failed,
  };
}
