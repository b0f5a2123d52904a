// `remind badnumber list`: numbers that lead nowhere, and what still is to go there.

import type { Column, CommandModule } from '../../src/core/command.ts';
import { toUtc } from '../../src/core/say-time.ts';
import type { ReminderDeps } from '../../src/reminders/deps.ts';
import { type ListedBadNumber, listBad } from '../../src/store/bad-numbers.ts';
import { parseLimit } from '../../src/terminal/format-flags.ts';

export interface BadNumberNeeds {
  reminders(): Promise<ReminderDeps>;
}

const PAGE = 50;

const columns: readonly Column<ListedBadNumber>[] = [
  { key: 'number', heading: 'NUMBER', value: (bad) => bad.number },
  {
    key: 'contact',
    heading: 'CONTACT',
    value: (bad) => bad.contactName,
    show: (bad) => bad.contactName ?? '',
  },
  { key: 'for', heading: 'FOR', value: (bad) => (bad.channel === null ? 'everything' : 'texts') },
  { key: 'code', value: (bad) => bad.code },
  {
    key: 'markedAt',
    heading: 'SINCE',
    value: (bad) => toUtc(bad.since),
    show: (bad) => toUtc(bad.since) ?? '',
  },
  { key: 'waiting', heading: 'WAITING', value: (bad) => bad.waiting },
  { key: 'reason', heading: 'WHY', value: (bad) => bad.reason, isProse: true },
];

export const command: CommandModule<[], object, BadNumberNeeds> = {
  examples: ['remind badnumber list', 'remind badnumber list --json=number,reason,waiting'],
  columns,
  format: 'list',
  describe() {},
  async run(ctx, _args, options) {
    const { db } = await ctx.reminders();
    const rows = await listBad(db, parseLimit(options.limit, PAGE));
    ctx.out.list(rows, columns, options, 'No number is marked bad.');
    return undefined;
  },
};
