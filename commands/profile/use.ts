// `remind profile use`: makes a profile the one of commands that name none.

import type { PlaceNeeds } from '../../src/config/place.ts';
import { useProfile } from '../../src/config/profiles.ts';
import type { CommandBuilder, CommandModule } from '../../src/core/command.ts';

export const command: CommandModule<[string], object, PlaceNeeds> = {
  examples: ['remind profile use salon'],
  describe(builder: CommandBuilder) {
    builder.argument('<name>', 'a profile of remind profile list');
  },
  async run({ place, env, out }, [name]) {
    await useProfile(place(), name);
    out.note(`Using profile ${name} from now on`);
    const set = env['REMIND_PROFILE'];
    if (set && set !== name) out.warn(`REMIND_PROFILE=${set} is set in the environment and wins over it`);
    return undefined;
  },
};
