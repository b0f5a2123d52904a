// Who is at a number: the virtual phone, or whoever owns the number here; at a client or SIP address, nobody.

import { PhoneOnCall } from '../phone-on-call.ts';
import { findNumber } from '../world.ts';
import type { Leg } from './leg.ts';
import { calledLeg } from './leg-end.ts';
import type { FarEnd } from './line.ts';
import { nobody, outcomeOf } from './nobody.ts';

/** The other end of the line of a leg that calls `call.to`. */
export function callee(leg: Leg): FarEnd {
  const { world, call } = leg;
  const outcome = outcomeOf(call.to);
  if (outcome !== undefined) return nobody(call.to, outcome);
  const found = findNumber(world, call.to);
  if (found !== undefined) return calledLeg(leg, found);
  return new PhoneOnCall({ world, sid: call.sid, side: 'callee', number: call.to, peer: call.from }, leg);
}
