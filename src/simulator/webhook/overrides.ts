// Connection overrides: what the fragment of a webhook's URL says about time limits and retries.

import { field, parseForm } from '../form.ts';
import type { Failure } from './error.ts';

export type Retried = '4xx' | '5xx' | Exclude<Failure, 'final'>;

/** All times in real milliseconds. */
export interface Overrides {
  /** For a connection, TLS included. */
  readonly connectMs: number;
  /** For the first packet of a reply, and between any two. */
  readonly readMs: number;
  /** For everything, retries and redirects included. */
  readonly totalMs: number;
  readonly retries: number;
  readonly retried: ReadonlySet<Retried>;
}

/** Twilio's own limits. One retry of a connection: "two 5-second attempts" (its page on error 11205). */
export const DEFAULTS: Overrides = {
  connectMs: 5_000,
  readMs: 15_000,
  totalMs: 15_000,
  retries: 1,
  retried: new Set(['ct']),
};

const ALL: ReadonlySet<Retried> = new Set(['4xx', '5xx', 'ct', 'rt']);

/**
 * Reads `#ct=2000&rc=3&rp=ct,rt`. A value that is out of range or no value at all counts as not given; `e`, the edge
 * of Twilio's network, means nothing here (https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides).
 */
export function readOverrides(fragment: string): Overrides {
  if (fragment === '' || fragment === '#') return DEFAULTS;
  const fields = parseForm(fragment.slice(1));
  const number = (name: string, { least, most, fallback }: Range): number => {
    const text = field(fields, name) ?? '';
    const value = Number(text);
    return /^\d+$/.test(text) && value >= least && value <= most ? value : fallback;
  };
  return {
    connectMs: number('ct', { least: 100, most: 10_000, fallback: DEFAULTS.connectMs }),
    readMs: number('rt', { least: 100, most: 15_000, fallback: DEFAULTS.readMs }),
    totalMs: number('tt', { least: 100, most: 15_000, fallback: DEFAULTS.totalMs }),
    retries: number('rc', { least: 0, most: 5, fallback: DEFAULTS.retries }),
    retried: readPolicy(field(fields, 'rp')) ?? DEFAULTS.retried,
  };
}

interface Range {
  readonly least: number;
  readonly most: number;
  readonly fallback: number;
}

function readPolicy(text: string | undefined): ReadonlySet<Retried> | undefined {
  if (text === undefined) return undefined;
  const words = text.split(',');
  if (words.includes('all') && words.every((word) => word === 'all' || isRetried(word))) return ALL;
  return words.every(isRetried) ? new Set(words) : undefined;
}

function isRetried(word: string): word is Retried {
  return (ALL as ReadonlySet<string>).has(word);
}
