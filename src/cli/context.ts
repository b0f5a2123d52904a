// The composition root: what every command is handed, made at first use.

import { systemRandom } from '../system/random.ts';
import { deliveryServices } from './delivery-services.ts';
import { layFoundation } from './foundation.ts';
import type { OpenRoot } from './root.ts';

export const openRoot: OpenRoot = async (shell) => {
  const ground = await layFoundation(shell);
  return {
    context: {
      ...shell,
      clock: ground.clock,
      random: systemRandom,
      ...deliveryServices(ground),
      completionIds: async () => [],
      contactNames: async () => [],
    },
    secrets: ground.secrets,
    close: ground.close,
  };
};
