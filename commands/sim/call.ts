// `remind sim call`: somebody calls one of your numbers on the running simulator, and you listen in.

import type { CommandModule, Context } from '../../src/core/command.ts';
import { EXIT, InterruptedError, UnhealthyError, UsageError } from '../../src/core/errors.ts';
import { clockTime } from '../../src/core/say-time.ts';
import { type CallStatus, FINAL_CALL } from '../../src/simulator/call.ts';
import { describeSimEvent } from '../../src/simulator/describe-event.ts';
import type { Heard } from '../../src/simulator/hear-report.ts';
import type { SimEvent } from '../../src/simulator/journal.ts';
import { isForProgram } from '../../src/terminal/format-flags.ts';
import { checkDigits, checkDuration, readParty } from './caller.ts';
import { HEARD_COLUMNS } from './hear-columns.ts';
import { describeHearing } from './hear-text.ts';
import {
  describeRunning,
  findRunning,
  type RunningNeeds,
  type RunningOptions,
  type RunningSimulator,
} from './running.ts';

interface Options extends RunningOptions {
  readonly digits?: string;
  readonly says?: string;
  readonly hangsUpAfter?: string;
  readonly givesUpAfter?: string;
}

// Twilio's code for a URL that is none: so also for the one of a number that has none.
const NO_URL = 11100;
const REMEDY =
  'What answers is said when the simulator starts, remind sim --voice-url http://127.0.0.1:3000/voice, or over its REST API: the VoiceUrl of the number';

export const command: CommandModule<[from: string, to: string], Options, RunningNeeds> = {
  examples: [
    'remind sim call +12025550101 +15005550006',
    'remind sim call +12025550101 +15005550006 --digits 1w4711#',
    'remind sim call +12025550101 +15005550006 --hangs-up-after 10s --json=said,heardFraction',
  ],
  columns: HEARD_COLUMNS,
  format: 'record',
  time: 'real',
  describe(command) {
    command
      .argument('<from>', 'the number of whoever calls')
      .argument('<to>', 'one of the simulated account’s numbers')
      .option(
        '--digits <keys>',
        'typed at the first question; w and W pause for half a second and a whole one',
      )
      .option('--says <words>', 'said at the first question, to whoever takes speech')
      .option('--hangs-up-after <duration>', 'of talking, such as 30s (default: listens to the end)')
      .option('--gives-up-after <duration>', 'of ringing (default: waits)');
    describeRunning(command);
  },
  async run(ctx, [from, to], options) {
    const draft = draftOf(from, to, options);
    const simulator = await findRunning(ctx, options);
    // Before the call: the first words are said within the second.
    const events = await simulator.follow('/sim/events/stream');
    const stopListening = () => events.close();
    ctx.signal.addEventListener('abort', stopListening);
    let sid: string | undefined;
    try {
      ({ sid } = (await simulator.post('/sim/call', draft)) as { sid: string });
      const ended = await listen(ctx, { events: events.lines, sid, isQuiet: isForProgram(options) });
      const heard = await hearingOf(simulator, sid);
      const { style } = ctx.out;
      ctx.out.record(heard, HEARD_COLUMNS, options, (row) => describeHearing(row, style, ended).join('\n'));
      return ended === 'completed' ? undefined : EXIT.partial;
    } finally {
      ctx.signal.removeEventListener('abort', stopListening);
      events.close();
      // Nobody is on the phone any more: it would ring, or be spoken to, for as long as the simulator runs.
      if (ctx.signal.aborted && sid !== undefined) await simulator.leave('/sim/hang-up', { sid });
    }
  },
};

function draftOf(from: string, to: string, { digits, says, hangsUpAfter, givesUpAfter }: Options): object {
  checkDigits('--digits', digits);
  checkDuration('--hangs-up-after', hangsUpAfter);
  checkDuration('--gives-up-after', givesUpAfter);
  if (says === '') throw new UsageError('--says: nothing is said', { hint: '--says "tomorrow at ten"' });
  const parties = { from: readParty('<from>', from), to: readParty('<to>', to) };
  return { ...parties, digits, says: says === undefined ? undefined : [says], hangsUpAfter, givesUpAfter };
}

interface Listening {
  readonly events: AsyncIterator<string>;
  readonly sid: string;
  readonly isQuiet: boolean;
}

/** Tells what happens on the call until it is over, and how it ended. */
async function listen(ctx: Context, { events, sid, isQuiet }: Listening): Promise<CallStatus> {
  for (let next = await events.next(); !next.done; next = await events.next()) {
    const event = JSON.parse(next.value) as SimEvent;
    if (sidOf(event) !== sid) continue;
    const line = describeSimEvent(event);
    if (line !== undefined && !isQuiet) ctx.out.note(`${clockTime(event.at)} ${line}`);
    if (event.event === 'notification' && event.code === NO_URL) ctx.out.note(REMEDY);
    const ended = event.event === 'call' && FINAL_CALL.find((status) => status === event.status);
    if (ended) return ended;
  }
  if (ctx.signal.aborted) throw new InterruptedError();
  throw new UnhealthyError('the simulator ended before the call did', { hint: 'start one: remind sim' });
}

function sidOf(event: SimEvent): string | null {
  if ('sid' in event) return event.sid;
  return 'callSid' in event ? event.callSid : null;
}

/** What the caller heard of it. */
async function hearingOf(simulator: RunningSimulator, sid: string): Promise<Heard> {
  const { heard } = (await simulator.get(`/sim/hear?call=${sid}`)) as { heard: readonly Heard[] };
  const mine = heard.find(({ side }) => side === 'caller');
  if (mine === undefined) throw new UnhealthyError(`the simulator does not know what was heard on ${sid}`);
  return mine;
}
