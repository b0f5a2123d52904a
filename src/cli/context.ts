// The composition root: makes the services a command asks for, each when it is first asked for.

import type { Clock, Random } from '../core/clock.ts';
import type { Root, Shell } from './root.ts';

/** Opens nothing yet. */
export function openRoot(shell: Shell): Root {
  return {
    context: {
      ...shell,
      clock: undefined as unknown as Clock,
      random: undefined as unknown as Random,
      completionIds: async () => [],
      contactNames: async () => [],
    },
    secrets: () => [],
    close: async () => {},
  };
}
