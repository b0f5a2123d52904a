// Two legs talking, until one of them hangs up or is made to.

import { Bridge } from './bridge.ts';
import type { DialRules } from './dial-rules.ts';
import type { Leg } from './leg.ts';
import { answerLeg } from './life.ts';

export interface Talk {
  /** The leg that dialled: its star and its time limit count. */
  readonly leg: Leg;
  readonly other: Leg;
  readonly rules: Pick<DialRules, 'hangsUpOnStar' | 'timeLimitMs'>;
  /** True when the other leg is there no more; whatever makes it so wakes the leg. */
  readonly isOver: () => boolean;
}

/** Joins them, and parts them in any case. */
export async function talk({ leg, other, rules, isOver }: Talk): Promise<void> {
  const { clock } = leg.world;
  if (!leg.isAnswered) answerLeg(leg);
  const bridge = new Bridge(leg, other);
  let isStarred = false;
  if (rules.hangsUpOnStar) {
    leg.listen({
      onKey: (key) => {
        isStarred ||= key === '*';
        if (isStarred) leg.wake();
      },
    });
  }
  const endsAt = clock.now() + rules.timeLimitMs;
  try {
    while (!isOver() && !isStarred && clock.now() < endsAt) await leg.wait(endsAt - clock.now());
  } finally {
    leg.listen(undefined);
    bridge.close();
  }
}
