// Every command, group by group in the order of `remind help`. Nothing here imports a command.

import type { CommandEntry, Group, ListedCommand } from './command-entry.ts';
import { DELIVERY } from './registry/delivery.ts';
import { LOOKING_BACK } from './registry/looking-back.ts';
import { REMINDERS } from './registry/reminders.ts';
import { SETTING_UP } from './registry/setting-up.ts';
import { TRYING } from './registry/trying.ts';
import { VOICE } from './registry/voice.ts';
import { WATCHING } from './registry/watching.ts';

/** What a noun is about, for its line in `remind help`. */
export const NOUNS: Readonly<Record<string, string>> = {
  contact: 'People, their numbers and time zones',
  tenant: 'Whom you send for: zone, sender, quiet hours',
  optout: 'Who wants no more texts or calls, and what they wrote',
  badnumber: 'Numbers that lead nowhere',
  fuse: 'The limits that no sending, however wrong, gets past',
  strangers: 'What something else sends from your numbers',
  number: 'The numbers that you send from and are called at',
  profile: 'Accounts and databases side by side',
  config: 'Settings and where they come from',
  db: 'The database behind it all',
};

export const REGISTRY: readonly CommandEntry[] = [
  ...grouped('Reminders', REMINDERS),
  ...grouped('Delivery', DELIVERY),
  ...grouped('Voice', VOICE),
  ...grouped('Looking back', LOOKING_BACK),
  ...grouped('Watching', WATCHING),
  ...grouped('Setting up', SETTING_UP),
  ...grouped('Trying', TRYING),
];

function grouped(group: Group, commands: readonly ListedCommand[]): CommandEntry[] {
  return commands.map((command) => ({ ...command, group }));
}
