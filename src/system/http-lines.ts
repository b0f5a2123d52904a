// HTTP answers read line by line, as they come; plain HTTP, for a process of our own on this machine.

import { type IncomingMessage, request } from 'node:http';
import { createInterface } from 'node:readline';

export interface FollowedLines {
  readonly lines: AsyncIterator<string>;
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
  const lines = createInterface({ input: stream })[Symbol.asyncIterator]();
  return { lines, close: () => stream.destroy() };
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
