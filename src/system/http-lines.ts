// HTTP answers read line by line, as they come; plain HTTP, for a process of our own on this machine.

import { type IncomingMessage, request } from 'node:http';
import { createInterface } from 'node:readline';

export interface FollowedLines {
  /** Throws when the connection breaks. */
  readonly lines: AsyncIterator<string>;
  /** Ends the lines too, for whoever waits for the next one. */
  close(): void;
}

export interface AnsweredLines {
  readonly status: number;
  readonly lines: AsyncIterable<string>;
}

/** Follows an endless answer. @throws Error when nobody answers there, or with anything but 200 */
export async function followLines(url: URL): Promise<FollowedLines> {
  const stream = await open(url, {});
  if (stream.statusCode !== 200) {
    stream.destroy();
    throw new Error(`${url.origin} answered ${stream.statusCode}`);
  }
  const reader = createInterface({ input: stream });
  const close = () => {
    // A reader does not hear of a stream that is destroyed: it would wait for ever.
    reader.close();
    stream.destroy();
  };
  return { lines: reader[Symbol.asyncIterator](), close };
}

export interface LineRequest {
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** Posts, and hands over whatever is answered. @throws Error when nobody answers there, or when it is aborted */
export async function postForLines(url: URL, asked: LineRequest): Promise<AnsweredLines> {
  const stream = await open(url, asked);
  return { status: stream.statusCode ?? 0, lines: createInterface({ input: stream }) };
}

function open(url: URL, { body, signal }: LineRequest): Promise<IncomingMessage> {
  const isPost = body !== undefined;
  return new Promise((resolve, reject) => {
    const outgoing = request(url, {
      method: isPost ? 'POST' : 'GET',
      headers: isPost ? { 'content-type': 'application/json' } : {},
      // A socket kept for another request would hold up the end of the program.
      agent: false,
      signal,
    });
    outgoing.on('response', resolve);
    outgoing.on('error', reject);
    outgoing.end(isPost ? JSON.stringify(body) : undefined);
  });
}
