// What a trial account's calls begin with: words of Twilio's, until somebody presses a key.

import { MS_PER_CHARACTER } from '../pace.ts';
import type { Leg } from './leg.ts';
import { endLeg } from './life.ts';

/** After the words; Twilio does not say how long it waits, nor that it hangs up then: a choice. */
const WAIT_MS = 10_000;

/** Returns when a key was pressed; throws CallOver when none was, and the call with it. */
export async function sayNotice(leg: Leg, text: string): Promise<void> {
  let isPressed = false;
  leg.listen({
    onKey: () => {
      isPressed = true;
      leg.wake();
    },
  });
  try {
    const isCut = await leg.utter({ verb: 'say', text, ms: text.length * MS_PER_CHARACTER });
    if (!isCut) {
      leg.far.ask({ keys: true, speech: false });
      await leg.wait(WAIT_MS);
    }
  } finally {
    leg.listen(undefined);
  }
  if (!isPressed) endLeg(leg, 'completed', { by: 'near', sipCode: 200 });
  leg.check();
}
