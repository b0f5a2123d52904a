// Input files: as a stream of bytes, or stdin for `-`.

import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { UsageError } from '../core/errors.ts';

export interface Input {
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly bytes: number;
}

const PIECE = 65_536;

/**
 * Opens a file for reading, a piece at a time. `stdin` is called for `-` only, and held whole.
 * @throws UsageError when it cannot be read
 */
export async function openInput(path: string, stdin: () => Promise<string>): Promise<Input> {
  if (path === '-') {
    const bytes = new TextEncoder().encode(await stdin());
    return { chunks: inPieces(bytes), bytes: bytes.length };
  }
  try {
    const info = await stat(path);
    if (!info.isFile())
      throw new UsageError(`${path} is not a file`, { hint: 'name a file, or - to read stdin' });
    return { chunks: readPieces(path), bytes: info.size };
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** A whole file as text. @throws UsageError when it cannot be read */
export async function readTextFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
}

async function* readPieces(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path, { highWaterMark: PIECE });
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, cause: unknown): unknown {
  const code = (cause as { code?: unknown } | null)?.code;
  if (typeof code !== 'string') return cause;
  const why =
    code === 'ENOENT' ? 'is not there' : code === 'EACCES' ? 'may not be read' : `cannot be read (${code})`;
  return new UsageError(`${path} ${why}`, { hint: 'check the path and its permissions', cause });
}
