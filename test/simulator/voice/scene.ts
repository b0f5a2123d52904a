// A stage for calls: an application, numbers that lead to it, people with phones, and what came of it all.

import { parsePhones } from '../../../src/simulator/phone-file.ts';
import type { Simulator } from '../../../src/simulator/simulator.ts';
import { type Answer, type App, type Hook, startApp } from '../app.ts';
import { clientOf, NOON, simulate } from '../harness.ts';

/** Numbers of the simulated account. */
export const OURS = '+15005550006';
export const SECOND = '+12025550142';
/** People. */
export const ANN = '+14155550101';
export const BOB = '+14155550102';
export const EVE = '+14155550103';

export interface Scene {
  readonly simulator: Simulator;
  readonly app: App;
  readonly client: ReturnType<typeof clientOf>;
  /** What each phone heard of its last call, as `verb: text`; what was cut off ends with an ellipsis. */
  heard(number: string): readonly string[];
  /** Every leg, in order of creation. */
  legs(): readonly string[];
  /** What was asked of a path, in order, without what is said of every call. */
  asked(path: string): readonly Record<string, string>[];
  /** `level code` of each notification. */
  warnings(): readonly string[];
}

export interface SceneOptions {
  /** As in a phone file, in YAML's short form: `{number: …, …}` for each. */
  readonly phones?: string;
  /** TwiML by path; anything else is an empty document. */
  readonly pages?: Readonly<Record<string, string | ((hook: Hook) => Answer)>>;
  /** A page in case it is not among those. */
  readonly answer?: (hook: Hook) => Answer;
}

/** Both numbers lead to `/voice`, and tell `/status` when a call is over. */
export async function stage({ phones = '', pages = {}, answer }: SceneOptions): Promise<Scene> {
  const app = await startApp((hook) => {
    const path = hook.url.split('?')[0] ?? '';
    const page = pages[path];
    if (page === undefined) return answer?.(hook) ?? '<Response/>';
    return typeof page === 'function' ? page(hook) : `<Response>${page}</Response>`;
  });
  const simulator = await simulate({ phones: parsePhones(phones) });
  for (const number of [OURS, SECOND]) {
    simulator.setNumber(number, { voiceUrl: `${app.url}/voice`, statusCallback: `${app.url}/status` });
  }
  return {
    simulator,
    app,
    client: clientOf(simulator),
    heard: (number) => heardBy(simulator, number),
    legs: () =>
      simulator
        .calls()
        .map(({ direction, from, to, status, durationSeconds }) =>
          [direction, from, to, status, ...(durationSeconds === null ? [] : [durationSeconds])].join(' '),
        ),
    asked: (path) =>
      app.hooks
        .filter(({ url }) => url.split('?')[0] === path)
        .map(({ params, url }) => ({ ...Object.fromEntries(new URL(url, app.url).searchParams), ...params }))
        .map(special),
    warnings: () => simulator.notifications().map(({ level, code }) => `${level} ${code}`),
  };
}

function heardBy(simulator: Simulator, number: string): readonly string[] {
  const call = simulator.transcripts(number)[0]?.calls.at(-1);
  return (call?.heard ?? []).map(({ verb, heard, cut }) => `${verb}: ${heard}${cut ? '…' : ''}`);
}

const USUAL =
  /^(CallSid|AccountSid|From|To|Caller|Called|ApiVersion|Direction|(From|To|Caller|Called)(City|State|Zip|Country)|Timestamp|CallbackSource|msg|CallToken|StirVerstat)$/;

/** Without what every request about a call carries. */
function special(params: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(params).filter(([key]) => !USUAL.test(key)));
}

/** Milliseconds since the simulator was started. */
export function since(instant: number | null | undefined): number | null {
  return instant == null ? null : instant - NOON;
}
