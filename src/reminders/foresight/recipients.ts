// What is to come that its recipient does not want: at this hour, or at all.

import { counted } from '../../core/count.ts';
import { quietEndAt } from '../../core/quiet-hours.ts';
import { type Finding, isAsked, isQuietFor, type Outlook, type Told } from './outlook.ts';

/** What waits for the end of quiet hours: put off when it was scheduled, or pushed into them by a rate. */
export function findQuiet(outlook: Outlook): readonly Finding[] {
  const asked = outlook.told.filter(({ row }) => isAsked(outlook, row));
  const putOff = asked.filter(({ row }) => row.readyAt > row.dueAt && isQuietFor(row, row.dueAt));
  const pushed = asked.filter(({ row, at }) => isQuietFor(row, at));
  return [
    ...quietFinding(putOff, ({ row }) => row.readyAt, 'due'),
    ...quietFinding(pushed, ({ row, at }) => quietEndAt(at, row.recipientZone, row.quiet), 'pushed'),
  ];
}

function quietFinding(
  sends: readonly Told[],
  endOf: (told: Told) => number,
  how: 'due' | 'pushed',
): readonly Finding[] {
  if (sends.length === 0) return [];
  const useless = sends.filter((told) => endOf(told) > told.row.expiresAt).length;
  const what =
    how === 'due'
      ? `${counted(sends.length, 'reminder')} would be due in the recipient's quiet hours`
      : `${counted(sends.length, 'reminder')} would come in the recipient's quiet hours`;
  const lost = how === 'due' ? 'and not sent' : 'and held';
  return [
    {
      kind: 'quiet-hours',
      level: useless > 0 ? 'problem' : 'note',
      detail:
        useless > 0
          ? `${what}: ${useless} of no more use when they end, ${lost}`
          : `${what}, and wait until they end`,
      remedy: 'those that must go at any hour: remind schedule --priority critical --any-hour',
    },
  ];
}

export function findUnwanted(outlook: Outlook): readonly Finding[] {
  const unwanted = outlook.told.filter(({ row }) => row.isUnwanted && isAsked(outlook, row));
  const [one] = unwanted;
  if (!one) return [];
  const people = new Set(unwanted.map(({ row }) => row.to)).size;
  const whom = people === 1 ? `${one.row.to}, who has opted out` : `${people} people who have opted out`;
  return [
    {
      kind: 'opt-out',
      level: 'note',
      detail: `${counted(unwanted.length, 'reminder')} to ${whom}: they will be cancelled`,
      remedy: `since when, and by which word: remind optout show ${one.row.to}`,
    },
  ];
}
