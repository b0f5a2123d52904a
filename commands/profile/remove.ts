// `remind profile remove`: forgets a profile's settings and secrets, and keeps its database.

import type { PlaceNeeds } from '../../src/config/place.ts';
import { assertRemovable, removeProfile } from '../../src/config/profiles.ts';
import type { CommandBuilder, CommandModule } from '../../src/core/command.ts';
import { RefusedError } from '../../src/core/errors.ts';

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
    const question = `Forget the settings and secrets of profile ${name}? Its database stays.`;
    if (!yes && !(await ask.confirm(question, { flag: '--yes' }))) {
      throw new RefusedError('not confirmed; nothing was changed');
    }
    await removeProfile(place, name);
    out.note(`profile ${name} is forgotten; its database is still at ${place.paths.database(name)}`);
    return undefined;
  },
};
