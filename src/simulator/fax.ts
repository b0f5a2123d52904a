// A fax machine at a phone: understands no word, and hangs up when no other fax answers its tone.

import type { Hands, Party } from './party.ts';

export function faxAt(hands: Hands): Party {
  return {
    answer() {
      hands.story.deafen('nobody-listens');
      const { hangsUpAfterMs } = hands.script;
      if (hangsUpAfterMs !== null) hands.later(hangsUpAfterMs, () => hands.hangUp());
    },
    onSound: () => undefined,
    onKey() {},
    onQuestion() {},
    onEnd() {},
  };
}
