// Runs what a leg does from beginning to end, and takes care of how it may end.

import { notify } from '../notify.ts';
import { CallOver, type Leg } from './leg.ts';
import { endLeg } from './life.ts';

/** When the work is done and the call is not over, Twilio hangs up. */
export async function supervise(leg: Leg, work: () => Promise<void>): Promise<void> {
  try {
    await work();
    endLeg(leg, 'completed', { by: 'near', sipCode: 200 });
  } catch (error) {
    if (error instanceof CallOver) return;
    // Our own mistake must neither hang a call nor end the simulator.
    const message = error instanceof Error ? error.message : String(error);
    notify(leg.world, leg.account, { level: 'error', code: 12400, message, callSid: leg.call.sid });
    endLeg(leg, 'failed', { by: null });
  }
}
