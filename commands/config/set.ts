// `remind config set`: changes one setting of the profile.

import { setSetting, settingKey } from '../../src/config/edit.ts';
import type { PlaceNeeds } from '../../src/config/place.ts';
import { isLimit } from '../../src/config/send-limits.ts';
import type { CommandBuilder, CommandModule } from '../../src/core/command.ts';

export interface LimitNeeds {
  /** Brings the limits of sending into the database, from which every process takes them. */
  limitsChanged(): Promise<void>;
}

export const command: CommandModule<[string, string], object, PlaceNeeds & LimitNeeds> = {
  examples: [
    'remind config set tz Europe/Berlin',
    'remind config set allow +12025550123,+12025550124',
    'remind config set lease 90s --profile salon',
    'remind config set fuse.textsPerDay 30',
  ],
  describe(builder: CommandBuilder) {
    builder
      .argument('<setting>', 'its name, as in remind config explain')
      .argument('<value>', 'its new value; a list has commas');
  },
  async run({ place, flags, out, limitsChanged }, [name, text]) {
    const { profile, key, value, hiddenBy } = await setSetting(place(), flags, settingKey(name), text);
    if (isLimit(key)) await limitsChanged();
    out.note(`Set ${key} to ${Array.isArray(value) ? value.join(', ') : value} in profile ${profile}`);
    if (hiddenBy !== null) out.warn(`${hiddenBy} is set in the environment and wins over it`);
    return undefined;
  },
};
