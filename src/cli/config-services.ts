// Configuration for commands: settings, where they are kept, and what reads and changes them.

import type { ExplainNeeds } from '../../commands/config/explain.ts';
import type { PathNeeds } from '../../commands/config/path.ts';
import type { ModeNeeds } from '../../commands/mode.ts';
import type { PlaceNeeds } from '../config/place.ts';
import { privateFiles } from '../system/files.ts';
import type { Foundation } from './foundation.ts';

export function configServices(ground: Foundation): ExplainNeeds & ModeNeeds & PathNeeds & PlaceNeeds {
  const { env } = ground.shell;
  const uid = process.getuid?.();
  return {
    config: ground.config,
    db: ground.db,
    paths: ground.paths,
    place: () => ({ env, paths: ground.paths(), files: privateFiles, uid }),
    async secretLayers() {
      const { secretLayers } = await import('../config/credentials.ts');
      return await secretLayers({ config: await ground.config(), env, paths: ground.paths(), uid });
    },
  };
}
