// `remind db check`: the thorough look at the database; slow on a large one, and changes nothing.

import type { Config } from '../../src/config/load.ts';
import type { Paths } from '../../src/config/paths.ts';
import type { CommandModule } from '../../src/core/command.ts';
import { EXIT, NotFoundError } from '../../src/core/errors.ts';
import { databaseBytes } from '../../src/store/inspect.ts';
import { runChecks } from '../../src/watchdog/checks/check.ts';
import { CHECK_COLUMNS, showChecks } from '../../src/watchdog/checks/check-columns.ts';
import { contentChecks } from '../../src/watchdog/checks/database-checks.ts';

export interface DbNeeds {
  config(): Promise<Config>;
  paths(): Paths;
}

export const command: CommandModule<[], object, DbNeeds> = {
  examples: ['remind db check', 'remind db check --json'],
  columns: CHECK_COLUMNS,
  format: 'list',
  describe() {},
  async run({ config, paths, out }, _args, options) {
    const path = paths().database((await config()).profile.value);
    if ((await databaseBytes(path)) === null)
      throw new NotFoundError(`there is no database yet at ${path}`, {
        hint: 'the first command that stores something makes it',
      });
    const results = await runChecks(contentChecks(path));
    showChecks(out, results, options);
    return results.some(({ status }) => status === 'failed') ? EXIT.unhealthy : undefined;
  },
};
