// A command as data: its words, its group, one line, and how to load it.

import type { CommandModule } from '../core/command.ts';

/** The tasks `remind help` groups commands by, in its order. */
export const GROUPS = [
  'Reminders',
  'Delivery',
  'Voice',
  'Looking back',
  'Watching',
  'Setting up',
  'Trying',
] as const;
export type Group = (typeof GROUPS)[number];

/** As its group lists it. */
export interface ListedCommand {
  /** One word, or a noun and a verb. */
  readonly path: readonly [string] | readonly [string, string];
  readonly summary: string;
  load(): Promise<{ readonly command: CommandModule }>;
}

export interface CommandEntry extends ListedCommand {
  readonly group: Group;
}
