// The commands that set up and look after a place to work in.

import type { ListedCommand } from '../command-entry.ts';

export const SETTING_UP: readonly ListedCommand[] = [
  {
    path: ['init'],
    summary: 'Set up credentials, numbers and time zone',
    load: () => import('../../../commands/init.ts'),
  },
  {
    path: ['profile', 'list'],
    summary: 'List profiles',
    load: () => import('../../../commands/profile/list.ts'),
  },
  {
    path: ['profile', 'use'],
    summary: 'Choose the profile to use from now on',
    load: () => import('../../../commands/profile/use.ts'),
  },
  {
    path: ['profile', 'remove'],
    summary: 'Remove a profile, and keep its database',
    load: () => import('../../../commands/profile/remove.ts'),
  },
  {
    path: ['mode'],
    summary: 'Show or change whom sends may reach: own numbers, or anyone',
    load: () => import('../../../commands/mode.ts'),
  },
  {
    path: ['config', 'explain'],
    summary: 'Show each setting with its value and source',
    load: () => import('../../../commands/config/explain.ts'),
  },
  {
    path: ['config', 'get'],
    summary: 'Print one setting',
    load: () => import('../../../commands/config/get.ts'),
  },
  {
    path: ['config', 'set'],
    summary: 'Change one setting of the profile',
    load: () => import('../../../commands/config/set.ts'),
  },
  {
    path: ['config', 'unset'],
    summary: 'Return one setting to its default',
    load: () => import('../../../commands/config/unset.ts'),
  },
  {
    path: ['config', 'path'],
    summary: 'Print where the files of the profile are',
    load: () => import('../../../commands/config/path.ts'),
  },
  {
    path: ['backup'],
    summary: 'Write database, configuration and audio to one file',
    load: () => import('../../../commands/backup.ts'),
  },
  {
    path: ['restore'],
    summary: 'Put back what a backup holds',
    load: () => import('../../../commands/restore.ts'),
  },
  {
    path: ['db', 'status'],
    summary: 'Show the database: place, size, schema, account',
    load: () => import('../../../commands/db/status.ts'),
  },
  {
    path: ['db', 'check'],
    summary: 'Check the database for damage',
    load: () => import('../../../commands/db/check.ts'),
  },
  {
    path: ['completion'],
    summary: 'Print a completion script for bash, zsh or fish',
    load: () => import('../../../commands/completion.ts'),
  },
];
