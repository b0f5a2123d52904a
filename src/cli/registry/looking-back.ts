// The commands that look back.

import type { ListedCommand } from '../command-entry.ts';

export const LOOKING_BACK: readonly ListedCommand[] = [
  {
    path: ['report'],
    summary: "Show a day's appointments: confirmed, cancelled, whom to call by hand",
    load: () => import('../../../commands/report.ts'),
  },
];
