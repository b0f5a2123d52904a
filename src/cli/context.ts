// The composition root: what every command is handed, made at first use.

import { systemRandom } from '../system/random.ts';
import { configServices } from './config-services.ts';
import { deliveryServices } from './delivery-services.ts';
import { foresightServices } from './foresight-services.ts';
import { layFoundation } from './foundation.ts';
import { numberServices } from './number-services.ts';
import { operationServices } from './operation-services.ts';
import { reminderServices } from './reminder-services.ts';
import type { OpenRoot } from './root.ts';

export const openRoot: OpenRoot = async (shell) => {
  const ground = await layFoundation(shell);
  const reminders = reminderServices(ground);
  return {
    context: {
      ...shell,
      clock: ground.clock,
      random: systemRandom,
      ...configServices(ground),
      ...reminders,
      ...operationServices(ground, reminders.reminders),
      ...deliveryServices(ground),
      ...foresightServices(ground, reminders.reminders),
      ...numberServices(ground),
    },
    secrets: ground.secrets,
    close: ground.close,
  };
};
