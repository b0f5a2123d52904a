// `remind send`: a text or call now, through the same door and intents as any reminder.

import type { Column, CommandModule, Context } from '../src/core/command.ts';
import { EXIT, type ExitCode } from '../src/core/errors.ts';
import { formatId } from '../src/core/id.ts';
import { showState } from '../src/core/lifecycle.ts';
import { formatMicros } from '../src/core/price.ts';
import type { Channel, NewReminder, Reminder } from '../src/core/reminder.ts';
import type { Estimate } from '../src/reminders/estimate.ts';
import type { SendRequest } from '../src/reminders/prepare-send.ts';
import { DRY_RUN } from '../src/terminal/endings.ts';
import { isForProgram } from '../src/terminal/format-flags.ts';

/** One reminder sent, and what went wrong with it, in words and with the remedy. */
export interface SentReminder {
  readonly reminder: Reminder;
  readonly sid: string | null;
  readonly contactName: string | null;
  readonly estimate: Estimate;
  /** Twilio's HTTP status when it was asked; null when no answer came. */
  readonly httpStatus: number | null;
  readonly problem: string | null;
  readonly remedy: string | null;
}

/** What a guard refused of a send by both channels, when the other one went: nothing of it is stored. */
export interface RefusedPart {
  readonly channel: Channel;
  /** `not sent: …` */
  readonly message: string;
  readonly hint: string | undefined;
}

export interface SendOutcome {
  readonly sent: readonly SentReminder[];
  readonly refused: readonly RefusedPart[];
}

/** What would be sent, word for word. */
export interface SendPreview {
  readonly reminder: NewReminder;
  readonly contactName: string | null;
  readonly estimate: Estimate;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly params: Readonly<Record<string, string | readonly string[]>>;
  };
}

export interface SendNeeds {
  /** @throws RefusedError when a guard refuses all of it */
  send(request: SendRequest, wait: boolean): Promise<SendOutcome>;
  previewSend(request: SendRequest): Promise<readonly SendPreview[]>;
}

interface Options {
  readonly via?: string;
  readonly from?: string;
  readonly tenant?: string;
  readonly tz?: string;
  readonly name?: string;
  readonly var?: readonly string[];
  readonly wait?: boolean;
  readonly anyHour?: boolean;
  readonly dryRun?: boolean;
}

/** What was sent, or in a dry run would be. */
type Row = SentReminder | SendPreview;

function isSent(row: Row): row is SentReminder {
  return 'sid' in row;
}

const columns: readonly Column<Row>[] = [
  { key: 'id', value: (row) => (isSent(row) ? formatId(row.reminder.id) : null) },
  {
    key: 'state',
    value: (row) => (isSent(row) ? showState(row.reminder.state, row.reminder.holdReason) : null),
  },
  { key: 'receipt', value: (row) => (isSent(row) ? row.reminder.receipt : null) },
  { key: 'channel', value: ({ reminder }) => reminder.channel },
  { key: 'to', value: ({ reminder }) => reminder.to },
  { key: 'contact', value: ({ contactName }) => contactName },
  { key: 'sid', value: (row) => (isSent(row) ? row.sid : null) },
  { key: 'body', value: ({ reminder }) => reminder.body },
  { key: 'segments', value: ({ estimate }) => estimate.segments },
  { key: 'encoding', value: ({ estimate }) => estimate.encoding },
  { key: 'estimatedMicros', value: ({ estimate }) => estimate.micros },
  { key: 'problem', value: (row) => (isSent(row) ? row.problem : null) },
  { key: 'remedy', value: (row) => (isSent(row) ? row.remedy : null) },
  { key: 'request', value: (row) => (isSent(row) ? null : row.request) },
];

export const command: CommandModule<[string, string], Options, SendNeeds> = {
  examples: [
    'remind send me "The backup is done"',
    'remind send +12025550123 "Hello {{name}}" --name Cindy --wait',
    'remind send cindy "The practice is closed today" --via call',
    'remind send cindy "Hello" --dry-run',
  ],
  columns,
  format: 'list',
  describe(command) {
    command
      .argument('<who>', 'a contact or a phone number')
      .argument('<text>', 'what to say; {{name}}, {{time}}, {{date}} are filled in; - reads stdin')
      .option('--via <channel>', 'sms, call or both (default: sms)')
      .option('--wait', 'wait until Twilio says what became of it (two minutes at most)')
      .option('--from <sender>', 'the sending number or messaging service')
      .option('--tenant <name>', 'the tenant it is sent for')
      .option('--tz <zone>', "the recipient's time zone, Area/City, for {{time}} and {{date}}")
      .option('--name <name>', 'what {{name}} becomes')
      .option('--var <name=value...>', 'a variable of your own: --var doctor="Dr. Ng"; repeatable')
      .option('--any-hour', "also in the recipient's quiet hours")
      .option('-n, --dry-run', 'show the request, store and send nothing');
  },
  async run(ctx, [to, text], options) {
    const body = text === '-' ? await ctx.stdin() : text;
    const { via, from, tenant, tz, name, anyHour } = options;
    const request = { to, body, via, from, tenant, tz, name, anyHour, variables: options.var };
    const { sent, refused } = options.dryRun ? NOTHING : await ctx.send(request, options.wait ?? false);
    const rows: readonly Row[] = options.dryRun ? await ctx.previewSend(request) : sent;
    if (isForProgram(options)) ctx.out.list(rows, columns, options);
    else for (const row of rows) ctx.out.line(isSent(row) ? describe(ctx, row) : describeRequest(row));
    for (const part of refused) ctx.out.warn(describePart(part));
    tellNext(ctx, sent, options);
    return exitCodeOf(sent, refused);
  },
};

const NOTHING: SendOutcome = { sent: [], refused: [] };

function describePart({ channel, message, hint }: RefusedPart): string {
  const what = channel === 'sms' ? 'text' : 'call';
  return `the ${what} was ${message}${hint === undefined ? '' : ` (${hint})`}`;
}

function describeRequest({ request: { method, path, params } }: SendPreview): string {
  const lines = Object.entries(params).map(([name, value]) => `  ${name}=${String(value)}`);
  return [`${method} ${path}`, ...lines].join('\n');
}

function tellNext({ out }: Context, sent: readonly SentReminder[], { dryRun, wait }: Options): void {
  if (dryRun) out.note(DRY_RUN);
  const [first] = sent.filter(({ reminder }) => reminder.state === 'sent');
  if (first && !wait) out.note(`What becomes of it: remind show ${formatId(first.reminder.id)}`);
}

function describe(ctx: Context, { reminder, contactName, estimate, problem, remedy }: SentReminder): string {
  const { green, red, yellow } = ctx.out.style;
  const what = reminder.channel === 'sms' ? 'Text' : 'Call';
  const whom = contactName === null ? reminder.to : `${contactName} (${reminder.to})`;
  const state = showState(reminder.state, reminder.holdReason);
  const outcome = reminder.receipt === null ? state : `${state}, ${reminder.receipt}`;
  const colour =
    reminder.state === 'sent' && problem === null ? green : reminder.state === 'unknown' ? yellow : red;
  const lines = [
    // What Twilio refused costs nothing.
    `${what} ${formatId(reminder.id)} to ${whom}: ${colour(outcome)}${
      reminder.state === 'failed' ? '' : `, about ${formatMicros(estimate.micros)}`
    }`,
  ];
  if (problem !== null) lines.push(`  ${problem}`);
  if (remedy !== null) lines.push(`  ${remedy}`);
  if (estimate.hint !== null) lines.push(`  ${estimate.hint}`);
  return lines.join('\n');
}

/** Refused or undelivered is Twilio's no; an unknown outcome, and one of two, is neither done nor undone. */
function exitCodeOf(sent: readonly SentReminder[], refused: readonly RefusedPart[]): ExitCode | undefined {
  if (sent.some(({ httpStatus }) => httpStatus === 401)) return EXIT.credentials;
  const isDone = ({ reminder, problem }: SentReminder): boolean =>
    reminder.state === 'sent' && problem === null;
  const isTwiliosNo = (one: SentReminder): boolean => one.reminder.state !== 'unknown' && !isDone(one);
  if (refused.length === 0 && sent.every(isDone)) return undefined;
  return refused.length === 0 && sent.every(isTwiliosNo) ? EXIT.twilio : EXIT.partial;
}
