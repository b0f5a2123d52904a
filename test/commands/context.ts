// A command's context for tests: real output into buffers, scripted answers, a clock that stands still.

import { Readable, Writable } from 'node:stream';
import type { Context, GlobalFlags, Prompts } from '../../src/core/command.ts';
import { UsageError } from '../../src/core/errors.ts';
import { openOutput } from '../../src/terminal/output.ts';
import type { InStream, OutStream } from '../../src/terminal/streams.ts';
import { TestClock, testRandom } from '../clock.ts';

export interface TestContextOptions<Needs extends object> {
  /** The services the command names in its own `Needs`. */
  readonly needs?: Needs;
  /** Whether stdout and stderr are terminals; most commands are tested both ways. */
  readonly tty?: boolean;
  readonly env?: Context['env'];
  readonly flags?: Partial<GlobalFlags>;
  /** What the person answers, by the flag each question names. A question without an answer is refused. */
  readonly answers?: Readonly<Record<string, string | boolean>>;
  readonly stdin?: string;
  readonly clock?: TestClock;
  readonly signal?: AbortSignal;
  /** False for `--json` and its kin, as the program does. */
  readonly tables?: boolean;
}

export interface TestContext<Needs extends object> {
  readonly context: Context & Needs & { readonly clock: TestClock };
  /** What was printed so far, without colour. */
  stdout(): string;
  stderr(): string;
  /** stdout as JSON. */
  json(): unknown;
  /** The questions asked so far. */
  readonly questions: readonly string[];
}

/** Opens a context around `needs`. Nothing is inherited from the machine: no environment, no time, no home. */
export async function testContext<Needs extends object = object>(
  options: TestContextOptions<Needs> = {},
): Promise<TestContext<Needs>> {
  const tty = options.tty ?? false;
  const stdout = new Sink(tty);
  const stderr = new Sink(tty);
  const flags = { quiet: false, input: true, debug: false, ...options.flags };
  const questions: string[] = [];
  const base: Context & { readonly clock: TestClock } = {
    env: options.env ?? {},
    flags,
    out: await openOutput({
      streams: { stdin: Readable.from([]) as InStream, stdout, stderr },
      env: {},
      color: 'off',
      quiet: flags.quiet,
      tables: options.tables ?? true,
    }),
    ask: scriptedPrompts(options.answers ?? {}, questions),
    clock: options.clock ?? new TestClock(),
    random: testRandom(),
    signal: options.signal ?? new AbortController().signal,
    stdin: async () => options.stdin ?? '',
  };
  return {
    context: { ...base, ...(options.needs ?? ({} as Needs)) },
    stdout: () => stdout.text,
    stderr: () => stderr.text,
    json: () => JSON.parse(stdout.text) as unknown,
    questions,
  };
}

class Sink extends Writable implements OutStream {
  text = '';
  readonly isTTY: boolean;
  readonly columns = 100;

  constructor(isTTY: boolean) {
    super();
    this.isTTY = isTTY;
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

function scriptedPrompts(answers: Readonly<Record<string, string | boolean>>, questions: string[]): Prompts {
  const answer = async (question: string, flag: string): Promise<string | boolean> => {
    questions.push(question);
    const given = answers[flag];
    if (given === undefined) {
      throw new UsageError(`cannot ask "${question}": there is no terminal to ask on`, {
        hint: `answer it with ${flag}`,
      });
    }
    return given;
  };
  return {
    confirm: async (question, { flag }) => (await answer(question, flag)) === true,
    // Enter takes what the question suggests.
    input: async (question, { flag, fallback }) => String((await answer(question, flag)) || (fallback ?? '')),
    secret: async (question, { flag }) => String(await answer(question, flag)),
    select: async <T extends string>(
      question: string,
      _choices: readonly { readonly value: T; readonly name: string }[],
      { flag }: { readonly flag: string },
    ) => (await answer(question, flag)) as T,
  };
}
