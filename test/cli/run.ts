// Runs command lines in process against a made-up registry, and keeps what came out.

import type { CommandEntry } from '../../src/cli/command-entry.ts';
import type { Completions, Root, Shell } from '../../src/cli/root.ts';
import { type Run, runProgram } from '../../src/cli/run.ts';
import type { CommandModule } from '../../src/core/command.ts';
import { type FakeTerminal, fakeStreams } from '../terminal/streams.ts';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** What the composition root was given, if it was opened. */
  readonly shell: Shell | undefined;
  readonly closed: number;
  /** The commands that were loaded, in order. */
  readonly loaded: readonly string[];
}

export interface Fakes extends FakeTerminal, Partial<Completions> {
  readonly env?: Record<string, string>;
  readonly signal?: AbortSignal;
  readonly secrets?: readonly string[];
  readonly openRoot?: (shell: Shell) => Root;
}

/** A command of the made-up registry. */
export function entry(path: string, module: Partial<CommandModule>, summary = `Do ${path}`): CommandEntry {
  const command: CommandModule = {
    examples: [`remind ${path}`],
    describe() {},
    run: async () => undefined,
    ...module,
  };
  return { path: path.split(' ') as [string], group: 'Reminders', summary, load: async () => ({ command }) };
}

export async function run(
  argv: readonly string[],
  registry: readonly CommandEntry[],
  fakes: Fakes = {},
): Promise<Ran> {
  const streams = fakeStreams(fakes);
  const seen = { shell: undefined as Shell | undefined, closed: 0, loaded: [] as string[] };
  const watched = registry.map((each) => ({
    ...each,
    load: () => {
      seen.loaded.push(each.path.join(' '));
      return each.load();
    },
  }));
  const options: Run = {
    argv,
    streams,
    env: fakes.env ?? {},
    signal: fakes.signal ?? new AbortController().signal,
    registry: watched,
    loadRoot: async () => (shell) => {
      seen.shell = shell;
      return fakes.openRoot?.(shell) ?? fakeRoot(shell, fakes, () => (seen.closed += 1));
    },
  };
  const code = await runProgram(options);
  return { ...seen, code, out: streams.out(), err: streams.err() };
}

function fakeRoot(shell: Shell, fakes: Fakes, closed: () => void): Root {
  return {
    context: {
      ...shell,
      clock: { now: () => 0, at: () => () => {}, sleep: async () => {} },
      random: { next: () => 0, hex: () => '' },
      completionIds: fakes.completionIds ?? (async () => []),
      contactNames: fakes.contactNames ?? (async () => []),
    },
    secrets: () => fakes.secrets ?? [],
    close: async () => closed(),
  };
}
