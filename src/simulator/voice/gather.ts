// Gather: asks, listens for keys or words, and takes them to its action.

import type { HttpMethod } from '../call.ts';
import { booleanAttribute, methodAttribute, resolveUrl, type Scene, warn } from './attributes.ts';
import { type GatherRules, readRules } from './gather-rules.ts';
import { Hearing } from './hearing.ts';
import { CallOver } from './leg.ts';
import { SPEAKERS } from './speaking.ts';
import type { Script } from './stage.ts';
import { elementsOf } from './twiml.ts';
import { missRest } from './unsaid.ts';

type Field = readonly [string, string];

/** The document that follows, or undefined to go on with the next verb: nothing came. */
export async function gather(scene: Scene): Promise<Script | undefined> {
  const { leg } = scene;
  // Read before anything is said: a bad action must not cost the caller the question.
  const rules = readRules(scene);
  const method = methodAttribute(scene, 13312);
  const asksAnyway = booleanAttribute(scene, { name: 'actionOnEmptyResult', fallback: false, code: 13338 });
  const hearing = new Hearing(leg, rules);
  leg.listen(hearing.listener);
  let result: readonly Field[] | undefined;
  try {
    await prompt(scene, rules);
    // A key that cut the question off is an answer; nobody gives a second one.
    if (hearing.isSilent) leg.far.ask(rules.takes);
    result = await hearing.collect();
  } finally {
    leg.listen(undefined);
  }
  if (result === undefined && !asksAnyway) return undefined;
  return answer(scene, method, result ?? emptyResult(rules));
}

function answer(scene: Scene, method: HttpMethod, result: readonly Field[]): Script {
  const url = resolveUrl(scene, scene.element.attributes['action'] ?? '');
  return { source: { url, method }, extra: [['msg', 'Gather End'], ...result] };
}

function emptyResult({ takes }: GatherRules): readonly Field[] {
  const fields: Field[] = takes.speech ? [['SpeechResult', '']] : [];
  return takes.keys ? [['Digits', ''], ['FinishedOnKey', ''], ...fields] : fields;
}

/** Says what is nested in it, until somebody answers. */
async function prompt(scene: Scene, { bargesIn }: GatherRules): Promise<void> {
  const { leg } = scene;
  const elements = elementsOf(scene.element);
  for (const [index, element] of elements.entries()) {
    const speak = SPEAKERS.get(element.name);
    if (speak === undefined) warn(leg, 13320, `Gather: Invalid nested verb ${element.name}`);
    else {
      const isCut = await speak({ ...scene, element }, { isNested: true }).catch((error) => {
        if (error instanceof CallOver) missRest(leg, elements.slice(index + 1));
        throw error;
      });
      if (isCut && bargesIn) return;
    }
  }
}
