// Everything that is looked for ahead of time: to look for more, add a function.

import { findAlike } from './alike.ts';
import { findLate } from './lateness.ts';
import { findOverspent, findStops, findTrips, findUnfunded } from './limits.ts';
import type { Find, Finding, Outlook } from './outlook.ts';
import { findQuiet, findUnwanted } from './recipients.ts';

const FINDS: readonly Find[] = [
  findStops,
  findLate,
  findTrips,
  findAlike,
  findOverspent,
  findUnfunded,
  findQuiet,
  findUnwanted,
];

export function findingsOf(outlook: Outlook): readonly Finding[] {
  return FINDS.flatMap((find) => find(outlook));
}
