// A local Twilio: starts one, and hands out what a test, a command or a demo wants to know of it.

import { setMaxListeners } from 'node:events';
import type { FastifyInstance } from 'fastify';
import type { Cancel } from '../core/clock.ts';
import { UsageError } from '../core/errors.ts';
import type { Call } from './call.ts';
import { VirtualClock } from './clock.ts';
import { serveControl } from './control/routes.ts';
import { type FaultSpec, Faults } from './faults.ts';
import { type Heard, hearReport } from './hear-report.ts';
import { createHttp } from './http.ts';
import type { NumberSettings } from './incoming-number.ts';
import { type IncomingTextDraft, sendFromPhone } from './incoming-text.ts';
import { openInventory } from './inventory/inventory.ts';
import { Journal, type SimEvent, type Transcript } from './journal.ts';
import type { Message } from './message.ts';
import type { Notification } from './notification.ts';
import { type OpenedAccounts, type Overruled, openAccounts } from './open-accounts.ts';
import type { SimulatorOptions } from './options.ts';
import { type PastPlan, readPastPlan } from './past/plan.ts';
import { Past } from './past/seed.ts';
import { type PhoneScript, Phones } from './phones.ts';
import { seededRandom } from './random.ts';
import type { Recording } from './recording.ts';
import { type LoggedRequest, RequestLog } from './rest/request-log.ts';
import { serveRest } from './rest/server.ts';
import { Saver } from './saver.ts';
import type { TestCredentials } from './test-credentials.ts';
import { serveTwimlets } from './twimlets/serve.ts';
import { pullTriggers } from './usage-trigger.ts';
import { callFromPhone, type PersonCallDraft } from './voice/person-call.ts';
import { Webhooks } from './webhook.ts';
import { type Account, type PastFacts, setNumber, type World } from './world.ts';

/** An account as a client logs in to it. */
export interface Credentials {
  readonly accountSid: string;
  readonly authToken: string;
  /** With these, requests are checked and answered and nothing else happens. */
  readonly testCredentials: TestCredentials;
  /** The account's own numbers at the start; the first is what a messaging service picks. */
  readonly numbers: readonly string[];
}

export interface Simulator extends Credentials {
  /** Without a trailing slash: what a client takes for https://api.twilio.com. */
  readonly url: string;
  /** Further accounts, unrelated to the first and to each other. */
  readonly accounts: readonly Credentials[];
  /** Options that say otherwise than the state file, which is what counts. */
  readonly overruled: readonly Overruled[];
  /** Virtual time; `advance` resolves when everything that fell due has happened. */
  readonly clock: VirtualClock;
  /** Oldest first, like all of these: what is in memory, and not what lies on the disk. Live rows: they change. */
  messages(): readonly Message[];
  calls(): readonly Call[];
  notifications(): readonly Notification[];
  /** With the words that were said. */
  recordings(): readonly Recording[];
  /** What each phone received and heard; of one phone, when a number is given. */
  transcripts(number?: string): readonly Transcript[];
  /** How much of what was said came through, call by call; of one phone, when a number is given. */
  hear(number?: string): readonly Heard[];
  /** The last 20,000 REST requests, without credentials. */
  requests(): readonly LoggedRequest[];
  /** Told of everything as it happens. */
  onEvent(listener: (event: SimEvent) => void): Cancel;
  /** Replaces all faults. */
  setFaults(faults: readonly FaultSpec[]): void;
  /** Adds scripts, replacing those of the same number. */
  putPhones(phones: readonly PhoneScript[]): void;
  /** A phone sends a text to a number of an account; what it leads to takes virtual time. Throws NotFoundError. */
  text(draft: IncomingTextDraft): Message;
  /** A phone calls a number of an account; what it leads to takes virtual time. Throws NotFoundError. */
  call(draft: PersonCallDraft): Call;
  /** Changes what a number leads to: its URLs. Throws NotFoundError for a number nobody has. */
  setNumber(number: string, settings: Partial<NumberSettings>): void;
  /**
   * Makes up a past that ends now, on the disk; the same plan makes the same one. Throws UsageError for a second one.
   * Resolves when it is there.
   */
  seedPast(plan: Partial<PastPlan>): Promise<PastFacts>;
  /** Closes every socket and timer and saves the state; calls under way are cut. */
  stop(): Promise<void>;
}

/** Throws UsageError for a port that is taken, a bad speed, or a state file that is something else. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { stateFile } = options;
  const saver = stateFile === undefined ? undefined : await Saver.open(stateFile, options.clock);
  const { world, account, others, overruled } = openWorld(options, saver);
  const { faults } = world;
  const log = new RequestLog();
  const stopping = new AbortController();
  // One listener for each reply held back by a fault.
  setMaxListeners(0, stopping.signal);
  const app = createHttp();
  serveRest(app, {
    world,
    faults,
    log,
    requestIds: seededRandom(options.seed, 'request ids'),
    realClock: options.clock,
    stopping: stopping.signal,
    maxConcurrent: options.maxConcurrent ?? 0,
  });
  serveTwimlets(app, { journal: world.journal, random: seededRandom(options.seed, 'hold music') });
  const past = new Past({ world, account, file: saver?.file });
  serveControl(app, { world, account, faults, log, past });
  const stop = async () => {
    if (stopping.signal.aborted) return;
    stopping.abort();
    world.clock.stop();
    world.webhooks.close();
    await app.close();
    past.close();
    saver?.stop();
  };
  const url = await listen(app, options.port ?? 0).catch((error) => stop().then(() => Promise.reject(error)));
  world.webhooks.home = url;
  saver?.start(world);
  return {
    url,
    ...views(world, account),
    accounts: others.map(credentialsOf),
    overruled,
    requests: () => log.list(),
    setFaults: (specs) => faults.set(specs),
    seedPast: (plan) => runToEnd(past.seed(readPastPlan({ ...plan }))),
    stop,
  };
}

async function runToEnd<Result>(work: AsyncGenerator<unknown, Result>): Promise<Result> {
  for (;;) {
    const step = await work.next();
    if (step.done) return step.value;
  }
}

async function listen(app: FastifyInstance, port: number): Promise<string> {
  try {
    return await app.listen({ host: '127.0.0.1', port });
  } catch (cause) {
    throw new UsageError(`port ${port} cannot be opened`, {
      cause,
      hint: 'leave the port out for a free one',
    });
  }
}

function credentialsOf({ sid, authToken, test, numbers }: Account): Credentials {
  return {
    accountSid: sid,
    authToken,
    testCredentials: test,
    numbers: numbers.all().map(({ number }) => number),
  };
}

function views(world: World, account: Account) {
  const { clock, journal, phones } = world;
  return {
    ...credentialsOf(account),
    clock,
    messages: () => account.messages.all(),
    calls: () => account.calls.all(),
    notifications: () => account.notifications.all(),
    recordings: () => account.recordings.all(),
    transcripts: (number?: string) => journal.transcripts(number),
    hear: (number?: string) => hearReport(journal, { number }),
    onEvent: (listener: (event: SimEvent) => void) => journal.onEvent(listener),
    text: (draft: IncomingTextDraft) => sendFromPhone(world, draft),
    call: (draft: PersonCallDraft) => callFromPhone(world, draft),
    setNumber: (number: string, settings: Partial<NumberSettings>) => setNumber(world, number, settings),
    putPhones: (scripts: readonly PhoneScript[]) => phones.put(scripts),
  };
}

interface Opened extends OpenedAccounts {
  readonly world: World;
}

/** The world as it was left, or a new one. Lets go of the file when there can be none. */
function openWorld(options: SimulatorOptions, saver: Saver | undefined): Opened {
  try {
    const world = createWorld(options, saver);
    saver?.restore(world);
    return { world, ...openAccounts(world, options) };
  } catch (error) {
    saver?.stop();
    throw error;
  }
}

function createWorld(options: SimulatorOptions, saver: Saver | undefined): World {
  const { virtualTime } = options;
  const clock = new VirtualClock(options.clock, virtualTime && { start: saver?.savedAt, ...virtualTime });
  const phones = new Phones(options.phones ?? []);
  const isFirstRun = saver === undefined || saver.run === 1;
  const faults = new Faults((label) => seededRandom(options.seed, label), options.faults ?? []);
  const world: World = {
    clock,
    // A run that takes up another's rows must not hand out that run's SIDs again.
    sids: seededRandom(options.seed, isFirstRun ? 'sids' : `sids of run ${saver.run}`),
    phones,
    inventory: openInventory((label) => seededRandom(options.seed, label)),
    journal: new Journal(clock, (number) => phones.get(number).name),
    webhooks: new Webhooks(options.clock, { tokens: seededRandom(options.seed, 'webhooks'), faults }),
    faults,
    accounts: new Map(),
    live: new Map(),
    rooms: new Map(),
    waitingLines: new Map(),
    recorders: new Map(),
    cps: options.cps ?? 0,
    mps: options.mps ?? 0,
    detection: { errorRate: amdErrorRate(options), random: seededRandom(options.seed, 'amd') },
    incomingText: (draft) => sendFromPhone(world, draft),
    changed: () => saver?.changed(),
    opened: (account) => saver?.keep(account),
    charged: (account, charged) => pullTriggers(world, account, charged),
  };
  return world;
}

function amdErrorRate({ amdErrorRate: rate = 0 }: SimulatorOptions): number {
  if (rate >= 0 && rate <= 1) return rate;
  throw new UsageError(`detection cannot be wrong ${rate} of the time: expected a probability from 0 to 1`);
}
