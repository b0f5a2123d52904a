// Tar: what tar itself can read, in whole blocks, whatever the size.

import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTar, writeTar } from '../../../src/store/backup/tar.ts';

const NOW = Date.parse('2026-11-23T09:00:00Z');

describe('tar', () => {
  const pack = async (name: string, bytes: number): Promise<Buffer> => {
    const content = async function* () {
      yield Buffer.alloc(bytes);
    };
    const parts: Uint8Array[] = [];
    for await (const part of writeTar([{ name, bytes, content }], NOW)) parts.push(part);
    return Buffer.concat(parts);
  };

  it('writes sizes above 8 GiB as GNU tar does', async () => {
    const huge = 9 * 2 ** 30;
    const written = writeTar([{ name: 'huge', bytes: huge, content: async function* () {} }], NOW);
    const { value } = (await written.next()) as { value: Uint8Array };
    const listed = spawnSync('tar', ['tvf', '-'], { input: value, encoding: 'utf8' }).stdout;
    expect(listed).toContain(String(huge));
    const read = await readTar(
      (async function* () {
        yield value;
      })(),
    ).next();
    expect(read.value?.bytes).toBe(huge);
  });

  it.each([0, 1, 511, 512, 513])('fills up %i bytes to whole blocks', async (bytes) => {
    expect((await pack('x', bytes)).length % 512).toBe(0);
  });

  it('refuses a name it cannot keep, and a file that changed on the way', async () => {
    await expect(pack('ü'.repeat(51), 1)).rejects.toThrow(/too long/);
    const shrunk = {
      name: 'x',
      bytes: 9,
      content: async function* () {
        yield Buffer.alloc(8);
      },
    };
    await expect(async () => {
      for await (const _ of writeTar([shrunk], NOW));
    }).rejects.toThrow(/changed while/);
  });
});

it('gives back any files, however the stream is cut', async () => {
  const file = fc.record({
    name: fc.stringMatching(/^[a-z]{1,20}(\/[a-z]{1,20}){0,3}$/),
    content: fc.uint8Array({ maxLength: 2_000 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(file, { maxLength: 5 }),
      fc.integer({ min: 1, max: 3_000 }),
      async (files, cut) => {
        const entries = files.map(({ name, content }) => ({
          name,
          bytes: content.length,
          content: async function* () {
            yield content;
          },
        }));
        const parts: Uint8Array[] = [];
        for await (const part of writeTar(entries, NOW)) parts.push(part);
        const whole = Buffer.concat(parts);
        const pieces = async function* () {
          for (let at = 0; at < whole.length; at += cut) yield whole.subarray(at, at + cut);
        };
        const read: { name: string; content: Uint8Array }[] = [];
        for await (const each of readTar(pieces())) {
          const content: Uint8Array[] = [];
          for await (const part of each.content()) content.push(part);
          read.push({ name: each.name, content: new Uint8Array(Buffer.concat(content)) });
        }
        expect(read).toEqual(files);
      },
    ),
    { numRuns: 50 },
  );
});
