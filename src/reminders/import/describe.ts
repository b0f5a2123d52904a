// An import's summary in words.

import { counted } from '../../core/count.ts';
import { roughDuration } from '../../core/duration.ts';
import { formatMicros } from '../../core/price.ts';
import { describeInstant } from '../../core/say-time.ts';
import { MINUTE_MS } from '../../core/wall.ts';
import type { Rush } from './load.ts';
import type { ImportSummary } from './summary.ts';

/** What it does, what that costs and where it gets tight; a line each. `zone` is for the times of the last. */
export function describeSummary(summary: ImportSummary, zone: string): string[] {
  const { rows, moved, same, gone, bad, source } = summary;
  const parts = [`${summary.new} new`, `${moved} moved`, `${same} same`];
  if (gone > 0) parts.push(`${gone} gone`);
  if (bad > 0) parts.push(`${bad} bad`);
  return [
    `${source}: ${counted(rows, 'row')}: ${parts.join(', ')}`,
    ...details(summary, zone).map((line) => `  ${line}`),
  ];
}

function details(summary: ImportSummary, zone: string): string[] {
  const { contacts, texts, calls, segments, costMicros, gone, pruned, late, load } = summary;
  const lines: string[] = [];
  if (texts + calls > 0) {
    const what = [
      texts > 0 ? `${counted(texts, 'text')} (${counted(segments, 'segment')})` : '',
      calls > 0 ? counted(calls, 'call') : '',
    ];
    lines.push(`${what.filter((part) => part !== '').join(' and ')}, about ${formatMicros(costMicros)}`);
  }
  if (contacts > 0) lines.push(`${counted(contacts, 'new contact')}`);
  if (late > 0)
    lines.push(
      `${counted(late, 'reminder')} left out: their time has passed, others of their row are to come`,
    );
  if (gone > 0) lines.push(goneLine(gone, pruned));
  lines.push(...rushLine('call', load.calls, zone), ...rushLine('text', load.messages, zone));
  return lines;
}

function goneLine(gone: number, pruned: boolean): string {
  const are = gone === 1 ? '1 is' : `${gone} are`;
  return `${are} no longer in the file: ${pruned ? 'cancelled' : 'kept (--prune cancels them)'}`;
}

/** Silent below a minute: that is no queue anybody notices. */
function rushLine(what: 'call' | 'text', rush: Rush | null, zone: string): string[] {
  if (!rush || rush.lateMs < MINUTE_MS) return [];
  const from = describeInstant(rush.from, zone);
  const until = describeInstant(rush.until, zone);
  const when = rush.from === rush.until ? `at ${from}` : `between ${from} and ${until}`;
  const rate = what === 'call' ? '1 call' : '1 segment';
  return [
    `${counted(rush.count, what)} ${when}: at ${rate} a second the last leaves ${lateness(rush.lateMs)} late`,
  ];
}

/** `3 min 31 s`; from an hour on roughly. */
function lateness(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds >= 3600) return `more than ${roughDuration(ms)}`;
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
