// Other programs, and this one again, as child processes; none of them outlives its starter.

import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { execa } from 'execa';
import { EXIT } from '../core/errors.ts';

export interface ChildOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Its end is the child's: SIGTERM first, SIGKILL after ten seconds. */
  readonly signal: AbortSignal;
}

const PATIENCE_MS = 10_000;
// What a shell ends with for a program that it cannot start, and says of it.
const UNSTARTED: Readonly<Record<string, { readonly code: number; readonly words: string } | undefined>> = {
  ENOENT: { code: 127, words: 'there is no such command' },
  EACCES: { code: 126, words: 'it is not executable' },
};

/**
 * Runs a program on this terminal and returns its exit code; one killed by a signal counts as interrupted. Of one
 * that cannot be started `say` is told why.
 */
export async function runOnTerminal(
  file: string,
  args: readonly string[],
  options: ChildOptions & { say(text: string): void },
): Promise<number> {
  const { exitCode, cause } = await execa(file, args, { ...settings(options), stdio: 'inherit' });
  const unstarted = UNSTARTED[(cause as NodeJS.ErrnoException | undefined)?.code ?? ''];
  if (unstarted) options.say(`${file}: ${unstarted.words}`);
  return unstarted?.code ?? exitCode ?? EXIT.interrupted;
}

/** Runs a program to its end and returns what it printed. */
export async function runForText(
  file: string,
  args: readonly string[],
  options: ChildOptions,
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const { exitCode, stdout, stderr } = await execa(file, args, { ...settings(options), stdin: 'ignore' });
  return { code: exitCode ?? EXIT.interrupted, stdout, stderr };
}

/** Starts a program and hands over each line of its stdout; `stop` ends it and waits until it is gone. */
export function startForLines(
  file: string,
  args: readonly string[],
  options: ChildOptions & { readonly onLine: (line: string) => void },
): { readonly ended: Promise<number>; stop(): Promise<void> } {
  const child = execa(file, args, {
    ...settings(options),
    stdin: 'ignore',
    stderr: 'inherit',
    buffer: false,
  });
  const lines = createInterface({ input: child.stdout });
  lines.on('line', options.onLine);
  const drained = once(lines, 'close');
  const ended = child.then(async ({ exitCode }) => {
    await drained;
    return exitCode ?? EXIT.interrupted;
  });
  return {
    ended,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function settings({ env, signal }: ChildOptions) {
  return {
    env: { ...env },
    extendEnv: false,
    reject: false,
    cancelSignal: signal,
    forceKillAfterDelay: PATIENCE_MS,
    // The launcher is a file of its own; a shell would only misread its arguments.
    shell: false,
  } as const;
}
