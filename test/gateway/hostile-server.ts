// A TCP server on loopback that answers each HTTP request with whatever bytes, or silence, a test scripts.
import { createServer, type Server, type Socket } from 'node:net';

/** What to do with the `n`th request (from 0), once all of it has arrived. */
export type Script = (socket: Socket, request: string, n: number) => void;

export interface HostileServer {
  readonly url: string;
  readonly requests: readonly string[];
  /** Connections ever accepted. */
  readonly connections: number;
  /** Everything clients have sent, in whatever protocol. */
  readonly received: string;
  /** Resolves when `n` requests have arrived. */
  arrived(n: number): Promise<void>;
  close(): Promise<void>;
}

/** With a `greeting`, says that at once to whoever connects and hangs up. */
export async function hostileServer(script: Script, greeting?: string): Promise<HostileServer> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const waiting: { n: number; resolve: () => void }[] = [];
  let connections = 0;
  let received = '';
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    let pending = '';
    socket.setEncoding('latin1');
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    if (greeting !== undefined) socket.end(greeting);
    socket.on('data', (chunk) => {
      received += chunk;
      pending += chunk;
      for (let end = requestEnd(pending); end > 0; end = requestEnd(pending)) {
        const request = pending.slice(0, end);
        pending = pending.slice(end);
        requests.push(request);
        script(socket, request, requests.length - 1);
        for (const { n, resolve } of waiting) if (requests.length >= n) resolve();
      }
    });
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    get connections() {
      return connections;
    },
    get received() {
      return received;
    },
    arrived: (n) =>
      new Promise((resolve) => {
        if (requests.length >= n) resolve();
        else waiting.push({ n, resolve });
      }),
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

function requestEnd(text: string): number {
  const head = text.indexOf('\r\n\r\n');
  if (head < 0) return 0;
  const length = Number(/^content-length: (\d+)/im.exec(text.slice(0, head))?.[1] ?? 0);
  return text.length >= head + 4 + length ? head + 4 + length : 0;
}

export function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
  });
}

/** A port on which nothing listens: one that was just given back. */
export async function deadPort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

/** A whole HTTP answer with a correct length. */
export function answer(status: number, body: string, headers = ''): string {
  return `HTTP/1.1 ${status} Whatever\r\ncontent-length: ${Buffer.byteLength(body)}\r\n${headers}\r\n${body}`;
}
