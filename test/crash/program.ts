// The built program as a process that may die: run to its end, killed by its own hand or by ours.

import { type ChildProcess, spawn } from 'node:child_process';

const BINARY = new URL('../../bin/remind.js', import.meta.url).pathname;
// What takes longer hangs. The slowest run waits a few seconds for answers that a fault holds back.
const PATIENCE_MS = 180_000;

export type Env = Readonly<Record<string, string>>;

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Program {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

export function launch(args: readonly string[], env: Env): Program {
  const child = spawn(process.execPath, [BINARY, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const texts = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    texts.stdout += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    texts.stderr += String(chunk);
  });
  const watchdog = setTimeout(() => child.kill('SIGABRT'), PATIENCE_MS);
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => {
      clearTimeout(watchdog);
      resolve({ code, signal, ...texts });
    });
  });
  return { child, ended };
}

/** @throws Error when it ends with another code than `expected` says. */
export async function runToEnd(
  args: readonly string[],
  env: Env,
  expected: readonly number[] = [0],
): Promise<Ended> {
  const ended = await launch(args, env).ended;
  if (ended.code !== null && expected.includes(ended.code)) return ended;
  const how = ended.code ?? ended.signal;
  throw new Error(`remind ${args.join(' ')} ended with ${how}: ${ended.stderr}${ended.stdout}`);
}
