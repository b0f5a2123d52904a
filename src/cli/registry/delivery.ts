// The commands on delivery.

import type { ListedCommand } from '../command-entry.ts';

export const DELIVERY: readonly ListedCommand[] = [
  {
    path: ['daemon'],
    summary: 'Deliver reminders when they are due',
    load: () => import('../../../commands/daemon.ts'),
  },
  {
    path: ['status'],
    summary: 'Show what is due, what is late and who is working',
    load: () => import('../../../commands/status.ts'),
  },
];
