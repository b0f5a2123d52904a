// `remind report`: a day's appointments: who confirmed, who cancelled, who was not reached and has to be called.

import type { Column, CommandBuilder, CommandModule, Context } from '../src/core/command.ts';
import { counted } from '../src/core/count.ts';
import { describeInstant, toUtc } from '../src/core/say-time.ts';
import { wallAt } from '../src/core/zone.ts';
import type { ReminderDeps } from '../src/reminders/deps.ts';
import { BY_HAND, type Entry, type Report, report, type Standing } from '../src/reminders/report.ts';

export interface ReportNeeds {
  reminders(): Promise<ReminderDeps>;
}

interface Options {
  readonly on?: string;
  readonly tenant?: string;
  readonly tz?: string;
}

const of =
  (...standings: readonly Standing[]) =>
  ({ entries }: Report): readonly Entry[] =>
    entries.filter(({ standing }) => standings.includes(standing));
const byHand = of(...BY_HAND);

const columns: readonly Column<Report>[] = [
  { key: 'beginsAt', value: ({ from }) => toUtc(from) },
  { key: 'endsAt', value: ({ until }) => toUtc(until) },
  { key: 'zone', value: ({ zone }) => zone },
  { key: 'tenant', value: ({ tenant }) => tenant },
  { key: 'appointments', value: ({ entries }) => entries.length },
  { key: 'confirmed', value: (each) => of('confirmed')(each).length },
  { key: 'cancelled', value: (each) => of('cancelled')(each).length },
  { key: 'reached', value: (each) => of('reached')(each).length },
  { key: 'toCome', value: (each) => of('to-come')(each).length },
  { key: 'unreached', value: (each) => of('unreached')(each).length },
  { key: 'undecided', value: (each) => of('undecided')(each).length },
  { key: 'byHand', value: (each) => byHand(each).map(entryJson) },
  { key: 'entries', value: ({ entries }) => entries.map(entryJson) },
];

export const command: CommandModule<[], Options, ReportNeeds> = {
  examples: [
    'remind report',
    'remind report --on tomorrow --tenant acme',
    'remind report --on 2026-12-01 --json=unreached,byHand',
  ],
  columns,
  format: 'record',
  describe(command: CommandBuilder) {
    command
      .option('--on <day>', 'the day: today, mon, 2026-12-01', 'tomorrow')
      .option('--tenant <name>', 'only of this tenant')
      .option('--tz <zone>', 'the zone that --on is in');
  },
  async run(ctx, _args, { on = 'tomorrow', tenant, tz, json }) {
    const told = await report(await ctx.reminders(), { on, tenant, tz });
    ctx.out.record(told, columns, { json }, () => describe(ctx, told));
    return undefined;
  },
};

function describe({ out }: Context, told: Report): string {
  const day = describeInstant(told.from, told.zone).replace(/, 00:00.*/, '');
  const whose = told.tenant === null ? '' : `, ${told.tenant}`;
  if (told.entries.length === 0) return `${day}${whose}: no appointments`;
  const parts = (
    [
      ['confirmed', of('confirmed')],
      ['cancelled', of('cancelled')],
      ['reached, no answer', of('reached')],
      ['to come', of('to-come')],
      ['unreached', of('unreached')],
      ['to be decided about', of('undecided')],
      ['to be called as they ask', of('asks')],
    ] as const
  ).flatMap(([name, pick]) => (pick(told).length === 0 ? [] : [`${pick(told).length} ${name}`]));
  return [
    `${day}${whose}: ${counted(told.entries.length, 'appointment')}: ${parts.join(', ')}`,
    ...section(out.style.red('Call by hand'), byHand(told)),
    ...section('Cancelled', of('cancelled')(told)),
    ...section('Confirmed', of('confirmed')(told)),
  ].join('\n');
}

function section(title: string, entries: readonly Entry[]): string[] {
  if (entries.length === 0) return [];
  const lines = entries.map(({ at, zone, name, to, why, tenant }) => {
    const person = [name, to].filter((each) => each !== null).join(' ');
    const whose = tenant === 'default' ? '' : ` (${tenant})`;
    return `  ${wallAt(at, zone).slice(11, 16)}  ${person}${whose}${why === null ? '' : `: ${why}`}`;
  });
  return ['', `${title}:`, ...lines];
}

function entryJson({ at, zone, tenant, name, to, standing, why, reminders }: Entry): object {
  return { at: toUtc(at), zone, tenant, contact: name, to, standing, why, reminders };
}
