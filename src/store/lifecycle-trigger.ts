// core's table of legal steps, said in SQL: an illegal step is impossible, not just untested.

import { REMINDER_STATES, TRANSITIONS } from '../core/lifecycle.ts';
import { oneOf } from './one-of.ts';

/** A trigger that aborts any update of reminder.state which TRANSITIONS does not list. */
export function lifecycleTrigger(): string {
  const legal = REMINDER_STATES.map((from) => {
    const targets = Object.keys(TRANSITIONS[from]);
    return targets.length === 0 ? '' : `(old.state = '${from}' and ${oneOf('new.state', targets)})`;
  }).filter((rule) => rule !== '');
  return `
    create trigger reminder_lifecycle before update of state on reminder
    when old.state <> new.state and not (${legal.join(' or ')})
    begin
      select raise(abort, 'illegal step in the life of a reminder');
    end;`;
}
