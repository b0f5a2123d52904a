// Runs a command line as the program does, on a world of reminders: parsed by commander, printed into buffers.

import { parseCommandLine } from '../../src/cli/program.ts';
import { REGISTRY } from '../../src/cli/registry.ts';
import { undoImport } from '../../src/reminders/import/undo.ts';
import type { World } from '../reminders/world.ts';
import { type TestContextOptions, testContext } from './context.ts';

export interface Printed {
  readonly stdout: string;
  readonly stderr: string;
  readonly questions: readonly string[];
}

export interface RunLine extends Omit<TestContextOptions<object>, 'needs' | 'clock'> {
  /** What the allowlist says of any number. */
  readonly allowed?: boolean;
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
    undoImport: (id: number) => undoImport({ ...world, rest: async () => {} }, id),
  };
  const { context, stdout, stderr, questions } = await testContext({
    ...options,
    needs,
    clock: world.clock,
    flags: invocation.flags,
  });
  await invocation.module.run(context, invocation.args, invocation.options);
  return { stdout: stdout(), stderr: stderr(), questions };
}
