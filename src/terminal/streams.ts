// The three streams as this room sees them, so that a test can hand in buffers.

import type { Readable } from 'node:stream';

/** stdout or stderr; `columns` is absent when it is not a terminal. */
export interface OutStream {
  write(text: string | Uint8Array): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}
export type InStream = Readable & { readonly isTTY?: boolean };

export interface Streams {
  readonly stdin: InStream;
  readonly stdout: OutStream;
  readonly stderr: OutStream;
}

/** Width when a terminal does not tell its own: what a VT100 had, and what every pager assumes. */
export const DEFAULT_COLUMNS = 80;

/** Columns of a terminal, or the default. */
export function columnsOf(stream: OutStream): number {
  return stream.columns && stream.columns > 0 ? stream.columns : DEFAULT_COLUMNS;
}

/** All of stdin as UTF-8 text. An aborted signal ends the wait with the signal's reason. */
export async function readAll(stream: InStream, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted();
  const chunks: Buffer[] = [];
  const stop = () => stream.destroy(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  } finally {
    signal.removeEventListener('abort', stop);
  }
  return Buffer.concat(chunks).toString('utf8');
}
