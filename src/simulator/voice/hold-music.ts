// What those hear who wait: the application's documents, Twilio's music, or nothing.

import { isReachable, readUrl } from '../loopback.ts';
import type { Pairs } from '../webhook.ts';
import { methodAttribute, resolveUrl, type Scene, warn } from './attributes.ts';
import type { Leg } from './leg.ts';
import type { Ending, Script, Stage } from './stage.ts';

export type Soundtrack = Script | 'music' | 'silence';

/** A piece of Twilio's music: about as long as those of its playlist. */
const MUSIC_MS = 180_000;

export interface WaitRule {
  /** The attribute with the method. */
  readonly method: string;
  readonly methodCode: number;
}

/** An empty URL is silence, none is music; so is one elsewhere, which the simulator does not ask. */
export function readWaitUrl(scene: Scene, { method, methodCode }: WaitRule): Soundtrack {
  const { leg, element } = scene;
  const text = element.attributes['waitUrl'];
  const asked = methodAttribute(scene, methodCode, method);
  if (text === undefined) return 'music';
  if (text === '') return 'silence';
  const url = resolveUrl(scene, text);
  const parsed = readUrl(url);
  if (parsed && !isReachable(parsed)) {
    warn(leg, 11200, `${element.name}: ${url} is not on this machine; the simulator plays music instead`);
    return 'music';
  }
  return { source: { url, method: asked } };
}

export interface Waiting {
  readonly stage: Stage;
  /** Sent along with each request, as things are then. */
  readonly extra?: () => Pairs;
  /** Asks again when the document is at its end; without, there is silence. */
  readonly loops: boolean;
}

/**
 * Plays it until something breaks it off, or until a document asks to leave or to hang up. Throws TwimlFailure when
 * a document fails.
 */
export async function playSoundtrack(leg: Leg, track: Soundtrack, waiting: Waiting): Promise<Ending> {
  if (track === 'silence') await leg.wait(Number.POSITIVE_INFINITY);
  while (track === 'music') await leg.utter({ verb: 'music', text: 'hold music', ms: MUSIC_MS });
  for (;;) {
    const ending = await leg.runner.run(
      leg,
      { ...(track as Script), extra: waiting.extra?.() },
      waiting.stage,
    );
    if (ending !== 'end') return ending;
    if (!waiting.loops) await leg.wait(Number.POSITIVE_INFINITY);
  }
}
