// Record: takes down what the caller says, until a key, silence or the end of the call.

import type { WebTarget } from '../call.ts';
import type { Recording } from '../recording.ts';
import { askInVain } from './ask.ts';
import { methodAttribute, resolveUrl, type Scene } from './attributes.ts';
import { recordLeg } from './call-recording.ts';
import { CallOver, type Leg } from './leg.ts';
import { type RecordRules, readRecordRules } from './record-rules.ts';
import { soundFields } from './recording-fields.ts';
import type { Script } from './stage.ts';
import { transcribe } from './transcription.ts';

const BEEP_MS = 500;

/** The document that follows, or undefined to go on with the next verb: nothing was said. */
export async function record(scene: Scene): Promise<Script | undefined> {
  const { leg, element } = scene;
  const rules = readRecordRules(scene);
  // Read before anything is recorded: a bad action must not cost the caller the message.
  const source = {
    url: resolveUrl(scene, element.attributes['action'] ?? ''),
    method: methodAttribute(scene, 13610),
  };
  if (rules.beeps) await leg.utter({ verb: 'beep', text: 'beep', ms: BEEP_MS });
  const recorder = recordLeg(leg, 'RecordVerb', rules.plan);
  try {
    const key = await listen(leg, rules);
    return finish(leg, { rules, recording: recorder.stop(), source, digits: key ?? '' });
  } catch (error) {
    if (error instanceof CallOver) {
      const script = finish(leg, { rules, recording: recorder.stop(), source, digits: 'hangup' });
      if (script) askInVain(leg, source, script.extra ?? []);
    }
    throw error;
  } finally {
    recorder.stop();
  }
}

/** The key that ended it; undefined when silence did, or its length. */
async function listen(leg: Leg, rules: RecordRules): Promise<string | undefined> {
  const { clock } = leg.world;
  let key: string | undefined;
  let speaking = 0;
  let quietSince = clock.now();
  leg.listen({
    onKey: (pressed) => {
      if (!rules.finishOnKey.includes(pressed)) return;
      key ??= pressed;
      leg.wake();
    },
    onSound: () => {
      speaking += 1;
      leg.wake();
      return () => {
        speaking -= 1;
        quietSince = clock.now();
        leg.wake();
      };
    },
  });
  leg.far.ask({ keys: true, speech: true });
  const endsAt = clock.now() + rules.maxLengthMs;
  try {
    for (;;) {
      const silentUntil = speaking > 0 ? Number.POSITIVE_INFINITY : quietSince + rules.timeoutMs;
      const leftMs = Math.min(endsAt, silentUntil) - clock.now();
      if (key !== undefined || leftMs <= 0) return key;
      await leg.wait(leftMs);
    }
  } finally {
    leg.listen(undefined);
  }
}

interface Finished {
  readonly rules: RecordRules;
  readonly recording: Recording;
  readonly source: WebTarget;
  /** What ended it: a key, `hangup`, or nothing. */
  readonly digits: string;
}

/** Silence is no recording: there is nothing to tell the action, and the next verb runs. */
function finish(leg: Leg, { rules, recording, source, digits }: Finished): Script | undefined {
  if (recording.durationMs === 0) return undefined;
  if (rules.transcribes) transcribe(leg, recording, rules.transcribeCallback);
  const fields = soundFields(leg.world, recording);
  return { source, extra: digits === '' ? fields : [...fields, ['Digits', digits]] };
}
