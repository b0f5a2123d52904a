// The commands that watch.

import type { ListedCommand } from '../command-entry.ts';

export const WATCHING: readonly ListedCommand[] = [
  {
    path: ['doctor'],
    summary: 'Check the installation and name a remedy for each fault',
    load: () => import('../../../commands/doctor.ts'),
  },
];
