// The same words to the same person within an hour, from different reminders: the fuse will hold the second.

import { counted } from '../../core/count.ts';
import { isUseless } from '../../core/forecast.ts';
import { describeLimit } from '../../core/limits.ts';
import { HOUR_MS } from '../../core/wall.ts';
import { type Finding, isAsked, type Outlook, type Send, type Told } from './outlook.ts';

/** As the rule in the database has it: two appointments, or two times of a rule, are told in the same words and are two. */
export function findAlike(outlook: Outlook): readonly Finding[] {
  if (outlook.isFuseOff) return [];
  const { identicalPerHour: most } = outlook.fuse;
  const said = new Map<string, Told[]>();
  const held = outlook.told.filter((told) => {
    if (isUseless(told)) return false;
    const { row, at } = told;
    const key = JSON.stringify([row.channel, row.to, row.words]);
    const before = (said.get(key) ?? []).filter((other) => at - other.at < HOUR_MS);
    const isHeld = before.filter((other) => isSame(other.row, row)).length >= most;
    said.set(key, isHeld ? before : [...before, told]);
    return isHeld && isAsked(outlook, row);
  });
  const [one] = held;
  if (!one) return [];
  return [
    {
      kind: 'fuse',
      level: 'problem',
      detail: `${counted(held.length, 'reminder')} would be held: more than ${describeLimit('identicalPerHour', most)}`,
      remedy: `look at them: remind list --to ${one.row.to}; if they are meant, remind config set fuse.identicalPerHour ${most + 1}`,
    },
  ];
}

function isSame(one: Send, other: Send): boolean {
  if (one.appointmentId !== null && other.appointmentId !== null && one.appointmentId !== other.appointmentId)
    return false;
  return one.ruleId === null || one.ruleId !== other.ruleId || one.occurrenceKey === other.occurrenceKey;
}
