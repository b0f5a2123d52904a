// Writes what was set up: secrets first, so that no settings ever name an account without them.

import { updateConfigFile, withProfile } from '../config-file.ts';
import type { Place } from '../place.ts';
import { writeSecrets } from '../secrets.ts';
import type { Setup } from './collect.ts';

/** Each file is replaced whole. Secrets name their account, so that a stop in between mixes nothing up. */
export async function saveSetup({ paths, files }: Place, profile: string, setup: Setup): Promise<void> {
  if (setup.secrets) await writeSecrets(paths.secretsFile(profile), files, setup.secrets);
  await updateConfigFile(paths.configFile, files, (file) => withProfile(file, profile, setup.settings));
}
