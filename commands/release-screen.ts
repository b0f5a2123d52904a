// What a release lets go, as a person and a program read it: shared by the commands that let something go.

import type { Column } from '../src/core/command.ts';
import { formatDuration } from '../src/core/duration.ts';
import { clockTime, toUtc } from '../src/core/say-time.ts';
import type { LateFigures, ReleaseFigures } from '../src/delivery/release.ts';

export const releaseColumns: readonly Column<ReleaseFigures>[] = [
  { key: 'held', value: ({ held }) => held },
  { key: 'useless', value: ({ useless }) => useless },
  { key: 'go', value: ({ go }) => go },
  { key: 'lastAt', value: ({ lastAt }) => toUtc(lastAt) },
  { key: 'tenants', value: ({ tenants }) => tenants },
  { key: 'lateness', value: ({ lateness }) => lateness },
];

/** `41 held, 12 now useless, 29 go`, then by tenant and by how late they come. */
export function releaseText(figures: ReleaseFigures, now: number): string {
  const { held, useless, go, lastAt, tenants, lateness } = figures;
  const until = lastAt === null || lastAt <= now ? '' : `, the last at ${clockTime(lastAt)}`;
  const lines = [`${held} held, ${useless} now useless, ${go} go${until}`];
  if (tenants.length > 1) {
    for (const each of tenants)
      lines.push(`  ${each.tenant}: ${each.held} held, ${each.useless} now useless, ${each.go} go`);
  }
  if (go > 0) lines.push(`  late: ${lateness.map(lateText).join(', ')}`);
  return lines.join('\n');
}

function lateText({ upToMs, count }: LateFigures): string {
  return `${count} ${upToMs === null ? 'more than that' : `up to ${formatDuration(upToMs)}`}`;
}
