// One line for a person on what a virtual phone received, heard and did.

import type { SimEvent } from './journal.ts';

/** Undefined for steps nobody at a phone would notice, such as a message going from queued to sending. */
export function describeSimEvent(event: SimEvent): string | undefined {
  switch (event.event) {
    case 'text':
      return `${event.to} received a text: “${event.body}”`;
    case 'message':
      if (event.status !== 'failed' && event.status !== 'undelivered') return undefined;
      return `${event.to} did not receive a text: ${event.status} (${event.errorCode ?? 'no code'})`;
    case 'call':
      return describeCall(event);
    case 'heard':
      return describeHeard(event);
    case 'beep':
      return `${event.to} beeped and records`;
    case 'email':
      return `${event.to} is sent an e-mail, were this Twilio: “${event.subject}”`;
    case 'pressed':
      return `${event.to} pressed ${event.digits}${event.taken ? '' : ', which nothing was asking for'}`;
    case 'said':
      return event.words === '' ? `${event.to} talks over it` : `${event.to} said: “${event.words}”`;
    case 'machine-key':
      return describeMachineKey(event);
    case 'hung-up':
      return event.by === 'callee' ? `${event.to} hung up` : undefined;
    case 'notification':
      return `Twilio ${event.level} ${event.code}: ${event.message}`;
  }
}

const CALL_WORDS: Readonly<Record<string, string>> = {
  ringing: 'rings',
  'in-progress': 'answered',
  completed: 'the call is over',
  busy: 'is busy',
  'no-answer': 'did not answer',
  failed: 'could not be called',
  canceled: 'the call was canceled',
};

function describeCall(event: Extract<SimEvent, { event: 'call' }>): string | undefined {
  const words = CALL_WORDS[event.status];
  return words === undefined
    ? undefined
    : `${event.to} ${event.status === 'completed' ? `· ${words}` : words}`;
}

const MACHINE_KEY_WORDS = {
  skip: 'the greeting was skipped',
  erase: '“This message has been erased.”',
  nothing: 'the machine took no notice',
} as const;

function describeMachineKey({ to, key, by, does }: Extract<SimEvent, { event: 'machine-key' }>): string {
  // The owner means to answer the application, which hears nothing of it.
  const whose =
    by === 'owner' ? `the owner of ${to} pressed ${key} on the voicemail` : `${to} heard a ${key}`;
  return `${whose}: ${MACHINE_KEY_WORDS[does]}`;
}

function describeHeard(event: Extract<SimEvent, { event: 'heard' }>): string | undefined {
  const { verb } = event;
  if (verb === 'pause' || verb === 'ring') return undefined;
  if (verb === 'joined') return `${event.to} talks to ${event.text}`;
  if (verb === 'music' || verb === 'beep')
    return `${event.to} hears ${verb === 'music' ? 'music' : 'a beep'}`;
  if (event.heard === '') return `${event.to} heard nothing of: “${event.text}”`;
  return `${event.to} heard: “${event.heard}”${event.cut ? ' (cut off)' : ''}`;
}
