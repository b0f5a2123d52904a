import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ReplyReader } from '../../src/simulator/webhook/reply-reader.ts';

interface Seen {
  readonly status: number;
  readonly body: string;
  readonly keepsAlive: boolean;
}

/** Undefined when the bytes, and then the end of the connection, make no whole reply. */
function read(text: string, cuts: readonly number[] = []): Seen | undefined {
  const bytes = Buffer.from(text, 'latin1');
  const reader = new ReplyReader(1_000);
  let from = 0;
  for (const to of [...cuts.map((cut) => cut % bytes.length).sort((a, b) => a - b), bytes.length]) {
    if (to > from && !reader.isWhole) reader.feed(bytes.subarray(from, to));
    from = to;
  }
  if (!reader.isWhole && !reader.close()) return undefined;
  return { status: reader.status, body: reader.body.toString('latin1'), keepsAlive: reader.keepsAlive };
}

const http = (...lines: string[]) => lines.join('\r\n');

const WHOLE: [name: string, text: string, Seen][] = [
  [
    'a sized body',
    http('HTTP/1.1 200 OK', 'Content-Length: 5', '', 'hello'),
    { status: 200, body: 'hello', keepsAlive: true },
  ],
  [
    'no reason phrase, odd spacing and letters',
    http('HTTP/1.1 404', 'CONTENT-length:2  ', '', 'no'),
    { status: 404, body: 'no', keepsAlive: true },
  ],
  ['no body at all', http('HTTP/1.1 204 No Content', '', ''), { status: 204, body: '', keepsAlive: true }],
  [
    'an empty body',
    http('HTTP/1.1 200 OK', 'Content-Length: 0', '', ''),
    { status: 200, body: '', keepsAlive: true },
  ],
  [
    'a body until the connection ends',
    http('HTTP/1.1 200 OK', 'Content-Type: text/xml', '', '<Response/>'),
    { status: 200, body: '<Response/>', keepsAlive: false },
  ],
  [
    'chunks, with an extension and a trailer',
    http(
      'HTTP/1.1 200 OK',
      'Transfer-Encoding: chunked',
      'Content-Length: 3',
      '',
      '5;x=y',
      'hello',
      'A',
      ' wide worl',
      '1',
      'd',
      '0',
      'Digest: x',
      '',
      '',
    ),
    { status: 200, body: 'hello wide world', keepsAlive: true },
  ],
  [
    'a line break inside a chunk',
    http('HTTP/1.1 200 OK', 'Transfer-Encoding: chunked', '', '4', 'a\r\nb', '0', '', ''),
    { status: 200, body: 'a\r\nb', keepsAlive: true },
  ],
  [
    'an announcement before the answer',
    http(
      'HTTP/1.1 103 Early Hints',
      'Link: x',
      '',
      'HTTP/1.1 100 Continue',
      '',
      'HTTP/1.1 200 OK',
      'Content-Length: 1',
      '',
      'x',
    ),
    { status: 200, body: 'x', keepsAlive: true },
  ],
  [
    'a connection that is closed afterwards',
    http('HTTP/1.1 200 OK', 'Connection: Close', 'Content-Length: 1', '', 'x'),
    { status: 200, body: 'x', keepsAlive: false },
  ],
  [
    'an old server',
    http('HTTP/1.0 200 OK', 'Content-Length: 1', '', 'x'),
    { status: 200, body: 'x', keepsAlive: false },
  ],
  [
    'an old server that keeps connections',
    http('HTTP/1.0 200 OK', 'Connection: keep-alive', 'Content-Length: 1', '', 'x'),
    { status: 200, body: 'x', keepsAlive: true },
  ],
  [
    'the same length twice',
    http('HTTP/1.1 200 OK', 'Content-Length: 1', 'Content-Length: 1', '', 'x'),
    { status: 200, body: 'x', keepsAlive: true },
  ],
];

test.each(WHOLE)('%s', (_name, text, seen) => {
  expect(read(text)).toEqual(seen);
});

test('a reply is the same however it is cut into packets', () => {
  fc.assert(
    fc.property(fc.constantFrom(...WHOLE), fc.array(fc.nat(), { maxLength: 20 }), ([, text, seen], cuts) => {
      expect(read(text, cuts)).toEqual(seen);
    }),
  );
});

test('a reply that breaks off is none, wherever it does', () => {
  for (const [, text] of WHOLE.filter(([, , { status }]) => status === 200)) {
    const isOpenEnded = !/content-length|chunked/i.test(text);
    const head = text.lastIndexOf('\r\n\r\n') + 4;
    for (let length = 0; length < text.length; length += 1) {
      // Where the connection's end is the body's end, nobody can tell.
      if (!(isOpenEnded && length >= head)) expect(read(text.slice(0, length)), text).toBe(undefined);
    }
  }
});

test('more than was asked for is not taken for the next reply', () => {
  expect(read(`${http('HTTP/1.1 200 OK', 'Content-Length: 1', '', 'x')}HTTP/1.1 200 OK\r\n\r\n`)).toEqual({
    status: 200,
    body: 'x',
    keepsAlive: false,
  });
});

test.each([
  ['another protocol', 'SSH-2.0-OpenSSH_9.6\r\n'],
  ['a later one', 'HTTP/2 200\r\n\r\n'],
  ['no status', 'HTTP/1.1 OK\r\n\r\n'],
  ['a header without a colon', 'HTTP/1.1 200 OK\r\nhello\r\n\r\n'],
  ['a space before the colon', 'HTTP/1.1 200 OK\r\nContent-Length : 1\r\n\r\nx'],
  ['a length that is none', 'HTTP/1.1 200 OK\r\nContent-Length: 1x\r\n\r\nx'],
  ['a negative length', 'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nx'],
  ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx'],
  ['a chunk without a size', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nhello\r\n'],
  ['a chunk longer than it says', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nhello\r\n'],
  ['another protocol from here on', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n'],
  ['a head without end', `HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(20_000)}`],
  ['a line without end', `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${'1'.repeat(5_000)}`],
])('%s is a violation of HTTP', (_name, text) => {
  expect(() => read(text)).toThrow(expect.objectContaining({ code: 11206 }));
});

test.each([
  ['by its length', http('HTTP/1.1 200 OK', 'Content-Length: 1001', '', '')],
  ['by its chunks', http('HTTP/1.1 200 OK', 'Transfer-Encoding: chunked', '', '3e9', 'x'.repeat(1001))],
  ['by going on', http('HTTP/1.1 200 OK', '', 'x'.repeat(1001))],
])('a body too large %s is noticed at once', (_name, text) => {
  expect(() => read(text)).toThrow(expect.objectContaining({ code: 11750 }));
});

test('rubbish is refused or waited out, never a crash of another kind', () => {
  fc.assert(
    fc.property(fc.constantFrom(...WHOLE), fc.nat(), fc.string(), ([, text], at, rubbish) => {
      const place = at % text.length;
      try {
        read(text.slice(0, place) + rubbish + text.slice(place));
      } catch (error) {
        expect(error).toMatchObject({ name: 'WebhookError' });
      }
    }),
  );
});
