// What a phone heard, in lines for a person: what was lost and why, what came through, and what would help.

import type { Style } from '../../src/core/command.ts';
import { clockTime } from '../../src/core/say-time.ts';
import type { CallStatus } from '../../src/simulator/call.ts';
import type { Heard, HeardPart } from '../../src/simulator/hear-report.ts';

const LOSS_WORDS: Readonly<Record<NonNullable<HeardPart['loss']>, string>> = {
  'before-beep': 'not recorded yet',
  'talked-over': 'talked over',
  'nobody-listens': 'nothing there takes a message',
  'cut-off': 'cut off',
  erased: 'recorded, then erased',
};

/** The first line says who and when; the rest is indented. How a call ended is told where nobody answered. */
export function describeHearing(heard: Heard, style: Style, ended?: CallStatus): string[] {
  const who = `${style.bold(heard.number)}${heard.name === null ? '' : ` (${heard.name})`}`;
  if (heard.channel === 'sms') {
    return [
      `${who} · text ${heard.sid} · ${clockTime(heard.at)} · from ${heard.from}`,
      `  read   “${heard.said}”`,
    ];
  }
  const head = `${who} · call ${heard.sid} · ${clockTime(heard.at)} · ${describeAnswer(heard, ended)}`;
  return [head, ...partLines(heard, style), ...actLines(heard), ...verdictLines(heard)];
}

const UNANSWERED: Readonly<Partial<Record<CallStatus, string>>> = {
  busy: 'which was busy',
  failed: 'and the call failed',
};

function describeAnswer(
  { side, answeredAt, answeredBy, kind, beepAt, to }: Heard,
  ended: CallStatus | undefined,
): string {
  if (side === 'caller' && answeredAt !== null) return `called ${to}`;
  if (side === 'caller') return `called ${to}, ${(ended && UNANSWERED[ended]) ?? 'who did not answer'}`;
  if (answeredAt === null || answeredBy === null) {
    return kind === 'person' || kind === null ? 'not answered' : `not answered (${kind})`;
  }
  if (answeredBy !== 'voicemail') return answeredBy;
  if (beepAt === null) return 'voicemail, no beep';
  return `voicemail, beep after ${((beepAt - answeredAt) / 1000).toFixed(1)} s`;
}

/** One line for each stretch of the same fate. */
function partLines({ parts }: Heard, style: Style): string[] {
  const stretches: { loss: HeardPart['loss']; text: string }[] = [];
  for (const { loss, text } of parts) {
    const last = stretches.at(-1);
    if (last?.loss === loss) last.text = `${last.text} ${text}`;
    else stretches.push({ loss, text });
  }
  return stretches.map(({ loss, text }) =>
    loss === null ? `  heard  “${text}”` : style.dim(`  lost   “${text}”  (${LOSS_WORDS[loss]})`),
  );
}

function actLines({ answers, pressed, played, machineKeys }: Heard): string[] {
  const did = { skip: 'skipped the greeting', erase: 'erased the message', nothing: 'did nothing' };
  const keys = machineKeys.map(({ key, by, does }) =>
    by === 'owner'
      ? `  later  the owner of the mailbox pressed ${key}: ${does === 'erase' ? '“This message has been erased.”' : 'nothing happened'}`
      : `  key    ${key} ${did[does]}`,
  );
  return [
    ...answers.map((words) => (words === '' ? '  spoke  without words' : `  spoke  “${words}”`)),
    ...(pressed === '' ? [] : [`  keys   pressed ${pressed}`]),
    ...(played === '' || machineKeys.some(({ by }) => by === 'caller') ? [] : [`  tones  ${played}`]),
    ...keys,
  ];
}

function verdictLines(heard: Heard): string[] {
  const { heardFraction, endedAt } = heard;
  if (heardFraction === null) return [];
  const soFar = endedAt === null ? ' so far' : '';
  // Rounded down: 100 % is all of it.
  const percent = Math.floor(heardFraction * 100 + 1e-9);
  const advice = adviceOn(heard);
  return [
    `  ${percent} % of the message came through${soFar}; ${passWords(heard)}.${advice === '' ? '' : ` ${advice}`}`,
  ];
}

function passWords({ passes, wholePasses, pressed, parts }: Heard): string {
  const isOnlyCutOff = parts.every(({ loss }) => loss === null || loss === 'cut-off');
  if (wholePasses === 0 && pressed !== '' && isOnlyCutOff) return 'a key was pressed before its end';
  if (wholePasses === 0) return passes > 1 ? `of ${passes} passes none whole` : 'no whole pass';
  return passes > 1 ? `${wholePasses} of ${passes} passes whole` : 'one whole pass';
}

function adviceOn({ wholePasses, passes, parts, erased, answeredBy }: Heard): string {
  if (erased) return 'Ask a machine for no keys: it takes them for its own.';
  if (wholePasses > 0) return '';
  if (answeredBy === 'fax') return '';
  const has = (loss: HeardPart['loss']) => parts.some((part) => part.loss === loss);
  if (has('before-beep')) {
    return passes > 1 ? 'Wait for the beep, or skip to it.' : 'Repeat it, wait for the beep, or skip to it.';
  }
  if (has('talked-over') && passes === 1) return 'Repeat it.';
  return '';
}
