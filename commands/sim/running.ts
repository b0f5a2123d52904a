// The simulator that is running: found, made to prove itself, and spoken to over HTTP.

import type { Config } from '../../src/config/load.ts';
import type { CommandBuilder, Context } from '../../src/core/command.ts';
import {
  InterruptedError,
  NotFoundError,
  RemindError,
  UnhealthyError,
  UsageError,
} from '../../src/core/errors.ts';
import { isLoopback } from '../../src/core/loopback.ts';
import { askSimulator } from '../../src/gateway/handshake.ts';
import { askBriefly, askJson, type JsonAnswer, type JsonRequest } from '../../src/system/http-json.ts';
import { type FollowedLines, followLines, postForLines } from '../../src/system/http-lines.ts';

// It answers within milliseconds, or is gone; whoever pressed Ctrl-C wants the prompt back.
const LEAVE_MS = 1_000;

export interface RunningNeeds {
  config(): Promise<Config>;
}

export interface RunningOptions {
  readonly url?: string;
}

export interface RunningSimulator {
  /** An origin, without a trailing slash. */
  readonly url: string;
  readonly accountSid: string;
  /**
   * Asks one of the `/sim/…` addresses, path and query.
   * @throws UsageError for what the simulator refuses, NotFoundError for what it does not have
   */
  get(path: string): Promise<unknown>;
  /** The same with a body, which is sent as JSON. */
  post(path: string, body: unknown): Promise<unknown>;
  /** The last word of somebody who leaves, also after Ctrl-C: waits a second at most, and never fails. */
  leave(path: string, body: unknown): Promise<void>;
  /** Follows one of its endless answers, an object a line. The lines end with the simulator, and when closed. */
  follow(path: string): Promise<FollowedLines>;
  /** Posts something that takes a while, and hands over what is told of it on the way. Throws what `post` throws. */
  work(path: string, body: unknown): AsyncGenerator<unknown>;
}

export function describeRunning(command: CommandBuilder): void {
  command.option('--url <url>', 'address of the running simulator (default: REMIND_TWILIO_URL)');
}

/**
 * @throws UsageError without an address, or with one that can be no simulator's
 * @throws UnhealthyError when no simulator answers there
 */
export async function findRunning(
  ctx: Context & RunningNeeds,
  options: RunningOptions,
): Promise<RunningSimulator> {
  const origin = readOrigin(options.url ?? (await ctx.config()).twilioUrl.value);
  const proven = await askSimulator(origin, ctx.random);
  if (proven === undefined) throw noAnswer(origin);
  const ask = (path: string, request: JsonRequest) => exchange(ctx, new URL(path, origin), request);
  return {
    url: origin,
    accountSid: proven.accountSid,
    get: (path) => ask(path, {}),
    post: (path, body) => ask(path, { body }),
    leave: (path, body) => askBriefly(new URL(path, origin), { body }, LEAVE_MS).catch(() => {}),
    follow: (path) => follow(new URL(path, origin)),
    work: (path, body) => work(ctx, new URL(path, origin), body),
  };
}

function readOrigin(text: string | undefined): string {
  if (text === undefined) {
    throw new UsageError('it is not known where the simulator is', {
      hint: 'start one with: remind sim, and export what it prints; or give --url',
    });
  }
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' || !isLoopback(url.hostname)) {
    throw new UsageError(`${text} cannot be a simulator: those answer on this machine`, {
      hint: '--url http://127.0.0.1:4010, as remind sim prints it',
    });
  }
  return url.origin;
}

async function exchange(ctx: Context, url: URL, request: JsonRequest): Promise<unknown> {
  let answer: JsonAnswer;
  try {
    answer = await askJson(url, { ...request, signal: ctx.signal });
  } catch (cause) {
    if (ctx.signal.aborted) throw new InterruptedError();
    throw noAnswer(url.origin, cause);
  }
  if (answer.status >= 200 && answer.status <= 299) return answer.body;
  throw refusal(url, answer);
}

async function follow(url: URL): Promise<FollowedLines> {
  try {
    const { lines, close } = await followLines(url);
    return { lines: untilBroken(lines), close };
  } catch (cause) {
    throw noAnswer(url.origin, cause);
  }
}

/** A simulator that is killed breaks the connection, one that stops may end it: the same to whoever follows. */
async function* untilBroken(lines: AsyncIterator<string>): AsyncGenerator<string> {
  for (;;) {
    const next = await lines.next().catch(() => undefined);
    if (next === undefined || next.done) return;
    yield next.value;
  }
}

/** One value after the other; the last may say that the work went wrong. */
async function* work(ctx: Context, url: URL, body: unknown): AsyncGenerator<unknown> {
  try {
    const { status, lines } = await postForLines(url, { body, signal: ctx.signal });
    for await (const line of lines) {
      const value: unknown = JSON.parse(line);
      if (status !== 200 || isFailure(value)) throw refusal(url, { status, body: value });
      yield value;
    }
  } catch (cause) {
    if (cause instanceof RemindError) throw cause;
    if (ctx.signal.aborted) throw new InterruptedError();
    throw noAnswer(url.origin, cause);
  }
}

function isFailure(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'error' in value;
}

function refusal({ origin }: URL, { status, body }: JsonAnswer): UsageError | NotFoundError {
  const { error, hint } = (body ?? {}) as { error?: string; hint?: string | null };
  const words = error ?? `${origin} answered ${status}`;
  const details = { ...(hint ? { hint } : {}) };
  return status === 404 ? new NotFoundError(words, details) : new UsageError(words, details);
}

function noAnswer(origin: string, cause?: unknown): UnhealthyError {
  return new UnhealthyError(`no simulator answers at ${origin}`, { cause, hint: 'start one: remind sim' });
}
