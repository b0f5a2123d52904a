// One JSON request over plain HTTP, to a process of our own on this machine.

import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';

export interface JsonAnswer {
  readonly status: number;
  readonly body: unknown;
}

export interface JsonRequest {
  /** With one it is a POST. */
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** What nobody waits long for. */
export async function askBriefly(url: URL, request: JsonRequest, ms: number): Promise<void> {
  await askJson(url, { ...request, signal: AbortSignal.timeout(ms) });
}

/** @throws Error when nobody answers there, when it is aborted, or when the answer is not JSON */
export async function askJson(url: URL, { body, signal }: JsonRequest = {}): Promise<JsonAnswer> {
  const response = await open(url, { body, ...(signal === undefined ? {} : { signal }) });
  return { status: response.statusCode ?? 0, body: JSON.parse(await text(response)) };
}

function open(url: URL, { body, signal }: JsonRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, {
      method: body === undefined ? 'GET' : 'POST',
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      // A socket kept for another request would hold up the end of the program.
      agent: false,
      signal,
    });
    outgoing.on('response', resolve);
    outgoing.on('error', reject);
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
