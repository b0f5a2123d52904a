// `remind profile list`: the profiles, each with an account and a database of its own.

import type { PlaceNeeds } from '../../src/config/place.ts';
import { listProfiles, type ProfileSummary } from '../../src/config/profiles.ts';
import type { Column, CommandModule } from '../../src/core/command.ts';

const COLUMNS: readonly Column<ProfileSummary>[] = [
  { key: 'active', heading: '', value: (row) => row.active, show: (row) => (row.active ? '*' : '') },
  { key: 'name', heading: 'NAME', value: (row) => row.name },
  { key: 'accountSid', heading: 'ACCOUNT', value: (row) => row.accountSid },
  { key: 'from', heading: 'FROM', value: (row) => row.from },
  { key: 'tz', heading: 'ZONE', value: (row) => row.tz },
  { key: 'secrets', value: (row) => row.secrets },
  { key: 'database', value: (row) => row.database },
];

export const command: CommandModule<[], object, PlaceNeeds> = {
  examples: ['remind profile list', 'remind profile list --json=name,active'],
  columns: COLUMNS,
  format: 'list',
  describe() {},
  async run({ place, flags, out }, _args, options) {
    out.list(await listProfiles(place(), flags.profile), COLUMNS, options);
    return undefined;
  },
};
