// `remind config get`: one setting's value, for scripts.

import { settingKey } from '../../src/config/edit.ts';
import { type ExplainedSetting, explainSetting } from '../../src/config/explain.ts';
import type { Config } from '../../src/config/load.ts';
import type { Column, CommandBuilder, CommandModule } from '../../src/core/command.ts';
import { NotFoundError } from '../../src/core/errors.ts';

export interface GetNeeds {
  config(): Promise<Config>;
}

const COLUMNS: readonly Column<ExplainedSetting>[] = [
  { key: 'key', value: (row) => row.key },
  { key: 'value', value: (row) => row.value },
  { key: 'source', value: (row) => row.source },
];

export const command: CommandModule<[string], object, GetNeeds> = {
  examples: ['remind config get tz', 'remind config get allow --json'],
  columns: COLUMNS,
  format: 'record',
  describe(builder: CommandBuilder) {
    builder.argument('<setting>', 'its name, as in remind config explain');
  },
  async run({ config, out }, [name], options) {
    const key = settingKey(name);
    const setting = explainSetting(await config(), key);
    if (setting.value === null) {
      throw new NotFoundError(`${key} is not set`, { hint: `remind config set ${key} VALUE` });
    }
    out.record(setting, COLUMNS, options, ({ value }) =>
      Array.isArray(value) ? value.join(',') : String(value),
    );
    return undefined;
  },
};
