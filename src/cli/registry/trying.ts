// The commands to try things with, without an account.

import type { ListedCommand } from '../command-entry.ts';

export const TRYING: readonly ListedCommand[] = [
  {
    path: ['demo'],
    summary: 'Watch reminders go out to virtual phones, without an account',
    load: () => import('../../../commands/demo.ts'),
  },
  {
    path: ['sim'],
    summary: 'Run a local Twilio to try everything on',
    load: () => import('../../../commands/sim/start.ts'),
  },
  {
    path: ['sim', 'hear'],
    summary: 'Show what the phones heard, and how much of each message came through',
    load: () => import('../../../commands/sim/hear.ts'),
  },
  {
    path: ['sim', 'run'],
    summary: 'Run a command against a simulator of its own',
    load: () => import('../../../commands/sim/run.ts'),
  },
  {
    path: ['sim', 'call'],
    summary: 'Call one of your numbers, as somebody on the simulator',
    load: () => import('../../../commands/sim/call.ts'),
  },
  {
    path: ['sim', 'seed'],
    summary: 'Give the simulator a past: months of texts and calls, in seconds',
    load: () => import('../../../commands/sim/seed.ts'),
  },
  {
    path: ['sim', 'text'],
    summary: 'Text one of your numbers, as somebody on the simulator',
    load: () => import('../../../commands/sim/text.ts'),
  },
];
