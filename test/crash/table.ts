// The outcomes of a matrix as tables that a person reads.

import type { Outcome } from './kill.ts';
import { CASES, type Case, sayCase } from './matrix.ts';

interface Sum {
  readonly kills: number;
  readonly taken: number;
  readonly lost: number;
  readonly doubled: number;
  readonly unlawful: number;
  readonly foreign: number;
}

/** In the order of the matrix, whatever the order of the outcomes. `when` says of which run this is. */
export function matrixTables(found: readonly Outcome[], when: Date): string {
  const places = new Map(CASES.map((one, index) => [sayCase(one), index]));
  const place = ({ case: one }: Outcome) => places.get(sayCase(one)) ?? 0;
  const outcomes = [...found].sort((a, b) => place(a) - place(b));
  const { kills, lost, doubled, unlawful, foreign } = sum(outcomes);
  return [
    `Of ${when.toISOString().slice(0, 10)}, Node ${process.versions.node}: **${kills} kills, ` +
      `${lost} lost, ${doubled} doubled, ${unlawful} unlawful rows, ${foreign} foreign SIDs**.`,
    table(
      'crash point',
      outcomes,
      ({ run, point }) => `\`${point}\`${point.startsWith('reconcile:') ? ` (${run})` : ''}`,
    ),
    table('fault', outcomes, ({ fault }) => fault),
    table('by', outcomes, ({ via }) => (via === 'sms' ? 'text' : 'call')),
  ].join('\n\n');
}

function table(title: string, outcomes: readonly Outcome[], keyOf: (one: Case) => string): string {
  const groups = new Map<string, Outcome[]>();
  for (const outcome of outcomes) {
    const key = keyOf(outcome.case);
    groups.set(key, [...(groups.get(key) ?? []), outcome]);
  }
  const rows = [...groups].map(([key, group]) => {
    const { kills, taken, lost, doubled, unlawful, foreign } = sum(group);
    return `| ${[key, kills, taken, lost, doubled, unlawful, foreign].join(' | ')} |`;
  });
  return [
    `| ${title} | kills | at Twilio by then | lost | doubled | unlawful rows | foreign SIDs |`,
    '|---|--:|--:|--:|--:|--:|--:|',
    ...rows,
  ].join('\n');
}

function sum(outcomes: readonly Outcome[]): Sum {
  const total = (count: (outcome: Outcome) => number) =>
    outcomes.reduce((all, outcome) => all + count(outcome), 0);
  return {
    kills: total(({ kills }) => kills),
    taken: total(({ taken }) => taken),
    lost: total(({ lost }) => lost),
    doubled: total(({ doubled }) => doubled),
    unlawful: total(({ unlawful }) => unlawful.length),
    foreign: total(({ foreign }) => foreign.length),
  };
}
