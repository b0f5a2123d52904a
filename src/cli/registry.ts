// Every command as data: its words, its group, one line, and how to load it. Nothing here imports a command.

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

export interface CommandEntry {
  /** One word, or a noun and a verb. */
  readonly path: readonly [string] | readonly [string, string];
  readonly group: Group;
  readonly summary: string;
  load(): Promise<{ readonly command: CommandModule }>;
}

export const REGISTRY: readonly CommandEntry[] = [
  {
    path: ['schedule'],
    group: 'Reminders',
    summary: 'Schedule a reminder of an appointment, or at an instant',
    load: () => import('../../commands/schedule.ts'),
  },
  {
    path: ['send'],
    group: 'Reminders',
    summary: 'Send a text or place a call now',
    load: () => import('../../commands/send.ts'),
  },
  {
    path: ['import'],
    group: 'Reminders',
    summary: 'Schedule reminders from a CSV or NDJSON file',
    load: () => import('../../commands/import.ts'),
  },
  {
    path: ['list'],
    group: 'Reminders',
    summary: 'List reminders',
    load: () => import('../../commands/list.ts'),
  },
  {
    path: ['show'],
    group: 'Reminders',
    summary: 'Show a reminder and what became of it',
    load: () => import('../../commands/show.ts'),
  },
  {
    path: ['edit'],
    group: 'Reminders',
    summary: 'Move a reminder or change what it says',
    load: () => import('../../commands/edit.ts'),
  },
  {
    path: ['cancel'],
    group: 'Reminders',
    summary: 'Cancel reminders that are not sent yet',
    load: () => import('../../commands/cancel.ts'),
  },
  {
    path: ['retry'],
    group: 'Reminders',
    summary: 'Try failed, expired or held reminders again',
    load: () => import('../../commands/retry.ts'),
  },
  {
    path: ['undo'],
    group: 'Reminders',
    summary: 'Take back an import, an edit or a cancellation',
    load: () => import('../../commands/undo.ts'),
  },
  {
    path: ['contact', 'add'],
    group: 'Reminders',
    summary: 'Add a contact',
    load: () => import('../../commands/contact/add.ts'),
  },
  {
    path: ['contact', 'list'],
    group: 'Reminders',
    summary: 'List contacts',
    load: () => import('../../commands/contact/list.ts'),
  },
  {
    path: ['contact', 'show'],
    group: 'Reminders',
    summary: 'Show a contact',
    load: () => import('../../commands/contact/show.ts'),
  },
  {
    path: ['contact', 'edit'],
    group: 'Reminders',
    summary: 'Change a contact',
    load: () => import('../../commands/contact/edit.ts'),
  },
  {
    path: ['contact', 'remove'],
    group: 'Reminders',
    summary: 'Remove a contact',
    load: () => import('../../commands/contact/remove.ts'),
  },
  {
    path: ['tenant', 'add'],
    group: 'Reminders',
    summary: 'Add a tenant',
    load: () => import('../../commands/tenant/add.ts'),
  },
  {
    path: ['tenant', 'list'],
    group: 'Reminders',
    summary: 'List tenants',
    load: () => import('../../commands/tenant/list.ts'),
  },
  {
    path: ['tenant', 'show'],
    group: 'Reminders',
    summary: 'Show a tenant',
    load: () => import('../../commands/tenant/show.ts'),
  },
  {
    path: ['tenant', 'edit'],
    group: 'Reminders',
    summary: 'Change a tenant',
    load: () => import('../../commands/tenant/edit.ts'),
  },
  {
    path: ['tenant', 'remove'],
    group: 'Reminders',
    summary: 'Remove a tenant',
    load: () => import('../../commands/tenant/remove.ts'),
  },
  {
    path: ['daemon'],
    group: 'Delivery',
    summary: 'Deliver reminders when they are due',
    load: () => import('../../commands/daemon.ts'),
  },
  {
    path: ['status'],
    group: 'Delivery',
    summary: 'Show what is due, what is late and who is working',
    load: () => import('../../commands/status.ts'),
  },
  {
    path: ['pause'],
    group: 'Delivery',
    summary: 'Stop all sending at once, for everybody or one tenant',
    load: () => import('../../commands/pause.ts'),
  },
  {
    path: ['resume'],
    group: 'Delivery',
    summary: 'Let sending go on, and show first what would go',
    load: () => import('../../commands/resume.ts'),
  },
  {
    path: ['fuse', 'status'],
    group: 'Delivery',
    summary: 'Show the blast fuse: whether it has tripped, and what it holds',
    load: () => import('../../commands/fuse/status.ts'),
  },
  {
    path: ['fuse', 'reset'],
    group: 'Delivery',
    summary: 'Arm the blast fuse again, and show first what would go',
    load: () => import('../../commands/fuse/reset.ts'),
  },
  {
    path: ['doctor'],
    group: 'Watching',
    summary: 'Check the installation and name a remedy for each fault',
    load: () => import('../../commands/doctor.ts'),
  },
  {
    path: ['init'],
    group: 'Setting up',
    summary: 'Set up credentials, numbers and time zone',
    load: () => import('../../commands/init.ts'),
  },
  {
    path: ['profile', 'list'],
    group: 'Setting up',
    summary: 'List profiles',
    load: () => import('../../commands/profile/list.ts'),
  },
  {
    path: ['profile', 'use'],
    group: 'Setting up',
    summary: 'Choose the profile to use from now on',
    load: () => import('../../commands/profile/use.ts'),
  },
  {
    path: ['profile', 'remove'],
    group: 'Setting up',
    summary: 'Remove a profile, and keep its database',
    load: () => import('../../commands/profile/remove.ts'),
  },
  {
    path: ['mode'],
    group: 'Setting up',
    summary: 'Show or change whom sends may reach: own numbers, or anyone',
    load: () => import('../../commands/mode.ts'),
  },
  {
    path: ['config', 'explain'],
    group: 'Setting up',
    summary: 'Show each setting with its value and source',
    load: () => import('../../commands/config/explain.ts'),
  },
  {
    path: ['config', 'get'],
    group: 'Setting up',
    summary: 'Print one setting',
    load: () => import('../../commands/config/get.ts'),
  },
  {
    path: ['config', 'set'],
    group: 'Setting up',
    summary: 'Change one setting of the profile',
    load: () => import('../../commands/config/set.ts'),
  },
  {
    path: ['config', 'unset'],
    group: 'Setting up',
    summary: 'Return one setting to its default',
    load: () => import('../../commands/config/unset.ts'),
  },
  {
    path: ['config', 'path'],
    group: 'Setting up',
    summary: 'Print where the files of the profile are',
    load: () => import('../../commands/config/path.ts'),
  },
  {
    path: ['backup'],
    group: 'Setting up',
    summary: 'Write database, configuration and audio to one file',
    load: () => import('../../commands/backup.ts'),
  },
  {
    path: ['restore'],
    group: 'Setting up',
    summary: 'Put back what a backup holds',
    load: () => import('../../commands/restore.ts'),
  },
  {
    path: ['db', 'status'],
    group: 'Setting up',
    summary: 'Show the database: place, size, schema, account',
    load: () => import('../../commands/db/status.ts'),
  },
  {
    path: ['db', 'check'],
    group: 'Setting up',
    summary: 'Check the database for damage',
    load: () => import('../../commands/db/check.ts'),
  },
  {
    path: ['completion'],
    group: 'Setting up',
    summary: 'Print a completion script for bash, zsh or fish',
    load: () => import('../../commands/completion.ts'),
  },
  {
    path: ['demo'],
    group: 'Trying',
    summary: 'Watch reminders go out to virtual phones, without an account',
    load: () => import('../../commands/demo.ts'),
  },
  {
    path: ['sim'],
    group: 'Trying',
    summary: 'Run a local Twilio to try everything on',
    load: () => import('../../commands/sim/start.ts'),
  },
  {
    path: ['sim', 'run'],
    group: 'Trying',
    summary: 'Run a command against a simulator of its own',
    load: () => import('../../commands/sim/run.ts'),
  },
  {
    path: ['sim', 'text'],
    group: 'Trying',
    summary: 'Text one of your numbers, as somebody on the simulator',
    load: () => import('../../commands/sim/text.ts'),
  },
];
