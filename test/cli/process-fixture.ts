// A program with commands that misbehave, to see what the process around them does.

import type { CommandModule } from '../../src/core/command.ts';
import { main } from '../../src/main.ts';
import { entry } from './run.ts';

/** Something that keeps the process alive until it is told to stop. */
function alive(): () => void {
  const timer = setInterval(() => {}, 1000);
  return () => clearInterval(timer);
}

const COMMANDS: Readonly<Record<string, CommandModule['run']>> = {
  /** Finishes what it is doing when asked to stop. */
  drain: ({ out, signal }) => {
    const release = alive();
    out.line('ready');
    return new Promise((resolve) => {
      signal.addEventListener('abort', () => {
        out.line('drained');
        release();
        resolve(undefined);
      });
    });
  },
  /** Does not listen. */
  deaf: ({ out }) => {
    alive();
    out.line('ready');
    return new Promise(() => {});
  },
  /** Nothing is left to do, and yet it is not done. */
  lost: () => new Promise(() => {}),
  /** Fails where no promise sees it. */
  crash: () => {
    setImmediate(() => {
      throw new Error(`out of nowhere, with ${process.env['TWILIO_AUTH_TOKEN']}`);
    });
    return new Promise(() => {});
  },
  /** Prints until nobody reads any more. */
  spew: async ({ out, signal }) => {
    for (let line = 0; !signal.aborted; line += 1) {
      out.line(`line ${line}`);
      await new Promise((resolve) => setImmediate(resolve));
    }
    return undefined;
  },
  /** Prints a lot at once and ends. */
  list: async ({ out }) => {
    out.line('x'.repeat(1_000_000));
    return undefined;
  },
};

void main(process.argv.slice(2), {
  registry: Object.entries(COMMANDS).map(([name, run]) => entry(name, { run })),
  loadRoot: async () => (shell) => ({
    context: shell as never,
    secrets: () => [],
    close: async () => {},
  }),
});
