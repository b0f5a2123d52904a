// Runs a command line as the program does, on a world of reminders: parsed by commander, printed into buffers.

import { parseCommandLine } from '../../src/cli/program.ts';
import { REGISTRY } from '../../src/cli/registry.ts';
import type { ExitCode } from '../../src/core/errors.ts';
import { USUAL_RATES } from '../../src/core/rate.ts';
import type { RecallRow } from '../../src/delivery/recall.ts';
import { readStatus } from '../../src/delivery/status.ts';
import { undoImport } from '../../src/reminders/import/undo.ts';
import type { ResolveDeps } from '../../src/reminders/resolve.ts';
import type { World } from '../reminders/world.ts';
import { type TestContextOptions, testContext } from './context.ts';

export interface Printed {
  readonly stdout: string;
  readonly stderr: string;
  readonly questions: readonly string[];
  readonly code: ExitCode | undefined;
}

/** Twilio, for `resolve --sent`; nothing asks it unless a test says what it has. */
export type FetchSend = ResolveDeps['fetchSend'];

export interface RunLine extends Omit<TestContextOptions<object>, 'needs' | 'clock'> {
  /** What the allowlist says of any number. */
  readonly allowed?: boolean;
  /** What a recall comes to. */
  readonly recalled?: readonly RecallRow[];
  readonly fetchSend?: FetchSend;
}

async function nobodyAsks(): Promise<never> {
  throw new Error('Twilio was asked');
}

/** `argv` without `remind`. Throws what the command throws. */
export async function runLine(
  world: World,
  argv: readonly string[],
  options: RunLine = {},
): Promise<Printed> {
  const invocation = await parseCommandLine(argv, {
    registry: REGISTRY,
    columns: 100,
    write: () => {},
    onLoad: () => {},
  });
  if (!invocation) throw new Error(`nothing to run in: ${argv.join(' ')}`);
  const needs = {
    reminders: async () => world,
    allowed: async () => options.allowed,
    resolving: async () => ({ ...world, fetchSend: options.fetchSend ?? nobodyAsks }),
    undoImport: (id: number) => undoImport({ ...world, rest: async () => {} }, id),
    foresight: async () => ({ ...world, rates: USUAL_RATES, balance: async () => null }),
    releasing: async () => ({ ...world, rest: async () => {} }),
    catchUp: async () => null,
    recall: async () => options.recalled ?? [],
    readStatus: () => readStatus(world.db, world.clock.now(), world.clock.now()),
  };
  const { context, stdout, stderr, questions } = await testContext({
    ...options,
    needs,
    clock: world.clock,
    flags: invocation.flags,
  });
  const code = await invocation.module.run(context, invocation.args, invocation.options);
  return { stdout: stdout(), stderr: stderr(), questions, code };
}
