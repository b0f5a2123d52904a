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

/** What a noun is about, for its line in `remind help`. */
export const NOUNS: Readonly<Record<string, string>> = {
  contact: 'People, their numbers and time zones',
};

export const REGISTRY: readonly CommandEntry[] = [
  {
    path: ['schedule'],
    group: 'Reminders',
    summary: 'Schedule a reminder of an appointment, or at an instant',
    load: () => import('../../commands/schedule.ts'),
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
    path: ['cancel'],
    group: 'Reminders',
    summary: 'Cancel reminders that are not sent yet',
    load: () => import('../../commands/cancel.ts'),
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
    path: ['completion'],
    group: 'Setting up',
    summary: 'Print a completion script for bash, zsh or fish',
    load: () => import('../../commands/completion.ts'),
  },
  {
    path: ['demo'],
    group: 'Trying',
    summary: 'Watch the whole job on a local Twilio, in half a minute',
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
    path: ['send'],
    group: 'Reminders',
    summary: 'Send a text or place a call now',
    load: () => import('../../commands/send.ts'),
  },
];
