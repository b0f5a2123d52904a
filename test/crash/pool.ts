// Works through cases, a few at a time.

import { Homes } from './home.ts';
import { killOnce, type Outcome } from './kill.ts';
import type { Case } from './matrix.ts';

/** In the order in which they ended. `onDone` is told of each. */
export async function killAll(
  cases: readonly Case[],
  atOnce: number,
  onDone: (outcome: Outcome) => void = () => {},
): Promise<readonly Outcome[]> {
  const homes = new Homes();
  const outcomes: Outcome[] = [];
  const queue = cases.values();
  const slot = async (): Promise<void> => {
    for (const one of queue) {
      const outcome = await killOnce(homes, one);
      outcomes.push(outcome);
      onDone(outcome);
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, slot));
  } finally {
    homes.close();
  }
  return outcomes;
}

export function isClean({ kills, lost, doubled, unlawful, foreign }: Outcome): boolean {
  return kills === 1 && lost === 0 && doubled === 0 && unlawful.length === 0 && foreign.length === 0;
}
