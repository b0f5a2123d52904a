// Reads one HTTP/1.1 response from a connection (RFC 9112), chunk by chunk as it comes.

import { WebhookError } from './error.ts';

// Node's own limit is 16 KB; nobody's framework sends four times that.
const MAX_HEAD_BYTES = 64 * 1024;
const MAX_CHUNK_LINE_BYTES = 4_096;
const NOTHING = Buffer.alloc(0);

/** What is expected next. */
type State = 'head' | 'sized' | 'chunk-size' | 'chunk' | 'chunk-end' | 'trailers' | 'until-close' | 'whole';

/** Throws WebhookError 11206 for what is not HTTP, and 11750 for a body longer than `maxBytes`. */
export class ReplyReader {
  status = 0;
  readonly headers = new Map<string, string>();
  /** The connection may carry another request afterwards. */
  keepsAlive = false;
  readonly #maxBytes: number;
  readonly #parts: Buffer[] = [];
  #state: State = 'head';
  #rest: Buffer = NOTHING;
  /** Bytes still to come of a sized body or of a chunk. */
  #left = 0;
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get isWhole(): boolean {
    return this.#state === 'whole';
  }

  get body(): Buffer {
    return this.#parts.length === 1 ? (this.#parts[0] as Buffer) : Buffer.concat(this.#parts);
  }

  feed(chunk: Buffer): void {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    while (this.#state !== 'whole' && this.#step());
    // More than was asked for: whatever it is, the next reply on this connection would not begin where it should.
    if (this.#state === 'whole' && this.#rest.length > 0) this.keepsAlive = false;
  }

  /** The connection was closed. True when that is how the reply ends. */
  close(): boolean {
    if (this.#state !== 'until-close') return false;
    this.#state = 'whole';
    return true;
  }

  /** False when it takes more bytes to go on. */
  #step(): boolean {
    switch (this.#state) {
      case 'head':
        return this.#readHead();
      case 'sized':
        return this.#readSized('whole');
      case 'chunk-size':
        return this.#readChunkSize();
      case 'chunk':
        return this.#readSized('chunk-end');
      case 'chunk-end':
        return this.#readChunkEnd();
      case 'trailers':
        return this.#readTrailer();
      default:
        this.#keep(this.#take(this.#rest.length));
        return false;
    }
  }

  #readHead(): boolean {
    const end = this.#rest.indexOf('\r\n\r\n');
    if (end > MAX_HEAD_BYTES || (end < 0 && this.#rest.length > MAX_HEAD_BYTES)) {
      throw violation('its head is too long');
    }
    if (end < 0) {
      if (this.#rest.length >= 5 && this.#rest.toString('latin1', 0, 5) !== 'HTTP/')
        throw violation('no HTTP');
      return false;
    }
    const lines = this.#take(end + 4)
      .toString('latin1', 0, end)
      .split('\r\n');
    const [, minor, status] = /^HTTP\/1\.([01]) (\d{3})(?: |$)/.exec(lines[0] ?? '') ?? [];
    if (status === undefined) throw violation(`not a status line: ${lines[0]?.slice(0, 80)}`);
    this.status = Number(status);
    this.headers.clear();
    for (let index = 1; index < lines.length; index += 1) this.#readHeader(lines[index] as string);
    // 100 Continue and its like announce the answer proper; a change of protocols was not asked for.
    if (this.status < 200) {
      if (this.status === 101) throw violation('it changes protocols');
      return true;
    }
    const connection = (this.headers.get('connection') ?? '').toLowerCase();
    this.keepsAlive = minor === '1' ? !connection.includes('close') : connection.includes('keep-alive');
    this.#expectBody();
    return true;
  }

  #readHeader(line: string): void {
    const colon = line.indexOf(':');
    if (colon <= 0 || line[colon - 1] === ' ') throw violation(`not a header: ${line.slice(0, 80)}`);
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    const known = this.headers.get(name);
    this.headers.set(name, known === undefined ? value : `${known}, ${value}`);
  }

  /** RFC 9112, 6.3: chunks win over a length; without either the body ends with the connection. */
  #expectBody(): void {
    const coding = this.headers.get('transfer-encoding')?.toLowerCase();
    const length = this.headers.get('content-length');
    if (this.status === 204 || this.status === 304) this.#state = 'whole';
    else if (coding?.endsWith('chunked')) this.#state = 'chunk-size';
    else if (coding !== undefined || length === undefined) {
      this.#state = 'until-close';
      this.keepsAlive = false;
    } else {
      const lengths = new Set(length.split(/ *, */));
      const [only = ''] = lengths;
      if (lengths.size > 1 || !/^\d{1,15}$/.test(only)) throw violation(`a length of ${length.slice(0, 80)}`);
      this.#left = Number(only);
      if (this.#left > this.#maxBytes) throw this.#tooLarge();
      this.#state = this.#left === 0 ? 'whole' : 'sized';
    }
  }

  #readSized(next: State): boolean {
    if (this.#rest.length === 0) return false;
    const part = this.#take(Math.min(this.#left, this.#rest.length));
    this.#left -= part.length;
    this.#keep(part);
    if (this.#left > 0) return false;
    this.#state = next;
    return true;
  }

  #readChunkSize(): boolean {
    const line = this.#takeLine();
    if (line === undefined) return false;
    const [, size] = /^([0-9a-f]{1,12}) *(?:;.*)?$/i.exec(line) ?? [];
    if (size === undefined) throw violation(`not the size of a chunk: ${line.slice(0, 80)}`);
    this.#left = Number.parseInt(size, 16);
    this.#state = this.#left === 0 ? 'trailers' : 'chunk';
    return true;
  }

  #readChunkEnd(): boolean {
    const line = this.#takeLine();
    if (line === undefined) return false;
    if (line !== '') throw violation('a chunk is longer than it says');
    this.#state = 'chunk-size';
    return true;
  }

  #readTrailer(): boolean {
    const line = this.#takeLine();
    if (line === undefined) return false;
    if (line === '') this.#state = 'whole';
    return true;
  }

  #takeLine(): string | undefined {
    const end = this.#rest.indexOf('\r\n');
    if (end < 0 && this.#rest.length > MAX_CHUNK_LINE_BYTES) throw violation('a line without an end');
    return end < 0 ? undefined : this.#take(end + 2).toString('latin1', 0, end);
  }

  #take(bytes: number): Buffer {
    const taken = this.#rest.subarray(0, bytes);
    this.#rest = bytes === this.#rest.length ? NOTHING : this.#rest.subarray(bytes);
    return taken;
  }

  #keep(part: Buffer): void {
    if (part.length === 0) return;
    this.#bytes += part.length;
    if (this.#bytes > this.#maxBytes) throw this.#tooLarge();
    this.#parts.push(part);
  }

  #tooLarge(): WebhookError {
    return new WebhookError(11750, `the body is larger than ${this.#maxBytes} bytes`);
  }
}

function violation(what: string): WebhookError {
  return new WebhookError(11206, `HTTP protocol violation: ${what}`);
}
