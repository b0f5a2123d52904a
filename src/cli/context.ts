// The composition root: what every command is handed, made at first use.

import { systemRandom } from '../system/random.ts';
import { configServices } from './config-services.ts';
import { deliveryServices } from './delivery-services.ts';
import { layFoundation } from './foundation.ts';
import { reminderServices } from './reminder-services.ts';
import type { OpenRoot } from './root.ts';

export const openRoot: OpenRoot = async (shell) => {
  const ground = await layFoundation(shell);
  return {
    context: {
      ...shell,
      clock: ground.clock,
      random: systemRandom,
      ...configServices(ground),
      ...reminderServices(ground),
      ...deliveryServices(ground),
    },
    secrets: ground.secrets,
    close: ground.close,
  };
};
