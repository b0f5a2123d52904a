// What is to come that its recipient does not want: at this hour, or at all.

import { counted } from '../../core/count.ts';
import { isQuiet, quietEndAt } from '../../core/quiet-hours.ts';
import { wallAt } from '../../core/zone.ts';
import { type Finding, isAsked, type Outlook, type Told } from './outlook.ts';

/** What would ring in quiet hours, for those who wait that they end. Moved out of them when scheduled: a rate may undo it. */
export function findQuiet(outlook: Outlook): readonly Finding[] {
  const quiet = outlook.told.filter(({ row, at }) => isAsked(outlook, row) && isQuietFor(row, at));
  if (quiet.length === 0) return [];
  const useless = quiet.filter(({ row, at }) => quietEndAt(at, row.recipientZone, row.quiet) > row.expiresAt);
  const what = `${counted(quiet.length, 'reminder')} would come in the recipient's quiet hours`;
  const held = `${useless.length} of no more use when they end, and held`;
  return [
    {
      kind: 'quiet-hours',
      level: useless.length > 0 ? 'problem' : 'note',
      detail: useless.length > 0 ? `${what}: ${held}` : `${what}, and wait until they end`,
      remedy: 'those that must go at any hour: remind schedule --priority critical --any-hour',
    },
  ];
}

function isQuietFor({ quiet, recipientZone }: Told['row'], at: number): boolean {
  return quiet.from !== quiet.until && isQuiet(wallAt(at, recipientZone), quiet);
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
