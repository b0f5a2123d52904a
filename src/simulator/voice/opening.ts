// What happens on answering, before the first document is asked for.

import { DETECTION_MICROS } from '../money.ts';
import { tonesMs } from '../pace.ts';
import { charge } from '../usage.ts';
import { runDetection } from './detection.ts';
import type { Leg } from './leg.ts';

export async function open(leg: Leg): Promise<void> {
  const { world, account } = leg;
  const { detection, sendDigits } = leg.call.plan;
  if (detection !== null) {
    charge(world, account, { item: 'answering-machine-detection', usage: 1, micros: DETECTION_MICROS });
    await runDetection(leg, detection);
  }
  if (sendDigits !== '') await leg.utter({ verb: 'digits', text: sendDigits, ms: tonesMs(sendDigits) });
}
