// The program's version, without loading anything else.

import { readFileSync } from 'node:fs';

// Written into the bundle by scripts/build.mjs; absent when the sources run as they are, in tests.
declare const REMIND_VERSION: string | undefined;

/** The version in package.json, such as `0.1.0`. */
export function version(): string {
  if (typeof REMIND_VERSION === 'string') return REMIND_VERSION;
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
