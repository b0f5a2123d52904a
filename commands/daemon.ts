// `remind daemon`: delivers reminders when they are due, until it is told to stop.

import { SETTINGS } from '../src/config/settings.ts';
import type { CommandBuilder, CommandModule, Context } from '../src/core/command.ts';
import { EXIT, type ExitCode, UsageError } from '../src/core/errors.ts';
import { clockTime, toUtc } from '../src/core/say-time.ts';
import { type Stop, sayStop } from '../src/core/stop.ts';
import type { DaemonOptions, DaemonResult } from '../src/delivery/daemon.ts';
import { describeEvent } from '../src/delivery/describe-event.ts';
import type { DeliveryEvent, Emit } from '../src/delivery/events.ts';
import { type Log, openLog } from '../src/system/log.ts';

export interface DaemonNeeds {
  /** Runs the delivery engine on this profile's database and account. */
  runDaemon(
    options: Pick<DaemonOptions, 'until'> & { readonly concurrency?: number },
    emit: Emit,
  ): Promise<Omit<DaemonResult, 'sent'>>;
}

interface Options {
  readonly once?: boolean;
  readonly untilIdle?: boolean;
  readonly concurrency?: string;
  readonly json?: string | true;
}

export const command: CommandModule<[], Options, DaemonNeeds> = {
  examples: ['remind daemon', 'remind daemon --once', 'remind daemon --until-idle --json'],
  describe(command: CommandBuilder) {
    command
      .option('--once', 'deliver what is due now, then end')
      .option('--until-idle', 'end when nothing is due within 2 s and every request has its answer')
      .option('--concurrency <n>', 'requests under way at once, 1 to 256 (default: 16)')
      .option('--json', 'print one JSON object for each event on stdout');
  },
  async run(ctx, _args, options) {
    const { emit, tellStop } = await teller(ctx, options.json !== undefined);
    const result = await ctx.runDaemon({ until: untilOf(options), ...concurrencyOf(options) }, emit);
    // Where nothing has become due no event says why nothing is sent.
    for (const stop of result.stops) tellStop(stop);
    return exitCodeOf(result);
  },
};

function untilOf(options: Options): DaemonOptions['until'] {
  if (options.once && options.untilIdle) {
    throw new UsageError('--once and --until-idle exclude each other', { hint: 'remind daemon --help' });
  }
  if (options.once) return 'once';
  return options.untilIdle ? 'idle' : 'forever';
}

function concurrencyOf(options: Options): { concurrency?: number } {
  if (options.concurrency === undefined) return {};
  const reading = { what: '--concurrency', country: undefined };
  return { concurrency: SETTINGS.concurrency.parse(options.concurrency, reading) };
}

function exitCodeOf(result: Omit<DaemonResult, 'sent'>): ExitCode | undefined {
  if (result.haltedBy !== null) return EXIT.twilio;
  if (result.alarm !== null) return EXIT.refused;
  return result.failed > 0 ? EXIT.partial : undefined;
}

interface Teller {
  readonly emit: Emit;
  readonly tellStop: (stop: Stop) => void;
}

/** Events go to stdout as JSON, to a terminal as lines, and to a log file or journal as pino's JSON; stops to stderr. */
async function teller(ctx: Context, json: boolean): Promise<Teller> {
  const tellStop = (stop: Stop): void => ctx.out.warn(sayStop(stop));
  if (json) {
    const textOf = (event: DeliveryEvent): string => JSON.stringify({ at: toUtc(ctx.clock.now()), ...event });
    return { emit: together(textOf, ctx.out.line), tellStop };
  }
  if (ctx.out.isTty) {
    const emit: Emit = (event) => ctx.out.line(`${clockTime(ctx.clock.now())} ${describeEvent(event)}`);
    return { emit, tellStop };
  }
  const log = await openLog(ctx.clock);
  return {
    emit: (event) => write(log, event),
    tellStop: (stop) => log.warn({ stop: stop.kind }, sayStop(stop)),
  };
}

/** What one moment brings is written at once: hundreds a second, one by one, are as many calls of the system. */
function together(textOf: (event: DeliveryEvent) => string, line: (text: string) => void): Emit {
  const waiting: string[] = [];
  return (event) => {
    if (waiting.push(textOf(event)) === 1) queueMicrotask(() => line(waiting.splice(0).join('\n')));
  };
}

function write(log: Log, event: DeliveryEvent): void {
  if (event.event === 'alarm') {
    log.error(event, describeEvent(event));
    return;
  }
  const grave = event.event === 'failed' || event.event === 'unknown' || event.event === 'trouble';
  log[grave || event.event === 'unreached' ? 'warn' : 'info'](event, describeEvent(event));
}
