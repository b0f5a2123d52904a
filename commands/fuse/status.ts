// `remind fuse status`: whether the blast fuse has tripped, why, and what it holds back.

import type { Column, CommandModule, Context } from '../../src/core/command.ts';
import { counted } from '../../src/core/count.ts';
import { describeLimit, FUSE_KEYS } from '../../src/core/limits.ts';
import { toUtc } from '../../src/core/say-time.ts';
import { sayStop } from '../../src/core/stop.ts';
import { type FuseStatus, readFuse } from '../../src/delivery/fuse.ts';
import type { ReleaseDeps } from '../../src/delivery/release.ts';
import { idOrNull } from '../../src/reminders/columns.ts';
import { type Fact, factLines } from '../../src/terminal/facts.ts';

export interface FuseNeeds {
  releasing(): Promise<ReleaseDeps>;
}

const columns: readonly Column<FuseStatus>[] = [
  { key: 'state', value: stateOf },
  { key: 'trippedAt', value: ({ tripped }) => toUtc(tripped?.since ?? null) },
  { key: 'reason', value: ({ tripped }) => tripped?.reason ?? null },
  { key: 'held', value: ({ held }) => held },
  { key: 'blocksInHour', value: ({ blocksInHour }) => blocksInHour },
  {
    key: 'blocks',
    value: ({ blocks }) =>
      blocks.map(({ at, rule, to, reminderId }) => ({
        at: toUtc(at),
        limit: rule,
        to,
        reminderId: idOrNull(reminderId),
      })),
  },
  { key: 'limits', value: ({ limits }) => limits },
];

export const command: CommandModule<[], object, FuseNeeds> = {
  examples: ['remind fuse status', 'remind fuse status --json=state,reason,held'],
  columns,
  format: 'record',
  describe() {},
  async run(ctx, _args, options) {
    const { db } = await ctx.releasing();
    ctx.out.record(await readFuse(db, ctx.clock.now()), columns, options, (fuse) => describe(ctx, fuse));
    return undefined;
  },
};

function stateOf({ tripped, isOff }: FuseStatus): 'tripped' | 'off' | 'armed' {
  if (tripped !== null) return 'tripped';
  return isOff ? 'off' : 'armed';
}

function describe({ out }: Context, fuse: FuseStatus): string {
  const { red, yellow, green, dim } = out.style;
  const { tripped, held, blocksInHour, blocks, limits } = fuse;
  const state =
    tripped === null
      ? stateOf(fuse) === 'off'
        ? yellow('off, on a simulator')
        : green('armed')
      : red(sayStop(tripped));
  const facts: readonly Fact[] = [
    ['fuse', state],
    ['held', held === 0 ? 'nothing' : yellow(`${counted(held, 'reminder')}: remind list --state held:fuse`)],
    [
      'held back',
      blocksInHour === 0
        ? 'nothing within the hour'
        : `${counted(blocksInHour, 'send')} within the hour, the last to ${blocks[0]?.to} ${dim(`(${blocks[0]?.rule})`)}`,
    ],
    ...FUSE_KEYS.map((key): Fact => [`fuse.${key}`, describeLimit(key, limits[key])]),
  ];
  return factLines(facts, '').join('\n');
}
