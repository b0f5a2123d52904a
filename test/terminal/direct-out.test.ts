// Output without Node's streams: whole, in order, and handed to Node where the pipe would not wait.

import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openOut } from '../../src/terminal/direct-out.ts';
import { tempFolder } from '../store/temp-db.ts';

function open(path: string, flags: string | number) {
  const fd = openSync(path, flags);
  onTestFinished(() => closeSync(fd));
  return fd;
}

const never = () => {
  throw new Error('not expected');
};

test('text reaches a file at once', () => {
  const path = join(tempFolder(), 'out');
  const out = openOut(open(path, 'w'), { stream: never, onError: never });
  out.write('grüße, ');
  out.write('all');
  expect(readFileSync(path, 'utf8')).toBe('grüße, all');
  expect([out.isTTY, out.columns]).toEqual([undefined, undefined]);
});

test('/dev/null is no terminal, and asks for no stream', () => {
  openOut(open('/dev/null', 'w'), { stream: never, onError: never }).write('gone');
});

test('another character device may be a terminal: its stream is asked for at once', () => {
  const stream = { isTTY: true, columns: 100, write: () => true };
  expect(openOut(open('/dev/ptmx', 'r+'), { stream: () => stream, onError: never })).toBe(stream);
});

test('what a non-blocking pipe does not take is left to Node, and all that follows', () => {
  const path = join(tempFolder(), 'pipe');
  execFileSync('mkfifo', [path]);
  const fd = open(path, constants.O_RDWR | constants.O_NONBLOCK);
  const late: Buffer[] = [];
  const stream = { write: (text: string | Uint8Array) => late.push(Buffer.from(text)) };
  const out = openOut(fd, { stream: () => stream, onError: never });
  const text = Array.from({ length: 30_000 }, (_, i) => `line ${i}\n`).join('');
  out.write(text);
  out.write('the end');
  const early = Buffer.alloc(text.length);
  const size = readSync(fd, early);
  expect(size).toBeGreaterThan(0);
  expect(`${early.subarray(0, size)}${Buffer.concat(late)}`).toBe(`${text}the end`);
});

test('a failure is told, as an event of the stream would tell it', () => {
  const told: (string | undefined)[] = [];
  const out = openOut(open('/dev/null', 'r'), { stream: never, onError: ({ code }) => told.push(code) });
  out.write('into a file that is only read');
  expect(told).toEqual(['EBADF']);
});
