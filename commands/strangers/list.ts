// `remind strangers list`: what was sent from our numbers by something else, and the two ways on.

import type { Column, CommandModule, Context } from '../../src/core/command.ts';
import { clockTime, toUtc } from '../../src/core/say-time.ts';
import { describeStop, type Stop } from '../../src/core/stop.ts';
import type { ReleaseDeps } from '../../src/delivery/release.ts';
import type { LooseRow } from '../../src/store/loose-rows.ts';

export interface KnownStrangers {
  /** What holds sending back on their account; null when nothing does. */
  readonly stop: Stop | null;
  readonly rows: readonly LooseRow[];
}

export interface StrangerNeeds {
  /** As far as a daemon has compared; Twilio is not asked. */
  strangers(): Promise<KnownStrangers>;
  releasing(): Promise<ReleaseDeps>;
}

const columns: readonly Column<LooseRow>[] = [
  { key: 'at', heading: 'At', value: ({ at }) => toUtc(at), show: ({ at }) => clockTime(at) },
  { key: 'kind', heading: 'Kind', value: ({ kind }) => kind },
  { key: 'from', heading: 'From', value: ({ from }) => from },
  { key: 'to', heading: 'To', value: ({ to }) => to },
  { key: 'status', heading: 'Status', value: ({ status }) => status },
  { key: 'sid', heading: 'SID', value: ({ sid }) => sid },
  { key: 'body', heading: 'Words', value: ({ body }) => body, show: ({ body }) => body ?? '', isProse: true },
];

export const command: CommandModule<[], object, Pick<StrangerNeeds, 'strangers'>> = {
  examples: ['remind strangers list', 'remind strangers list --json=at,sid,to'],
  columns,
  format: 'list',
  describe() {},
  async run(ctx, _args, options) {
    const { stop, rows } = await ctx.strangers();
    ctx.out.list(
      rows,
      columns,
      options,
      'No strangers: what was sent from your numbers is in this database.',
    );
    if (stop && rows.length > 0) tellWaysOn(ctx, stop);
    else if (stop) tellSettled(ctx, stop);
    return undefined;
  },
};

/** A person has decided about them, or they turned out to be this database's own meanwhile, of which nobody has said so. */
function tellSettled({ out }: Context, stop: Stop): void {
  out.warn(describeStop(stop));
  out.note(
    'None of it is strange any more. Let what is held go with: remind strangers accept (unless you have decided), then remind resume',
  );
}

function tellWaysOn({ out }: Context, stop: Stop): void {
  out.warn(describeStop(stop));
  out.note(
    [
      'A copy of this database that still sends? Stop it there, then: remind strangers adopt',
      'Another program that may send from these numbers? remind strangers accept; for good: remind config set strangers warn',
    ].join('\n'),
  );
}
