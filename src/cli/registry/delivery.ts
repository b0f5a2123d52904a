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
  {
    path: ['plan'],
    summary: 'Foretell what will be late or held, and let it go earlier',
    load: () => import('../../../commands/plan.ts'),
  },
  {
    path: ['pause'],
    summary: 'Stop all sending at once, for everybody or one tenant',
    load: () => import('../../../commands/pause.ts'),
  },
  {
    path: ['resume'],
    summary: 'Let sending go on, and show first what would go',
    load: () => import('../../../commands/resume.ts'),
  },
  {
    path: ['fuse', 'status'],
    summary: 'Show the blast fuse: whether it has tripped, and what it holds',
    load: () => import('../../../commands/fuse/status.ts'),
  },
  {
    path: ['fuse', 'reset'],
    summary: 'Arm the blast fuse again, and show first what would go',
    load: () => import('../../../commands/fuse/reset.ts'),
  },
  {
    path: ['strangers', 'list'],
    summary: 'Show what was sent from your numbers by something else',
    load: () => import('../../../commands/strangers/list.ts'),
  },
  {
    path: ['strangers', 'accept'],
    summary: 'Say that another program may send from your numbers',
    load: () => import('../../../commands/strangers/accept.ts'),
  },
  {
    path: ['strangers', 'adopt'],
    summary: 'Say that a copy of this database sent it, and is stopped now',
    load: () => import('../../../commands/strangers/adopt.ts'),
  },
];
