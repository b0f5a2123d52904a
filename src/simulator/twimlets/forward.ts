// /forward: puts the caller through to another number, if the caller may be.

import { afterDial, timeoutOr } from './dialled.ts';
import { isTrue, looselyEqual, urlEncode } from './php.ts';
import { response } from './twiml.ts';
import type { Twimlet } from './twimlet.ts';
import { list, text, type Vars } from './vars.ts';

const REFUSED = 'Sorry, you are calling from a restricted number. Good bye.';

/** PhoneNumber, CallerId, Timeout (20), FailUrl, AllowedCallers[]. */
export const forward: Twimlet = ({ query, request }) => {
  const after = afterDial(request);
  if (after) return after;
  if (!isAllowed(query, request)) return { twiml: response({ name: 'Say', content: REFUSED }) };
  const failUrl = text(request, 'FailUrl');
  const attributes: Record<string, string> = {
    action: `/forward?Dial=true${isTrue(failUrl) ? `&FailUrl=${urlEncode(failUrl)}` : ''}`,
    timeout: timeoutOr(20, request),
  };
  if (query.has('CallerId')) attributes['callerId'] = text(query, 'CallerId');
  return { twiml: response({ name: 'Dial', attributes, content: text(query, 'PhoneNumber') }) };
};

/**
 * Of AllowedCallers only the digits count, but the caller's number is compared as it came, so a number without its
 * country code allows nobody who calls from +1. The number that was called counts too. A single AllowedCallers that
 * is no list allows everybody.
 */
function isAllowed(query: Vars, request: Vars): boolean {
  const allowed = [...(list(query, 'AllowedCallers')?.values() ?? [])];
  if (!allowed.some(isTrue)) return true;
  const isOld = text(request, 'ApiVersion') === '2008-08-01';
  const numbers = allowed.map((number) => {
    const digits = number.replace(/\D/g, '');
    // Twilio's API of 2008 gave American numbers without the country code.
    return isOld && digits.length === 11 && digits.startsWith('1') ? digits.slice(1) : digits;
  });
  const parties = [
    text(request, 'From') || text(request, 'Caller'),
    text(request, 'To') || text(request, 'Called'),
  ];
  return parties.some((party) => numbers.some((number) => looselyEqual(party, number)));
}
