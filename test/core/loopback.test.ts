import { expect, test } from 'vitest';
import { isLoopback } from '../../src/core/loopback.ts';

test.each([
  ['http://localhost:4010', true],
  ['http://127.1', true],
  ['http://0x7f.1', true],
  ['http://2130706433', true],
  ['http://[::1]:80', true],
  ['http://127.0.0.1.example.com', false],
  ['http://localhost.example.com', false],
  ['http://128.0.0.1', false],
  ['http://0.0.0.0', false],
  ['http://[::2]', false],
])('%s is on this machine: %s', (url, own) => {
  expect(isLoopback(new URL(url).hostname)).toBe(own);
});
