// Follows an endless HTTP answer line by line; plain HTTP, for a process of our own on this machine.

import { get, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';

export interface FollowedLines {
  readonly lines: AsyncIterator<string>;
  close(): void;
}

/** @throws Error when nobody answers there, or with anything but 200 */
export async function followLines(url: URL): Promise<FollowedLines> {
  const stream = await open(url);
  const lines = createInterface({ input: stream })[Symbol.asyncIterator]();
  return { lines, close: () => stream.destroy() };
}

function open(url: URL): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = get(url, (response) => {
      if (response.statusCode === 200) return resolve(response);
      response.destroy();
      reject(new Error(`${url.origin} answered ${response.statusCode}`));
    });
    request.on('error', reject);
  });
}
