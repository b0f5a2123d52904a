// What carriers ask of a sender before they let its texts through, told before the first one is blocked.

import { regionOf } from '../../core/phone.ts';
import { type Finding, ok, skipped, warning } from './check.ts';

// North American toll-free area codes in service (NANPA; 822 and 880-882 are reserved).
const TOLL_FREE = /^\+1(800|833|844|855|866|877|888)\d{7}$/;

/** By the sender's own form; whether it is registered already cannot be seen from here. */
export async function registrationFinding(from: string | undefined): Promise<Finding> {
  if (from === undefined) return skipped('no sender is set');
  if (TOLL_FREE.test(from)) {
    return warning(
      'a toll-free number texts the US and Canada only once it is verified (30032); that takes 3 to 5 days',
      'https://console.twilio.com: Messaging > Regulatory compliance > Toll-free verification',
    );
  }
  if (from.startsWith('+1') && (await regionOf(from)) !== 'CA') {
    return warning(
      'US carriers block texts of unregistered numbers (30034); brand and campaign take 10 to 15 business days',
      'https://console.twilio.com: Messaging > Regulatory compliance > A2P 10DLC; calls are not affected',
    );
  }
  if (/[A-Za-z]/.test(from) && !/^MG/.test(from)) {
    return warning(
      `"${from}" is a name: nobody can answer it, it cannot call, and the US and Canada do not take it`,
      'use a number where people should be able to answer',
    );
  }
  return ok('no registration is known to be needed');
}
