// `remind optout show`: what one person said about texts and calls, and the reminders that it cancelled.

import type { Column, CommandBuilder, CommandModule } from '../../src/core/command.ts';
import { formatId } from '../../src/core/id.ts';
import { describeInstant, toUtc } from '../../src/core/say-time.ts';
import { resolveRecipient } from '../../src/reminders/recipient.ts';
import { findTenant } from '../../src/reminders/tenants.ts';
import { listOptOuts, type OptOut, remindersOfOptOut } from '../../src/store/opt-outs.ts';
import { type Reply, repliesOf } from '../../src/store/replies.ts';
import { OPT_OUT_COLUMNS, optOutLine, REPLY_COLUMNS, replyLine } from '../optout-screen.ts';
import type { OptOutNeeds } from './list.ts';

interface Options {
  readonly tenant?: string;
}

interface Shown {
  readonly person: string;
  readonly contact: string | null;
  readonly optOuts: readonly OptOut[];
  readonly reminders: Awaited<ReturnType<typeof remindersOfOptOut>>;
  readonly texts: readonly Reply[];
}

const MOST = 100;
const TEXTS = 20;

const columns: readonly Column<Shown>[] = [
  { key: 'person', value: ({ person }) => person },
  { key: 'contact', value: ({ contact }) => contact },
  { key: 'optedOut', value: ({ optOuts }) => optOuts.some(({ endedAt }) => endedAt === null) },
  { key: 'optOuts', value: ({ optOuts }) => optOuts.map((each) => objectOf(OPT_OUT_COLUMNS, each)) },
  {
    key: 'reminders',
    value: ({ reminders }) =>
      reminders.map(({ id, channel, dueAt, state, body }) => {
        return { id: formatId(id), state, channel, dueAt: toUtc(dueAt), body };
      }),
  },
  { key: 'texts', value: ({ texts }) => texts.map((each) => objectOf(REPLY_COLUMNS, each)) },
];

export const command: CommandModule<[string], Options, OptOutNeeds> = {
  examples: ['remind optout show +12025550123', 'remind optout show cindy --json=optedOut,reminders'],
  columns,
  format: 'record',
  describe(builder: CommandBuilder) {
    builder
      .argument('<who>', 'a contact or a phone number')
      .option('--tenant <name>', 'the tenant whose contact it is');
  },
  async run(ctx, [who], options) {
    const { db, defaults } = await ctx.reminders();
    const tenant = await findTenant(db, options.tenant);
    const { to: person, contact } = await resolveRecipient(db, who, { tenant, defaults });
    const optOuts = await listOptOuts(db, { person, all: true, limit: MOST });
    const reminders = (await Promise.all(optOuts.map(({ id }) => remindersOfOptOut(db, id)))).flat();
    const texts = await repliesOf(db, person, TEXTS);
    const shown = { person, contact: contact?.name ?? null, optOuts, reminders, texts };
    ctx.out.record(shown, columns, options, describe);
    return undefined;
  },
};

function describe({ person, optOuts, reminders, texts }: Shown): string {
  const cancelled = reminders.map(({ id, channel, dueAt, zone, body }) => {
    return `  cancelled ${formatId(id)}: ${channel}, due ${describeInstant(dueAt, zone)}, ${body.slice(0, 60)}`;
  });
  return [
    ...(optOuts.length === 0 ? [`${person} has not opted out`] : optOuts.map(optOutLine)),
    ...cancelled,
    ...(texts.length === 0
      ? []
      : ['Texts, the newest first:', ...texts.map((text) => `  ${replyLine(text)}`)]),
  ].join('\n');
}

function objectOf<Row>(fields: readonly Column<Row>[], row: Row): Record<string, unknown> {
  return Object.fromEntries(fields.map(({ key, value }) => [key, value(row) ?? null]));
}
