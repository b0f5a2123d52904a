// The end of a test run: every billable verb that its programs asked of anybody but a simulator. There has to be none.

import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Billed } from './ledger.ts';

const VARIABLE = 'REMIND_TEST_LEDGER';

interface Line {
  readonly test: string | undefined;
  readonly billed: readonly Billed[];
}

/** Called for each home that a test made, at its end. */
export function enter(line: Line): void {
  const path = process.env[VARIABLE];
  if (path !== undefined) appendFileSync(path, `${JSON.stringify(line)}\n`);
}

/** Vitest calls it before the first test. */
export function setup(): void {
  const path = join(mkdtempSync(join(tmpdir(), 'remind-ledger-')), 'ledger');
  writeFileSync(path, '');
  process.env[VARIABLE] = path;
}

/** And this after the last. */
export function teardown(): void {
  const path = process.env[VARIABLE];
  if (path === undefined) return;
  const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
  const homes = lines.map((line) => JSON.parse(line) as Line);
  rmSync(dirname(path), { recursive: true });
  const spent = homes.filter(({ billed }) => billed.length > 0);
  if (homes.length === 0) return;
  process.stdout.write(`\n${sum(homes.length, spent)}\n`);
  if (spent.length > 0) process.exitCode = 1;
}

export function sum(homes: number, spent: readonly Line[]): string {
  if (spent.length === 0) return `Ledger: nothing billable outside the simulator, in ${homes} homes.`;
  const lines = spent.flatMap(({ test, billed }) =>
    billed.map(({ kind, mode, to, outcome }) => `  ${kind} ${to} (${mode}, ${outcome}) by "${test}"`),
  );
  return [`Ledger: ${lines.length} BILLABLE outside the simulator:`, ...lines].join('\n');
}
