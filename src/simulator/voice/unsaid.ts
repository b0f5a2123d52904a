// What a call did not get to say because it ended: the phone's transcript has it as lost.

import { MS_PER_CHARACTER } from '../pace.ts';
import type { Leg } from './leg.ts';
import { UNKNOWN_SOUND_MS } from './sound.ts';
import { elementsOf, type TwimlElement, textOf } from './twiml.ts';

/** Tells the phone what would have been said next, had the call gone on: all that did not hang on its answers. */
export function missRest({ far }: Leg, elements: readonly TwimlElement[]): void {
  for (const element of unsaid(elements)) {
    const text = textOf(element);
    if (text === '') continue;
    if (element.name === 'Say') far.miss?.({ verb: 'say', text, ms: text.length * MS_PER_CHARACTER });
    else far.miss?.({ verb: 'play', text, ms: UNKNOWN_SOUND_MS });
  }
}

/** As far as the next verb that may lead elsewhere; a question is said before it does. */
function unsaid(elements: readonly TwimlElement[]): TwimlElement[] {
  const found: TwimlElement[] = [];
  for (const element of elements) {
    if (element.name === 'Say' || element.name === 'Play') found.push(element);
    else if (element.name === 'Gather') return [...found, ...unsaid(elementsOf(element))];
    else if (element.name !== 'Pause') return found;
  }
  return found;
}
