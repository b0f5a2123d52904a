// Enqueue: the call waits in a queue until somebody takes it, or it leaves.

import type { WebTarget } from '../call.ts';
import { notify } from '../notify.ts';
import { askInVain } from './ask.ts';
import { methodAttribute, numberAttribute, resolveUrl, type Scene, warn } from './attributes.ts';
import { playSoundtrack, readWaitUrl, type Soundtrack } from './hold-music.ts';
import type { Leg } from './leg.ts';
import { DEQUEUE_STAGE, QUEUE_STAGE, type Script } from './stage.ts';
import { CallOver, Redirected } from './task.ts';
import { TwimlFailure, textOf } from './twiml.ts';
import { type Entry, openLine, type WaitingLine } from './waiting-line.ts';

type QueueResult =
  | 'bridged'
  | 'error'
  | 'hangup'
  | 'leave'
  | 'queue-full'
  | 'redirected'
  | 'redirected-from-bridged';

interface EnqueueRules {
  readonly action: WebTarget | undefined;
  readonly wait: Soundtrack;
  /** Undefined when there is no queue of such a name. */
  readonly name: string | undefined;
  /** How many may wait besides this one, whatever the queue takes. */
  readonly maxSize: number;
}

const MAX_NAME = 64;

/** The document that follows, when there is an action for it; else the next verb does. */
export async function enqueue(scene: Scene): Promise<Script | 'hang-up' | undefined> {
  const { leg } = scene;
  const rules = readRules(scene);
  if (rules.name === undefined) return next(rules, [['QueueResult', 'error']]);
  const line = openLine(leg.world, leg.account, rules.name);
  const maxSize = Math.min(line.row.maxSize, rules.maxSize);
  if (line.size >= maxSize) {
    warn(leg, 14207, `Enqueue: The targeted queue reached max queue size: ${maxSize}`);
    return next(rules, [['QueueResult', 'queue-full']]);
  }
  const entry = line.enter(leg);
  try {
    const result = await wait(line, entry, rules.wait);
    return result === 'hangup' ? 'hang-up' : next(rules, fields(line, entry, result));
  } catch (error) {
    const result = resultOf(error, entry);
    if (result && rules.action) askInVain(leg, rules.action, fields(line, entry, result));
    throw error;
  } finally {
    line.leave(entry);
    entry.hasLeft = true;
    entry.dequeuer?.leg.wake();
  }
}

function next({ action }: EnqueueRules, extra: [string, string][]): Script | undefined {
  return action && { source: action, extra };
}

function fields(line: WaitingLine, entry: Entry, result: QueueResult): [string, string][] {
  return [
    ['QueueResult', result],
    ['QueueSid', line.row.sid],
    ['QueueTime', String(entry.waitedSeconds)],
  ];
}

/** What became of a call that left the queue by force. */
function resultOf(error: unknown, entry: Entry): QueueResult | undefined {
  if (error instanceof CallOver) return entry.isReady ? 'bridged' : 'hangup';
  if (error instanceof Redirected) return entry.isReady ? 'redirected-from-bridged' : 'redirected';
  return undefined;
}

/** Until somebody took it and is done, or until a document makes it leave. */
async function wait(line: WaitingLine, entry: Entry, track: Soundtrack): Promise<QueueResult> {
  const { leg } = entry;
  try {
    let result: QueueResult = 'leave';
    const isTaken =
      entry.dequeuer !== undefined ||
      (await leg.breakable(async () => {
        const ending = await playSoundtrack(leg, track, {
          stage: QUEUE_STAGE,
          extra: () => line.fieldsFor(entry),
          loops: true,
        });
        if (ending === 'hang-up') result = 'hangup';
      }));
    if (!isTaken) return result;
    await beTaken(line, entry);
    return 'bridged';
  } catch (error) {
    if (error instanceof TwimlFailure) return 'error';
    throw error;
  }
}

/** Is told so, if that is asked for, and then talks until it is let go. */
async function beTaken(line: WaitingLine, entry: Entry): Promise<void> {
  const { leg, dequeuer } = entry;
  if (dequeuer?.whisper) await whisper(line, entry, dequeuer.whisper);
  entry.isReady = true;
  dequeuer?.leg.wake();
  while (!entry.isReleased) await leg.wait(Number.POSITIVE_INFINITY);
}

async function whisper(
  line: WaitingLine,
  { leg, dequeuer, waitedSeconds }: Entry,
  source: WebTarget,
): Promise<void> {
  const extra: [string, string][] = [
    ['QueueSid', line.row.sid],
    ['QueueTime', String(waitedSeconds)],
    ['DequeingCallSid', dequeuer?.leg.call.sid ?? ''],
  ];
  await leg.runner.run(leg, { source, extra }, DEQUEUE_STAGE);
}

function readRules(scene: Scene): EnqueueRules {
  const { attributes } = scene.element;
  const action = attributes['action'];
  const method = methodAttribute(scene, 14201);
  return {
    action: action === undefined ? undefined : { url: resolveUrl(scene, action), method },
    wait: readWaitUrl(scene, { method: 'waitUrlMethod', methodCode: 14206 }),
    name: readName(scene),
    // Twilio has no warning of its own for it.
    maxSize: numberAttribute(scene, 'maxQueueSize', {
      fallback: Number.MAX_SAFE_INTEGER,
      least: 1,
      code: 12200,
    }),
  };
}

function readName({ leg, element }: Scene): string | undefined {
  const name = textOf({
    ...element,
    children: element.children.filter((child) => typeof child === 'string'),
  });
  if (element.attributes['workflowSid'] !== undefined) {
    return refuse(leg, 14220, 'Enqueue: the simulator has no TaskRouter');
  }
  if (name === '') return refuse(leg, 14204, 'Enqueue: Queue name too short');
  if (name.length > MAX_NAME) return refuse(leg, 14205, 'Enqueue: Queue name too long');
  return name;
}

function refuse({ world, account, call }: Leg, code: number, message: string): undefined {
  notify(world, account, { level: 'error', code, message, callSid: call.sid });
  return undefined;
}
