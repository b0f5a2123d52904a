// Configuration for commands: settings, where they are kept, and what reads and changes them.

import type { ExplainNeeds } from '../../commands/config/explain.ts';
import type { PathNeeds } from '../../commands/config/path.ts';
import type { LimitNeeds } from '../../commands/config/set.ts';
import type { ModeNeeds } from '../../commands/mode.ts';
import type { PlaceNeeds } from '../config/place.ts';
import { privateFiles } from '../system/files.ts';
import type { Foundation } from './foundation.ts';

export function configServices(
  ground: Foundation,
): ExplainNeeds & LimitNeeds & ModeNeeds & PathNeeds & PlaceNeeds {
  const { env } = ground.shell;
  const uid = process.getuid?.();
  return {
    config: ground.config,
    db: ground.db,
    paths: ground.paths,
    place: () => ({ env, paths: ground.paths(), files: privateFiles, uid }),
    async limitsChanged() {
      const { existsSync } = await import('node:fs');
      const { loadConfig } = await import('../config/load.ts');
      const { profile } = ground.shell.flags;
      // Read anew: the file has just been written.
      const config = await loadConfig({ env, paths: ground.paths(), flags: { profile } });
      // Without a database nothing is sent yet; the first send brings its limits along.
      if (!existsSync(ground.paths().database(config.profile.value))) return;
      const { budgetsOf, fuseLimitsOf, ratesOf } = await import('../config/send-limits.ts');
      const { bringLimits, readLimits } = await import('../store/limits.ts');
      const { bringPurchaseLimit } = await import('../store/purchases.ts');
      const db = await ground.db();
      const { isFuseOff } = await readLimits(db);
      await bringLimits(db, { fuse: fuseLimitsOf(config), budgets: budgetsOf(config), isFuseOff });
      const { bringRates } = await import('../store/rates.ts');
      const { readStamp } = await import('../store/stamp.ts');
      const stamp = await readStamp(db);
      // Nothing was sent from it yet: the first send brings its rates along.
      if (stamp) await bringRates(db, ratesOf(config, stamp.mode));
      await bringPurchaseLimit(db, config['numbers.perDay'].value);
    },
    async secretLayers() {
      const { secretLayers } = await import('../config/credentials.ts');
      return await secretLayers({ config: await ground.config(), env, paths: ground.paths(), uid });
    },
  };
}
