// The commands on reminders and whom they are for.

import type { ListedCommand } from '../command-entry.ts';

export const REMINDERS: readonly ListedCommand[] = [
  {
    path: ['schedule'],
    summary: 'Schedule a reminder of an appointment, or at an instant',
    load: () => import('../../../commands/schedule.ts'),
  },
  {
    path: ['send'],
    summary: 'Send a text or place a call now',
    load: () => import('../../../commands/send.ts'),
  },
  {
    path: ['import'],
    summary: 'Schedule reminders from a CSV or NDJSON file',
    load: () => import('../../../commands/import.ts'),
  },
  {
    path: ['list'],
    summary: 'List reminders',
    load: () => import('../../../commands/list.ts'),
  },
  {
    path: ['show'],
    summary: 'Show a reminder and what became of it',
    load: () => import('../../../commands/show.ts'),
  },
  {
    path: ['edit'],
    summary: 'Move a reminder or change what it says',
    load: () => import('../../../commands/edit.ts'),
  },
  {
    path: ['cancel'],
    summary: 'Cancel reminders that are not sent yet',
    load: () => import('../../../commands/cancel.ts'),
  },
  {
    path: ['retry'],
    summary: 'Try failed, expired, held or recalled reminders again',
    load: () => import('../../../commands/retry.ts'),
  },
  {
    path: ['resolve'],
    summary: 'Decide about reminders that may or may not have been sent',
    load: () => import('../../../commands/resolve.ts'),
  },
  {
    path: ['undo'],
    summary: 'Take back an import, an edit or a cancellation',
    load: () => import('../../../commands/undo.ts'),
  },
  {
    path: ['contact', 'add'],
    summary: 'Add a contact',
    load: () => import('../../../commands/contact/add.ts'),
  },
  {
    path: ['contact', 'list'],
    summary: 'List contacts',
    load: () => import('../../../commands/contact/list.ts'),
  },
  {
    path: ['contact', 'show'],
    summary: 'Show a contact',
    load: () => import('../../../commands/contact/show.ts'),
  },
  {
    path: ['contact', 'edit'],
    summary: 'Change a contact',
    load: () => import('../../../commands/contact/edit.ts'),
  },
  {
    path: ['contact', 'remove'],
    summary: 'Remove a contact',
    load: () => import('../../../commands/contact/remove.ts'),
  },
  {
    path: ['tenant', 'add'],
    summary: 'Add a tenant',
    load: () => import('../../../commands/tenant/add.ts'),
  },
  {
    path: ['tenant', 'list'],
    summary: 'List tenants',
    load: () => import('../../../commands/tenant/list.ts'),
  },
  {
    path: ['tenant', 'show'],
    summary: 'Show a tenant',
    load: () => import('../../../commands/tenant/show.ts'),
  },
  {
    path: ['tenant', 'edit'],
    summary: 'Change a tenant',
    load: () => import('../../../commands/tenant/edit.ts'),
  },
  {
    path: ['tenant', 'remove'],
    summary: 'Remove a tenant',
    load: () => import('../../../commands/tenant/remove.ts'),
  },
  {
    path: ['optout', 'list'],
    summary: 'List who wants no more texts and calls',
    load: () => import('../../../commands/optout/list.ts'),
  },
  {
    path: ['optout', 'show'],
    summary: 'Show what a person said, and what it cancelled',
    load: () => import('../../../commands/optout/show.ts'),
  },
  {
    path: ['optout', 'add'],
    summary: 'Note that somebody wants nothing more',
    load: () => import('../../../commands/optout/add.ts'),
  },
  {
    path: ['optout', 'remove'],
    summary: 'Take an opt-out back, when the person has said so',
    load: () => import('../../../commands/optout/remove.ts'),
  },
  {
    path: ['optout', 'review'],
    summary: 'Decide about texts that only a person understands',
    load: () => import('../../../commands/optout/review.ts'),
  },
  {
    path: ['badnumber', 'list'],
    summary: 'List numbers that lead nowhere',
    load: () => import('../../../commands/badnumber/list.ts'),
  },
  {
    path: ['badnumber', 'add'],
    summary: 'Mark a number that leads nowhere',
    load: () => import('../../../commands/badnumber/add.ts'),
  },
  {
    path: ['badnumber', 'remove'],
    summary: 'Say that a number is good after all',
    load: () => import('../../../commands/badnumber/remove.ts'),
  },
];
