// A fault as somebody orders it: by flag, by control request, or in a header of one request.

import { UsageError } from '../../core/errors.ts';
import { RESOURCES, readAim } from './aim.ts';
import { FAULT_NAMES, type FaultName, isFaultName, kindOf } from './kinds.ts';

export interface FaultSpec {
  readonly name: FaultName;
  /** 0 to 1 */
  readonly probability: number;
  /** For the kinds that take milliseconds: how late, how slow, how long. */
  readonly delayMs?: number | undefined;
  /** For `rate-limit` and `error-503`. */
  readonly retryAfterSeconds?: number | undefined;
  /** `lists`, `calls`, `calls/lists`; what the kind strikes anyway when left out. */
  readonly on?: string | undefined;
  /** Ends after it has struck this often; never when left out. */
  readonly times?: number | undefined;
}

const HINT = `--fault NAME=PROBABILITY[:NUMBER][@WHAT] with one of ${FAULT_NAMES.join(', ')}`;

/** Reads `NAME=PROBABILITY[:NUMBER][@WHAT]`, such as `delay=0.1:2000@lists`. Throws UsageError. */
export function parseFault(text: string): FaultSpec {
  const [, name = '', probability, amount, on] =
    /^([^=:@]*)(?:=([^:@]*))?(?::([^@]*))?(?:@(.*))?$/.exec(text) ?? [];
  if (isFaultName(name) && probability === undefined) {
    throw new UsageError(`fault ${text}: how often is missing`, { hint: `--fault ${example(name)}` });
  }
  const spec = { name, probability: readAmount(probability ?? ''), on };
  return checkFault({ ...spec, ...(amount !== undefined && readArgument(name, amount)) }, text);
}

/** Reads a header: `drop-reply, delay:2000`. Each is to strike. Throws UsageError. */
export function parseFaultHeader(text: string): readonly FaultSpec[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [name = '', ...rest] = part.split(':');
      const argument = rest.length === 0 ? {} : readArgument(name, rest.join(':'));
      return checkFault({ name, probability: 1, ...argument }, part);
    });
}

function readArgument(name: string, text: string): Partial<FaultSpec> {
  const amount = readAmount(text);
  return isFaultName(name) && kindOf(name).seconds ? { retryAfterSeconds: amount } : { delayMs: amount };
}

/** NaN for what is no number, the empty text among it. */
function readAmount(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

function example(name: FaultName): string {
  const { ms, seconds } = kindOf(name);
  if (ms === 'needed') return `${name}=0.1:2000, one in ten by two seconds`;
  return `${name}=0.1 for one in ten${ms || seconds ? `, or ${name}=0.1:${ms ? 2000 : 5}` : ''}`;
}

// `struck` is what a list of faults says besides, which may be given back as it is.
const KEYS: readonly string[] = [
  'name',
  'probability',
  'delayMs',
  'retryAfterSeconds',
  'on',
  'times',
  'struck',
];
const OBJECT_HINT = `{"name": NAME} and at will probability (1), delayMs, retryAfterSeconds, on, times; NAME is one of ${FAULT_NAMES.join(', ')}`;

/** A fault from foreign hands, as an object of those keys. Throws UsageError. */
export function readFault(value: unknown): FaultSpec {
  const shown = JSON.stringify(value);
  const odd =
    typeof value === 'object' && value !== null
      ? Object.keys(value).find((key) => !KEYS.includes(key))
      : undefined;
  if (odd !== undefined)
    throw new UsageError(`fault ${shown}: there is no key "${odd}"`, { hint: OBJECT_HINT });
  return checkFault(value, shown, OBJECT_HINT);
}

/** Throws UsageError. */
function checkFault(value: unknown, shown: string, hint = HINT): FaultSpec {
  const refuse = (why: string) => new UsageError(`fault ${shown}: ${why}`, { hint });
  if (typeof value !== 'object' || value === null) throw refuse('not a fault');
  const { name, probability = 1, delayMs, retryAfterSeconds, on, times } = value as Record<string, unknown>;
  if (!isFaultName(name)) throw refuse('no such fault');
  if (typeof probability !== 'number' || !(probability >= 0 && probability <= 1)) {
    throw refuse('the probability is a number from 0 to 1');
  }
  const kind = kindOf(name);
  if (delayMs !== undefined && kind.ms === undefined) throw refuse(`${name} takes no milliseconds`);
  if (delayMs !== undefined && !isCount(delayMs)) throw refuse('the milliseconds are a whole number');
  if (delayMs === undefined && kind.ms === 'needed') throw refuse('it needs milliseconds');
  if (retryAfterSeconds !== undefined && kind.seconds === undefined) {
    throw refuse(`${name} takes no seconds to retry after`);
  }
  if (retryAfterSeconds !== undefined && !isCount(retryAfterSeconds)) {
    throw refuse('the seconds are a whole number');
  }
  if (on !== undefined && (typeof on !== 'string' || readAim(name, on) === undefined)) {
    throw refuse(`${name} can be on ${aims(name)}`);
  }
  if (times !== undefined && !isCount(times)) throw refuse('"times" is a whole number');
  return { name, probability, delayMs, retryAfterSeconds, on, times };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function aims(name: FaultName): string {
  const words = kindOf(name).canStrike;
  return `${words.join(', ')}, or those of one resource, such as calls/${words[0]}: ${RESOURCES.join(', ')}`;
}
