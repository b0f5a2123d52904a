// `remind db status`: the size of the database, its schema, its owner, and its rows by table.

import type { Config } from '../../src/config/load.ts';
import type { Paths } from '../../src/config/paths.ts';
import { formatBytes } from '../../src/core/bytes.ts';
import type { Column, CommandModule } from '../../src/core/command.ts';
import { NotFoundError } from '../../src/core/errors.ts';
import { type DatabaseStatus, readDatabaseStatus } from '../../src/store/inspect.ts';

export interface DbNeeds {
  config(): Promise<Config>;
  paths(): Paths;
}

const COLUMNS: readonly Column<DatabaseStatus>[] = [
  { key: 'path', value: (row) => row.path },
  { key: 'bytes', value: (row) => row.bytes },
  { key: 'walBytes', value: (row) => row.walBytes },
  { key: 'schemaVersion', value: (row) => row.schemaVersion },
  { key: 'knownVersion', value: (row) => row.knownVersion },
  { key: 'journalMode', value: (row) => row.journalMode },
  { key: 'pageBytes', value: (row) => row.pageBytes },
  { key: 'pages', value: (row) => row.pages },
  { key: 'freePages', value: (row) => row.freePages },
  { key: 'accountSid', value: (row) => row.accountSid },
  { key: 'mode', value: (row) => row.mode },
  { key: 'tables', value: (row) => row.tables },
];

export const command: CommandModule<[], object, DbNeeds> = {
  examples: ['remind db status', 'remind db status --json=bytes,walBytes'],
  columns: COLUMNS,
  format: 'record',
  describe() {},
  async run({ config, paths, out }, _args, options) {
    const path = paths().database((await config()).profile.value);
    const status = await readDatabaseStatus(path);
    if (!status)
      throw new NotFoundError(`there is no database yet at ${path}`, {
        hint: 'the first command that stores something makes it',
      });
    out.record(status, COLUMNS, options, describe);
    return undefined;
  },
};

function describe(status: DatabaseStatus): string {
  const { schemaVersion, knownVersion, pages, freePages, pageBytes } = status;
  const whose =
    status.accountSid === null ? 'no account yet' : `account ${status.accountSid}, mode ${status.mode}`;
  const width = Math.max(...status.tables.map(({ table }) => table.length));
  return [
    status.path,
    `${formatBytes(status.bytes)}, and ${formatBytes(status.walBytes)} in its ${status.journalMode} log`,
    `${pages} pages of ${pageBytes} bytes, ${freePages} of them free`,
    `schema ${schemaVersion}${schemaVersion === knownVersion ? '' : ` (brought to ${knownVersion} at its next use)`}; ${whose}`,
    '',
    ...status.tables.map(({ table, rows }) => `${table.padEnd(width)}  ${String(rows).padStart(10)}`),
  ].join('\n');
}
