// `remind status`: how delivery stands, once or followed.

import type { Column, CommandBuilder, CommandModule, Context } from '../src/core/command.ts';
import { toUtc } from '../src/core/say-time.ts';
import type { DeliveryStatus, Worker } from '../src/delivery/status.ts';
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
  { key: 'workers', value: (status) => status.workers.map(workerJson) },
  { key: 'lastError', value: (status) => status.lastError },
  { key: 'lastErrorAt', value: (status) => toUtc(status.lastErrorAt) },
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
  const { bold, yellow, red, green, dim } = ctx.out.style;
  const ago = (instant: number): string => relativeTime(instant, ctx.clock.now());
  const lines = [
    `${bold('Mode')}      ${status.mode ?? 'not decided yet: nothing was ever sent from this database'}${
      status.accountSid ? dim(` (${status.accountSid})`) : ''
    }`,
    `${bold('Depth')}     ${depth(status)}`,
    `${bold('Overdue')}   ${
      status.overdue === 0 || status.oldestOverdueAt === null
        ? green('none')
        : red(`${status.overdue}, the oldest was due ${ago(status.oldestOverdueAt)}`)
    }`,
    `${bold('Next due')}  ${status.nextDueAt === null ? 'nothing scheduled' : ago(status.nextDueAt)}`,
    ...workerLines(ctx, status.workers),
  ];
  if (status.unknownRequests > 0) {
    lines.push(yellow(`${status.unknownRequests} with an unknown outcome: remind list --state unknown`));
  }
  if (status.lastError !== null && status.lastErrorAt !== null) {
    lines.push(`${bold('Last error')} ${status.lastError} ${dim(`(${ago(status.lastErrorAt)})`)}`);
  }
  return lines.join('\n');
}

function depth(status: DeliveryStatus): string {
  const states = Object.entries(status.states).map(([state, count]) => `${count} ${state}`);
  return states.length === 0 ? 'no reminders' : states.join(' · ');
}

function workerLines(ctx: Context, workers: readonly Worker[]): string[] {
  const { bold, red, yellow, dim } = ctx.out.style;
  const shown = workers.filter((worker) => worker.state !== 'stopped');
  if (shown.length === 0)
    return [`${bold('Workers')}   ${yellow('no daemon is running: start one with remind daemon')}`];
  return shown.map((worker) => {
    const state = worker.state === 'alive' ? 'alive' : red('dead');
    const done = `${worker.sent} sent, ${worker.failed} failed, ${worker.inFlight} in flight`;
    return `${bold('Worker')}    ${worker.workerId} ${state} ${dim(`(${done})`)}`;
  });
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
