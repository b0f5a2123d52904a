// `remind plan`: what is to be sent, when it will go, and what will go wrong; moves what would be late.

import type { Column, CommandBuilder, CommandModule } from '../src/core/command.ts';
import { counted } from '../src/core/count.ts';
import { EXIT } from '../src/core/errors.ts';
import { toUtc } from '../src/core/say-time.ts';
import {
  type Foresight,
  type ForesightDeps,
  lookAhead,
  moveEarlier,
} from '../src/reminders/foresight/look-ahead.ts';
import { sumsOf, type Window, windowsOf } from '../src/reminders/foresight/windows.ts';
import { planText } from './plan-screen.ts';

export interface PlanNeeds {
  foresight(): Promise<ForesightDeps>;
}

interface Options {
  readonly on?: string;
  readonly tz?: string;
  readonly cps?: string;
  readonly mps?: string;
  readonly apply?: boolean;
}

interface Planned extends Foresight {
  /** How many were moved; null when none were to be. */
  readonly moved: number | null;
}

const columns: readonly Column<Planned>[] = [
  { key: 'beginsAt', value: ({ outlook }) => toUtc(outlook.from) },
  { key: 'endsAt', value: ({ outlook }) => toUtc(outlook.until) },
  { key: 'calls', value: ({ outlook }) => sumsOf(outlook).calls },
  { key: 'texts', value: ({ outlook }) => sumsOf(outlook).texts },
  { key: 'costMicros', value: ({ outlook }) => sumsOf(outlook).micros },
  { key: 'lateMs', value: ({ outlook }) => sumsOf(outlook).lateMs },
  { key: 'useless', value: ({ outlook }) => sumsOf(outlook).useless },
  { key: 'windows', value: ({ outlook }) => windowsOf(outlook).map(windowJson) },
  { key: 'findings', value: ({ findings }) => findings },
  { key: 'balanceMicros', value: ({ outlook }) => outlook.balance?.micros ?? null },
  { key: 'moved', value: ({ moved }) => moved },
];

export const command: CommandModule<[], Options, PlanNeeds> = {
  examples: [
    'remind plan',
    'remind plan --on mon',
    'remind plan --on tomorrow --cps 4',
    'remind plan --on mon --apply',
    'remind plan --on mon --json=lateMs,findings',
  ],
  columns,
  format: 'record',
  describe(command: CommandBuilder) {
    command
      .option('--on <day>', 'what is due on this day: tomorrow, mon, 2026-12-01 (default: the next 24 hours)')
      .option('--tz <zone>', 'the zone that --on and the times are in')
      .option('--cps <n>', 'as if the account had so many calls a second')
      .option('--mps <n>', 'as if each sender had so many segments a second')
      .option('--apply', 'let what would be late go earlier; remind undo takes it back');
  },
  async run(ctx, _args, options) {
    const deps = await ctx.foresight();
    const before = await lookAhead(deps, options);
    const moved = options.apply ? await moveEarlier(deps, before) : null;
    const seen = moved ? await lookAhead(deps, options) : before;
    ctx.out.record({ ...seen, moved }, columns, options, () => planText(ctx.out, seen));
    if (moved !== null) ctx.out.note(moved === 0 ? 'Nothing was moved.' : movedWords(moved));
    return seen.findings.some(({ level }) => level === 'problem') ? EXIT.unhealthy : undefined;
  },
};

function movedWords(moved: number): string {
  return `Moved ${counted(moved, 'reminder')} so as to go earlier. Take it back with: remind undo`;
}

function windowJson({ from, calls, texts, micros, lateMs, useless }: Window): object {
  return { beginsAt: toUtc(from), calls, texts, costMicros: micros, lateMs, useless };
}
