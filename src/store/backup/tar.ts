// Just enough tar (POSIX ustar) to write a few plain files into a stream and to read them back.

import { UnhealthyError, UsageError } from '../../core/errors.ts';

const BLOCK = 512;
// Eleven octal digits. A larger file's size is written in base 256, as GNU tar does.
const LARGEST_OCTAL = 8 ** 11 - 1;

/** The archive is cut off, changed, or no archive at all. Explained by whoever knows which file it is. */
export class ArchiveError extends Error {}

export interface TarFile {
  readonly name: string;
  readonly bytes: number;
  content(): AsyncIterable<Uint8Array>;
}

/** The archive's bytes. `modifiedAt` is ms since 1970. */
export async function* writeTar(files: readonly TarFile[], modifiedAt: number): AsyncGenerator<Uint8Array> {
  for (const file of files) {
    yield header(file, modifiedAt);
    let written = 0;
    for await (const chunk of file.content()) {
      written += chunk.length;
      yield chunk;
    }
    if (written !== file.bytes) {
      throw new UnhealthyError(`${file.name} changed while it was being backed up`, { hint: 'try again' });
    }
    yield Buffer.alloc(padding(file.bytes));
  }
  yield Buffer.alloc(2 * BLOCK);
}

/** The files of an archive in their order. Each content must be read to its end before the next file. */
export async function* readTar(source: AsyncIterable<Uint8Array>): AsyncGenerator<TarFile> {
  const bytes = new ByteQueue(source);
  for (;;) {
    const block = await bytes.take(BLOCK);
    if (block.every((byte) => byte === 0)) return;
    const file = parseHeader(block);
    yield { ...file, content: () => bytes.stream(file.bytes) };
    await bytes.take(padding(file.bytes));
  }
}

function padding(bytes: number): number {
  return (BLOCK - (bytes % BLOCK)) % BLOCK;
}

// Field offsets and lengths: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html (ustar).
function header({ name, bytes }: TarFile, modifiedAt: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  if (Buffer.byteLength(name) > 100) {
    throw new UsageError(`${name}: the name is too long to be backed up`, { hint: 'at most 100 bytes' });
  }
  block.write(name, 0);
  block.write('0000600\0', 100);
  block.write('0000000\0', 108);
  block.write('0000000\0', 116);
  writeSize(block, bytes);
  block.write(`${octal(Math.floor(modifiedAt / 1000), 11)} `, 136);
  block.write('0', 156);
  block.write('ustar\x0000', 257);
  block.write(`${octal(checksum(block), 6)}\0 `, 148);
  return block;
}

function writeSize(block: Buffer, bytes: number): void {
  if (bytes <= LARGEST_OCTAL) block.write(`${octal(bytes, 11)} `, 124);
  else {
    block.writeBigUInt64BE(BigInt(bytes), 128);
    block[124] = 0x80;
  }
}

function parseHeader(block: Buffer): { readonly name: string; readonly bytes: number } {
  const sum = Number.parseInt(block.toString('latin1', 148, 156), 8);
  const plain = block[156] === 0x30 || block[156] === 0;
  if (sum !== checksum(block) || !plain) throw new ArchiveError('it holds something else than plain files');
  const name = block.toString('utf8', 0, 100).replace(/\0.*$/s, '');
  const large = ((block[124] ?? 0) & 0x80) !== 0;
  const bytes = large
    ? Number(block.readBigUInt64BE(128))
    : Number.parseInt(block.toString('latin1', 124, 136), 8);
  if (!Number.isSafeInteger(bytes)) throw new ArchiveError('it holds a file without a size');
  return { name, bytes };
}

/** The sum of the header's bytes, its own field counted as spaces. */
function checksum(block: Buffer): number {
  return block.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 0x20 : byte), 0);
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}

/** Bytes of a stream in the portions asked for. */
class ByteQueue {
  readonly #source: AsyncIterator<Uint8Array>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  async take(bytes: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const part of this.stream(bytes)) parts.push(part);
    return Buffer.concat(parts);
  }

  async *stream(bytes: number): AsyncGenerator<Buffer> {
    for (let left = bytes; left > 0; ) {
      if (this.#rest.length === 0) await this.#more();
      const part = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }

  async #more(): Promise<void> {
    const { value, done } = await this.#source.next();
    if (done) throw new ArchiveError('it ends too early');
    this.#rest = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  }
}
