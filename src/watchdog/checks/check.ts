// A check: one question about this installation, its answer, and what to do about a bad one.

import { RemindError } from '../../core/errors.ts';
import { machineTrouble } from '../../system/file-trouble.ts';

/**
 * - `ok`
 * - `warning`: works, and is worth knowing
 * - `failed`: something will not work
 * - `skipped`: could not be asked because another check failed
 */
export type CheckStatus = 'ok' | 'warning' | 'failed' | 'skipped';

export interface CheckResult {
  /** A stable name: `secrets`, `disk-space`. */
  readonly check: string;
  readonly status: CheckStatus;
  readonly message: string;
  /** What to do; null where there is nothing to do. */
  readonly remedy: string | null;
}

/** What a check finds out, before its name is put to it. */
export type Finding = Omit<CheckResult, 'check'>;

export interface Check {
  readonly name: string;
  run(): Promise<Finding>;
}

export function ok(message: string): Finding {
  return { status: 'ok', message, remedy: null };
}

export function warning(message: string, remedy: string): Finding {
  return { status: 'warning', message, remedy };
}

export function failed(message: string, remedy: string): Finding {
  return { status: 'failed', message, remedy };
}

export function skipped(message: string): Finding {
  return { status: 'skipped', message, remedy: null };
}

/** Runs the checks one after another; one that throws has failed, and the others still run. */
export async function runChecks(checks: readonly Check[]): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  for (const { name, run } of checks) {
    results.push({ check: name, ...(await run().catch(explain)) });
  }
  return results;
}

function explain(thrown: unknown): Finding {
  const error = machineTrouble(thrown) ?? thrown;
  if (error instanceof RemindError) {
    return { status: 'failed', message: error.message, remedy: error.hint ?? null };
  }
  const message = error instanceof Error ? error.message : String(error);
  return failed(`could not be checked: ${message}`, 'run it again with --debug and report it');
}
