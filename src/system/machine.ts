// What the machine says about itself: asked by doctor, never used to decide anything about a reminder.

import { realpathSync } from 'node:fs';

export interface Machine {
  /** `20.20.2` */
  readonly node: string;
  readonly platform: NodeJS.Platform;
  /** The file this program was started from, links resolved; null when that is not known. */
  readonly program: string | null;
  /** The zone the machine is set to. Offered in a question, never taken silently. */
  readonly zone: string | null;
}

export function readMachine(): Machine {
  return {
    node: process.versions.node,
    platform: process.platform,
    program: resolved(process.argv[1]),
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? null,
  };
}

function resolved(path: string | undefined): string | null {
  if (path === undefined) return null;
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}
