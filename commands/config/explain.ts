// `remind config explain`: every setting, its value, and which flag, variable or file it is from.

import type { SecretLayer } from '../../src/config/credentials.ts';
import { type ExplainedSetting, explainConfig } from '../../src/config/explain.ts';
import type { Config } from '../../src/config/load.ts';
import type { Column, CommandModule } from '../../src/core/command.ts';

export interface ExplainNeeds {
  config(): Promise<Config>;
  /** The places secrets may be in, the strongest first. */
  secretLayers(): Promise<readonly SecretLayer[]>;
}

const COLUMNS: readonly Column<ExplainedSetting>[] = [
  { key: 'key', heading: 'SETTING', value: (row) => row.key },
  { key: 'value', heading: 'VALUE', value: (row) => row.value, show: showValue },
  { key: 'source', heading: 'SOURCE', value: (row) => row.source },
  { key: 'env', value: (row) => row.env },
  { key: 'meaning', value: (row) => row.meaning },
];

export const command: CommandModule<[], object, ExplainNeeds> = {
  examples: ['remind config explain', 'remind config explain --json=key,value,source'],
  columns: COLUMNS,
  format: 'list',
  describe() {},
  async run({ config, secretLayers, out }, _args, options) {
    out.list(explainConfig(await config(), await secretLayers()), COLUMNS, options);
    return undefined;
  },
};

function showValue({ value }: ExplainedSetting): string {
  if (value === null) return '–';
  return Array.isArray(value) ? value.join(', ') || '(none)' : String(value);
}
