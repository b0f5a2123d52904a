// Where the values of flags and arguments come from when a shell completes them.

import { HOLD_REASONS, REMINDER_STATES } from '../core/lifecycle.ts';
import { MODES } from '../core/mode.ts';

/** Fixed words, or a question to the database. */
export type Source = readonly string[] | 'ids' | 'contacts';

const CHANNELS = ['sms', 'call', 'both'];
const STATES = REMINDER_STATES.flatMap((state) =>
  state === 'held' ? [state, ...HOLD_REASONS.map((reason) => `held:${reason}`)] : [state],
);
/** What the value of a flag, or an argument of that name, is chosen from. Others are left to the shell. */
const VALUES: Readonly<Record<string, Source>> = {
  '--via': CHANNELS,
  '--state': STATES,
  '--priority': ['critical', 'normal'],
  '--catch-up': ['skip', 'latest', 'all'],
  '--color': ['on', 'off', 'auto'],
  '--to': 'contacts',
  id: 'ids',
  ids: 'ids',
  who: 'contacts',
  contact: 'contacts',
  mode: MODES,
  shell: ['bash', 'zsh', 'fish'],
};

/** The source for `--flag` or for an argument's name; undefined leaves it to the shell, which offers file names. */
export function sourceOf(name: string): Source | undefined {
  return Object.hasOwn(VALUES, name) ? VALUES[name] : undefined;
}
