// `remind config path`: where this profile's files are.

import { readConfigFile } from '../../src/config/config-file.ts';
import { chooseProfile } from '../../src/config/load.ts';
import type { Paths } from '../../src/config/paths.ts';
import type { Column, CommandModule } from '../../src/core/command.ts';
import { factLines } from '../../src/terminal/facts.ts';

export interface PathNeeds {
  paths(): Paths;
}

interface Places {
  readonly config: string;
  readonly secrets: string;
  readonly database: string;
  readonly audio: string;
  readonly run: string;
}

const COLUMNS: readonly Column<Places>[] = [
  { key: 'config', value: (row) => row.config },
  { key: 'secrets', value: (row) => row.secrets },
  { key: 'database', value: (row) => row.database },
  { key: 'audio', value: (row) => row.audio },
  { key: 'run', value: (row) => row.run },
];

export const command: CommandModule<[], object, PathNeeds> = {
  examples: ['remind config path', 'remind config path --json=database'],
  columns: COLUMNS,
  format: 'record',
  describe() {},
  async run({ paths: resolve, env, flags, out }, _args, options) {
    const paths = resolve();
    // A file that cannot be read must not keep its own path from being told.
    const file = await readConfigFile(paths.configFile).catch(() => undefined);
    const { value: profile } = chooseProfile(
      { env, paths, flags: { profile: flags.profile }, newProfile: true },
      file,
    );
    const places: Places = {
      config: paths.configFile,
      secrets: paths.secretsFile(profile),
      database: paths.database(profile),
      audio: paths.audioFolder,
      run: paths.runFolder,
    };
    out.record(places, COLUMNS, options, (row) => factLines(Object.entries(row), '').join('\n'));
    return undefined;
  },
};
