// Questions to the person, through inquirer; never asked when nobody can answer.

import type { Readable, Writable } from 'node:stream';
import type { Prompts } from '../core/command.ts';
import { InterruptedError, UsageError } from '../core/errors.ts';
import { plainStyled } from './plain.ts';
import type { Streams } from './streams.ts';

export interface PromptOptions {
  readonly streams: Streams;
  /** False with --no-input. */
  readonly input: boolean;
}

type Question = { readonly type: 'confirm' | 'input' | 'password' | 'select'; readonly message: string };

/**
 * Asks on stderr, so that stdout stays data. Without a terminal on stdin and stderr, or with --no-input, each
 * question throws UsageError naming the flag that answers it. Ctrl-C and Ctrl-D throw InterruptedError.
 */
export function createPrompts(options: PromptOptions): Prompts {
  const ask = async <T>(question: Question & Record<string, unknown>, flag: string): Promise<T> => {
    refuseUnlessAnswerable(options, question.message, flag);
    const { createPromptModule } = await import('inquirer');
    // A terminal's stream is Node's own, and only on a terminal is anything asked.
    const { stdin: input, stderr } = options.streams;
    const output = stderr as Writable;
    const prompt = createPromptModule({ input, output });
    const end = endOf(input);
    try {
      // inquirer derives the answers' type from literal questions; these are built at run time.
      const asked = [{ ...question, message: plainStyled(question.message), name: 'answer' }] as never;
      const { answer } = (await Promise.race([prompt(asked), end.reached])) as { answer: T };
      return answer;
    } catch (error) {
      if (error instanceof Error && error.name === 'ExitPromptError') throw new InterruptedError();
      throw error;
    } finally {
      end.forget();
    }
  };
  return {
    // The answer to Enter is "no": what is asked about is hard to take back.
    confirm: (message, { flag }) => ask<boolean>({ type: 'confirm', message, default: false }, flag),
    input: (message, { flag, fallback }) => ask<string>({ type: 'input', message, default: fallback }, flag),
    secret: (message, { flag }) => ask<string>({ type: 'password', message, mask: '*' }, flag),
    select: <T extends string>(
      message: string,
      choices: readonly { readonly value: T; readonly name: string }[],
      { flag }: { readonly flag: string },
    ) => ask<T>({ type: 'select', message, choices: [...choices] }, flag),
  };
}

/** Rejects when nothing more is read: inquirer waits on for ever after Ctrl-D, and Node would run out of work. */
function endOf(input: Readable): { readonly reached: Promise<never>; readonly forget: () => void } {
  let onPause = (): void => {};
  const reached = new Promise<never>((_resolve, reject) => {
    // Reading pauses after an answer as well, which is there by then.
    onPause = () => void setImmediate(() => reject(new InterruptedError()));
    input.on('pause', onPause);
  });
  return { reached, forget: () => void input.off('pause', onPause) };
}

function refuseUnlessAnswerable({ streams, input }: PromptOptions, question: string, flag: string): void {
  if (input && streams.stdin.isTTY && streams.stderr.isTTY) return;
  const why = input ? 'there is no terminal to ask on' : '--no-input was given';
  throw new UsageError(`cannot ask "${question}": ${why}`, { hint: `answer it with ${flag}` });
}
