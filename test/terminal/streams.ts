// Streams that keep what is written to them, for tests of what a person or a pipe would see.

import { PassThrough, Readable } from 'node:stream';
import type { InStream, OutStream, Streams } from '../../src/terminal/streams.ts';

export interface FakeStreams extends Streams {
  /** What was written to stdout so far. */
  out(): string;
  err(): string;
}

export interface FakeTerminal {
  /** Makes stdin, stdout and stderr a terminal; a pipe when left out. */
  readonly tty?: boolean;
  readonly columns?: number;
  readonly stdin?: string;
}

export function fakeStreams({ tty = false, columns = 80, stdin = '' }: FakeTerminal = {}): FakeStreams {
  const written = { out: '', err: '' };
  const sink = (name: 'out' | 'err'): OutStream => {
    const stream = new PassThrough();
    stream.on('data', (chunk) => {
      written[name] += chunk;
    });
    return Object.assign(stream, tty ? { isTTY: true, columns } : {});
  };
  const source: InStream = Object.assign(Readable.from([Buffer.from(stdin)]), tty ? { isTTY: true } : {});
  return {
    stdin: source,
    stdout: sink('out'),
    stderr: sink('err'),
    out: () => written.out,
    err: () => written.err,
  };
}
