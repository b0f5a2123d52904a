// `remind profile remove`: removes a profile's settings and secrets, and keeps its database.

import type { PlaceNeeds } from '../../src/config/place.ts';
import { assertRemovable, removeProfile } from '../../src/config/profiles.ts';
import type { CommandBuilder, CommandModule } from '../../src/core/command.ts';
import { assertConfirmed } from '../../src/terminal/confirm.ts';

interface Options {
  readonly yes?: boolean;
}

export const command: CommandModule<[string], Options, PlaceNeeds> = {
  examples: ['remind profile remove salon', 'remind profile remove salon --yes'],
  describe(builder: CommandBuilder) {
    builder.argument('<name>', 'a profile of remind profile list').option('--yes', 'do not ask');
  },
  async run({ place: find, ask, out }, [name], { yes }) {
    const place = find();
    await assertRemovable(place, name);
    await assertConfirmed(
      ask,
      `Remove the settings and secrets of profile ${name}? Its database stays.`,
      yes,
    );
    await removeProfile(place, name);
    out.note(`Removed profile ${name}; its database is still at ${place.paths.database(name)}`);
    return undefined;
  },
};
