// Runs one TwiML document after another on a leg, until one ends the run.

import { planOf } from '../call.ts';
import { notify } from '../notify.ts';
import { MS_PER_CHARACTER } from '../pace.ts';
import { warn } from './attributes.ts';
import { loadDocument, type TwimlDocument } from './documents.ts';
import type { Leg } from './leg.ts';
import { answerLeg } from './life.ts';
import { SPEAKERS } from './speaking.ts';
import { CALL_STAGE, type Ending, type Runner, type Script, type Stage } from './stage.ts';
import { CallOver, Redirected } from './task.ts';
import { elementsOf, type TwimlElement, TwimlFailure } from './twiml.ts';
import { missRest } from './unsaid.ts';
import { NOT_SIMULATED, type Outcome, VERBS } from './verbs.ts';

const APOLOGY = "We're sorry. An application error has occurred. Goodbye.";
/** Documents in one second of the call. A loop of redirects would otherwise ask the application for ever. */
const MAX_DOCUMENTS_A_SECOND = 100;
/** At the beginning of an inbound call these do not make Twilio answer; all others do. */
const UNANSWERING: ReadonlySet<string> = new Set(['Reject', 'Redirect', 'Pause']);

/** Runs all TwiML there is. */
export const RUNNER: Runner = {
  run,
  async converse(leg, first) {
    let work = first;
    for (;;) {
      try {
        await work();
        return;
      } catch (error) {
        if (!(error instanceof Redirected)) throw error;
        const { source } = error;
        work = () => run(leg, { source }, CALL_STAGE);
      }
    }
  },
};

async function run(leg: Leg, first: Script, stage: Stage): Promise<Ending> {
  for (let script = first; ; ) {
    const outcome = await runScript(leg, script, stage);
    if (outcome === undefined) return 'end';
    if (typeof outcome === 'string') return outcome;
    script = outcome;
  }
}

async function runScript(leg: Leg, script: Script, stage: Stage): Promise<Outcome> {
  let failed = script;
  try {
    // Before and after: the call may have ended while a request was under way, and a dead call asks for nothing.
    leg.check();
    if (leg.documentsThisSecond() > MAX_DOCUMENTS_A_SECOND) {
      failed = { ...script, isFallback: true };
      throw new TwimlFailure(11215, `more than ${MAX_DOCUMENTS_A_SECOND} documents in a second`);
    }
    const document = await loadDocument(leg, script);
    leg.check();
    return await perform(leg, document, stage);
  } catch (error) {
    if (!(error instanceof TwimlFailure)) throw error;
    note(leg, error);
    if (stage.onFailure === 'throw') throw error;
    return recover(leg, failed, error);
  }
}

async function perform(leg: Leg, document: TwimlDocument, stage: Stage): Promise<Outcome> {
  const elements = elementsOf(document.root);
  for (const [index, element] of elements.entries()) {
    const speak = SPEAKERS.get(element.name);
    const verb = VERBS.get(element.name);
    if ((speak === undefined && verb === undefined) || !hasPlace(element, stage)) {
      refuse(leg, element, stage);
      continue;
    }
    if (!leg.isAnswered && answers(element)) answerLeg(leg);
    const scene = { leg, element, document };
    if (speak) {
      await speak(scene, {}).catch((error) => {
        if (error instanceof CallOver) missRest(leg, elements.slice(index + 1));
        throw error;
      });
    }
    const outcome = await verb?.(scene);
    if (outcome !== undefined) return outcome;
  }
  return undefined;
}

function hasPlace({ name }: TwimlElement, { verbs }: Stage): boolean {
  return verbs === undefined ? name !== 'Leave' : verbs.has(name);
}

function refuse(leg: Leg, { name }: TwimlElement, stage: Stage): void {
  if (name === 'Dial' && stage.isDialled) {
    throw new TwimlFailure(13201, 'Dial: Cannot Dial out from a Dial Call Segment');
  }
  const why = NOT_SIMULATED.has(name)
    ? `${name} is not simulated; skipped`
    : VERBS.has(name)
      ? `${name} has no place here; skipped`
      : `Schema validation warning: no verb ${name}`;
  warn(leg, VERBS.has(name) ? stage.refusal : 12200, why);
}

function answers({ name, attributes }: TwimlElement): boolean {
  if (name === 'Dial') return attributes['answerOnBridge']?.toLowerCase() !== 'true';
  return !UNANSWERING.has(name);
}

function note({ world, account, call }: Leg, { code, message, exchange }: TwimlFailure): void {
  notify(world, account, { level: 'error', code, message, callSid: call.sid, ...exchange });
}

/** After a failed document: the fallback, told what failed; without one, or if that fails too, the apology. */
async function recover(leg: Leg, failed: Script, failure: TwimlFailure): Promise<Outcome> {
  leg.check();
  const { fallback } = planOf(leg.call);
  if (fallback !== null && !failed.isFallback) {
    const url = 'url' in failed.source ? failed.source.url : '';
    const extra: [string, string][] = [
      ['ErrorCode', String(failure.code)],
      ['ErrorUrl', url],
    ];
    return { source: fallback, extra, isFallback: true };
  }
  if (!leg.isAnswered) answerLeg(leg);
  await leg.utter({ verb: 'say', text: APOLOGY, ms: APOLOGY.length * MS_PER_CHARACTER });
  return 'hang-up';
}
