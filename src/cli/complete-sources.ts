// Where the values of flags and arguments come from when a shell completes them.

import { HOLD_REASONS, REMINDER_STATES } from '../core/lifecycle.ts';
import { MODES } from '../core/mode.ts';
import { ON_UNKNOWN } from '../core/on-unknown.ts';
import type { Completions } from './root.ts';

/** Words that begin with `prefix`, or words to choose those from. */
type Source = (prefix: string, openNames: () => Promise<Completions>) => Promise<readonly string[]>;

const words =
  (...choice: readonly string[]): Source =>
  async () =>
    choice;
const ids: Source = async (prefix, openNames) => (await openNames()).completionIds(prefix);
const contacts: Source = async (prefix, openNames) => (await openNames()).contactNames(prefix);
const zones: Source = async () => Intl.supportedValuesOf('timeZone');
const settings: Source = async () => (await import('../config/settings.ts')).SETTING_KEYS;
const states = REMINDER_STATES.flatMap((state) =>
  state === 'held' ? [state, ...HOLD_REASONS.map((reason) => `held:${reason}`)] : [state],
);

/** By flag or argument; those that mean one thing only at one command have its words before them. */
const SOURCES: Readonly<Record<string, Source>> = {
  '--via': words('sms', 'call', 'both'),
  '--priority': words('critical', 'normal'),
  '--on-unknown': words(...ON_UNKNOWN),
  '--catch-up': words('skip', 'latest', 'all'),
  '--color': words('on', 'off', 'auto'),
  '--tz': zones,
  '--to': contacts,
  id: ids,
  ids,
  who: contacts,
  mode: words(...MODES),
  setting: settings,
  shell: words('bash', 'zsh', 'fish'),
  'list --state': words(...states),
  'contact show name': contacts,
  'contact edit name': contacts,
  'contact remove name': contacts,
};

/**
 * The source for `--flag`, or for an argument's name, of the command `path`. Undefined leaves it to the shell,
 * which offers file names.
 */
export function sourceOf(path: readonly string[], name: string): Source | undefined {
  const special = [...path, name].join(' ');
  if (Object.hasOwn(SOURCES, special)) return SOURCES[special];
  return Object.hasOwn(SOURCES, name) ? SOURCES[name] : undefined;
}
