// `remind send` for the composition root: prepared by one room, delivered by another.

import type { SendNeeds, SendOutcome, SentReminder } from '../../commands/send.ts';
import { RefusedError } from '../core/errors.ts';
import { formatId } from '../core/id.ts';
import type { Channel, Reminder } from '../core/reminder.ts';
import { composeDraft } from '../delivery/compose.ts';
import { followReceipt, type SendDeps, sendNow } from '../delivery/send-now.ts';
import { explainCode } from '../gateway/error-codes.ts';
import { requestOf } from '../gateway/exchange.ts';
import type { ReminderDeps } from '../reminders/deps.ts';
import { estimateReminder } from '../reminders/estimate.ts';
import { type PreparedSend, prepareSend } from '../reminders/prepare-send.ts';
import { getIntent } from '../store/intents.ts';
import { troubleOfReminder } from '../store/trouble.ts';
import { systemRandom } from '../system/random.ts';
import type { Foundation } from './foundation.ts';
import { openDoor } from './open-door.ts';

// A text is delivered within seconds, a call rings for a minute at most and then talks.
const WAIT_MS = 2 * 60_000;

type Request = Parameters<SendNeeds['send']>[0];

export async function send(
  ground: Foundation,
  reminders: ReminderDeps,
  request: Request,
  wait: boolean,
): Promise<SendOutcome> {
  const prepared = await prepareSend(reminders, request);
  const door = await openDoor(ground, { life: 'short' });
  const graceMs = (await ground.config()).unknownGrace.value;
  const deps = { db: reminders.db, door, clock: ground.clock, random: systemRandom, graceMs };
  const sent: SentReminder[] = [];
  const refusals: { readonly channel: Channel; readonly error: RefusedError }[] = [];
  for (const reminder of prepared.reminders) {
    try {
      sent.push(await sendOne(ground, deps, { reminder, prepared, wait }));
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      refusals.push({ channel: reminder.channel, error });
    }
  }
  // Where one of two went, an error alone would have a script send that one again.
  if (sent.length === 0 && refusals[0]) throw refusals[0].error;
  const refused = refusals.map(({ channel, error }) => ({
    channel,
    message: error.message,
    hint: error.hint,
  }));
  return { sent, refused };
}

async function sendOne(
  ground: Foundation,
  deps: SendDeps,
  {
    reminder: draft,
    prepared,
    wait,
  }: { reminder: PreparedSend['reminders'][number]; prepared: PreparedSend; wait: boolean },
): Promise<SentReminder> {
  let reminder = await sendNow(deps, draft, prepared.from);
  if (wait && reminder.state === 'sent') {
    const until = { deadline: ground.clock.now() + WAIT_MS, signal: ground.shell.signal };
    reminder = await followReceipt(deps, reminder.id, until);
  }
  const trouble = await troubleOfReminder(deps.db, reminder.id);
  const known = trouble?.code == null ? undefined : explainCode(trouble.code);
  const intent = reminder.intentId === null ? undefined : await getIntent(deps.db, reminder.intentId);
  return {
    reminder,
    sid: intent?.sid ?? null,
    contactName: prepared.contactName,
    estimate: estimateReminder(reminder),
    httpStatus: intent?.httpStatus ?? null,
    problem: known ? `${known.code}: ${known.meaning}` : (trouble?.message ?? callProblem(reminder)),
    // A watched send is not tried again by itself, whatever the code would have the daemon do.
    remedy:
      known?.class === 'retry'
        ? `try again: remind retry ${formatId(reminder.id)}`
        : (unknownRemedy(reminder) ?? known?.remedy ?? null),
  };
}

function unknownRemedy({ id, state }: Reminder): string | null {
  if (state !== 'unknown') return null;
  return `a running daemon asks Twilio what became of it; see: remind show ${formatId(id)}`;
}

const UNHEARD: Readonly<Record<string, string>> = {
  busy: 'the line is busy',
  'no-answer': 'nobody answered',
  failed: 'the call could not be put through',
  canceled: 'the call was canceled',
};

/** Why nobody heard a call that Twilio accepted; null for a text, and for a call that was heard. */
function callProblem({ channel, receipt }: Reminder): string | null {
  return channel === 'call' && receipt !== null ? (UNHEARD[receipt] ?? null) : null;
}

/** The requests as they would go out; no guard is asked and no socket opened. */
export async function previewSend(ground: Foundation, reminders: ReminderDeps, request: Request) {
  const prepared = await prepareSend(reminders, request);
  const accountSid = (await ground.config()).accountSid.value ?? 'AC…';
  return prepared.reminders.map((reminder) => {
    const due = { ...reminder, id: 0, attempts: 0 };
    const terms = { accountSid, from: prepared.from, purpose: 'send', now: ground.clock.now() } as const;
    const draft = composeDraft(due, terms);
    const { method, path } = requestOf({ ...draft, accountSid });
    return {
      reminder,
      contactName: prepared.contactName,
      estimate: estimateReminder(reminder),
      request: { method, path, params: draft.params },
    };
  });
}
