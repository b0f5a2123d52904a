// `remind config unset`: takes one setting away from the profile, so that its default holds again.

import { settingKey, unsetSetting } from '../../src/config/edit.ts';
import type { PlaceNeeds } from '../../src/config/place.ts';
import { isLimit } from '../../src/config/send-limits.ts';
import type { CommandBuilder, CommandModule } from '../../src/core/command.ts';
import type { LimitNeeds } from './set.ts';

export const command: CommandModule<[string], object, PlaceNeeds & LimitNeeds> = {
  examples: ['remind config unset twilioUrl'],
  describe(builder: CommandBuilder) {
    builder.argument('<setting>', 'its name, as in remind config explain');
  },
  async run({ place, flags, out, limitsChanged }, [name]) {
    const { profile, key, hiddenBy } = await unsetSetting(place(), flags, settingKey(name));
    if (isLimit(key)) await limitsChanged();
    out.note(`Unset ${key} in profile ${profile}`);
    if (hiddenBy !== null) out.warn(`${hiddenBy} is set in the environment and still holds`);
    return undefined;
  },
};
