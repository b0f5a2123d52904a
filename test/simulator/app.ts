// The application under test as the simulator meets it: a web server on loopback that answers webhooks.

import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseForm } from '../../src/simulator/form.ts';
import { cleanUp } from './harness.ts';

export interface Hook {
  readonly method: string;
  /** Path and query, as requested. */
  readonly url: string;
  readonly signature: string;
  readonly params: Record<string, string>;
  readonly headers: IncomingHttpHeaders;
}

export interface App {
  readonly url: string;
  /** Every request so far. */
  readonly hooks: Hook[];
}

/** What to answer: TwiML, or a hand on the response itself. */
export type Answer = string | ((response: ServerResponse) => void);

/** Answers each request with `answer(hook)`; TwiML strings get the right content type. */
export async function startApp(answer: (hook: Hook) => Answer = () => '<Response/>'): Promise<App> {
  const hooks: Hook[] = [];
  const server = createServer(async (request: IncomingMessage, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const fields = parseForm(body);
    const hook = {
      method: request.method ?? '',
      url: request.url ?? '',
      signature: String(request.headers['x-twilio-signature']),
      headers: request.headers,
      params: Object.fromEntries([...fields].map(([key, values]) => [key, values[0] ?? ''])),
    };
    hooks.push(hook);
    const reply = answer(hook);
    if (typeof reply === 'function') reply(response);
    else response.writeHead(200, { 'content-type': 'text/xml' }).end(reply);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUp(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, hooks };
}
