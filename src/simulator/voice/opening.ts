// What happens on answering, before the first document is asked for.

import { planOf } from '../call.ts';
import { tonesMs } from '../pace.ts';
import { runDetection } from './detection.ts';
import type { Leg } from './leg.ts';
import { sayNotice } from './trial-notice.ts';

export async function open(leg: Leg): Promise<void> {
  const { detection, sendDigits, notice } = planOf(leg.call);
  if (detection !== null) await runDetection(leg, detection);
  if (sendDigits !== '') await leg.utter({ verb: 'digits', text: sendDigits, ms: tonesMs(sendDigits) });
  if (notice !== undefined) await sayNotice(leg, notice);
}
