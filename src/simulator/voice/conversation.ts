// The answered call: runs one TwiML document after another until one ends the call.

import { notify } from '../notify.ts';
import { MS_PER_CHARACTER, tonesMs } from '../pace.ts';
import { methodAttribute, resolveUrl, type Scene, warn } from './attributes.ts';
import { runDetection } from './detection.ts';
import { loadDocument, type Script, type TwimlDocument } from './documents.ts';
import { gather } from './gather.ts';
import { type LiveCall, Redirected } from './live-call.ts';
import { SPEAKERS } from './speaking.ts';
import { elementsOf, TwimlFailure, textOf } from './twiml.ts';

/** What a verb leads to: the next verb (undefined), another document, or the end. */
type Outcome = Script | 'hang-up' | undefined;
type Verb = (scene: Scene) => Promise<Outcome>;

const APOLOGY = "We're sorry. An application error has occurred. Goodbye.";
/** Documents in one second of the call. A loop of redirects would otherwise ask the application for ever. */
const MAX_DOCUMENTS_A_SECOND = 100;

const VERBS: ReadonlyMap<string, Verb> = new Map<string, Verb>([
  ['Gather', gather],
  ['Redirect', redirect],
  ['Hangup', async () => 'hang-up'],
  ['Reject', async () => 'hang-up'],
]);

// Verbs of Twilio's that the simulator does not run; anything else is not TwiML at all.
const NOT_SIMULATED = [
  'Connect',
  'Dial',
  'Enqueue',
  'Leave',
  'Message',
  'Pay',
  'Prompt',
  'Queue',
  'Record',
  'Refer',
  'Sms',
  'Start',
  'Stop',
];

/** Resolves when the documents are at their end; throws CallOver when the call ended otherwise. */
export async function converse(live: LiveCall): Promise<void> {
  let work = async (): Promise<void> => {
    await open(live);
    await runScripts(live, { source: live.call.plan.source });
  };
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Redirected)) throw error;
      const { source } = error;
      work = () => runScripts(live, { source });
    }
  }
}

/** What happens on answering, before the first document is asked for. */
async function open(live: LiveCall): Promise<void> {
  const { detection, sendDigits } = live.call.plan;
  if (detection !== null) await runDetection(live, detection);
  if (sendDigits !== '') {
    await live.utter({ verb: 'digits', text: sendDigits, ms: tonesMs(sendDigits), wakesOnKey: false });
  }
}

async function runScripts(live: LiveCall, first: Script): Promise<void> {
  const { clock } = live.world;
  let second = clock.now();
  let loaded = 0;
  for (let script: Outcome = first; script !== undefined && script !== 'hang-up'; ) {
    if (clock.now() - second >= 1000) {
      second = clock.now();
      loaded = 0;
    }
    loaded += 1;
    if (loaded > MAX_DOCUMENTS_A_SECOND) {
      const failure = new TwimlFailure(11215, `more than ${MAX_DOCUMENTS_A_SECOND} documents in a second`);
      script = await recover(live, { ...script, isFallback: true }, failure);
    } else {
      script = await runScript(live, script);
    }
  }
}

async function runScript(live: LiveCall, script: Script): Promise<Outcome> {
  try {
    // Before and after: the call may have ended while a request was under way, and a dead call asks for nothing.
    live.check();
    const document = await loadDocument(live, script);
    live.check();
    return await perform(live, document);
  } catch (error) {
    if (!(error instanceof TwimlFailure)) throw error;
    return recover(live, script, error);
  }
}

async function perform(live: LiveCall, document: TwimlDocument): Promise<Outcome> {
  for (const element of elementsOf(document.root)) {
    const scene = { live, element, document };
    const speak = SPEAKERS.get(element.name);
    const verb = VERBS.get(element.name);
    if (speak) await speak(scene, false);
    else if (verb) {
      const outcome = await verb(scene);
      if (outcome !== undefined) return outcome;
    } else {
      const known = NOT_SIMULATED.includes(element.name);
      warn(
        live,
        12200,
        known
          ? `${element.name} is not simulated; skipped`
          : `Schema validation warning: no verb ${element.name}`,
      );
    }
  }
  return undefined;
}

async function redirect(scene: Scene): Promise<Outcome> {
  const url = resolveUrl(scene, textOf(scene.element));
  return { source: { url, method: methodAttribute(scene, 12200) } };
}

/** After a failed document: the fallback, told what failed; without one, or if that fails too, the apology. */
async function recover(live: LiveCall, failed: Script, failure: TwimlFailure): Promise<Outcome> {
  const { world, account, call } = live;
  notify(world, account, {
    level: 'error',
    code: failure.code,
    message: failure.message,
    callSid: call.sid,
    ...failure.exchange,
  });
  const { fallback } = call.plan;
  if (fallback !== null && !failed.isFallback) {
    const url = 'url' in failed.source ? failed.source.url : '';
    const extra: [string, string][] = [
      ['ErrorCode', String(failure.code)],
      ['ErrorUrl', url],
    ];
    return { source: fallback, extra, isFallback: true };
  }
  await live.utter({ verb: 'say', text: APOLOGY, ms: APOLOGY.length * MS_PER_CHARACTER, wakesOnKey: false });
  return 'hang-up';
}
