// The first guard: whom a send may reach. Compares normalised E.164 and fails closed, before any socket opens.

import type { IntentPurpose } from '../core/intent.ts';
import type { Mode } from '../core/mode.ts';

export interface Allowlist {
  readonly mode: Mode;
  /** Numbers as the operator wrote them; empty allows nobody where a list is called for. */
  readonly numbers: readonly string[];
}

const E164 = /^\+[1-9]\d{6,14}$/;

/** Digits and plus only, as both sides are compared; undefined when that is not an E.164 number. */
function normalise(number: string): string | undefined {
  const bare = number.replace(/[^0-9+]/g, '');
  return E164.test(bare) ? bare : undefined;
}

// A list of thousands must not cost each send a look at all of them.
const known = new WeakMap<readonly string[], ReadonlySet<string | undefined>>();

function listed(numbers: readonly string[]): ReadonlySet<string | undefined> {
  const found = known.get(numbers) ?? new Set(numbers.map(normalise));
  known.set(numbers, found);
  return found;
}

/** In `own` the list holds for everything, in `live` for alarms, in `simulator` only when there is one. */
function listHolds(list: Allowlist, purpose: IntentPurpose): boolean {
  if (list.mode === 'own') return true;
  if (list.mode === 'live') return purpose === 'alarm' || purpose === 'drill';
  return list.numbers.length > 0;
}

/** Why `to` may not be reached, or undefined when it may. A number that cannot be read is never allowed. */
export function refusalByAllowlist(list: Allowlist, to: string, purpose: IntentPurpose): string | undefined {
  const target = normalise(to);
  if (target === undefined) return `${to} is not a phone number in international form`;
  if (!listHolds(list, purpose)) return undefined;
  if (listed(list.numbers).has(target)) return undefined;
  return `${target} is not one of your own listed numbers (mode ${list.mode})`;
}
