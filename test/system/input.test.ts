import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Input, openInput, readTextFile } from '../../src/system/input.ts';
import { tempFolder } from '../store/temp-db.ts';

const noStdin = async () => {
  throw new Error('stdin was read');
};

async function textOf({ chunks }: Input): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts).toString('utf8');
}

it('streams a file and tells its size', async () => {
  const path = join(tempFolder(), 'a.csv');
  const text = 'ä'.repeat(100_000);
  writeFileSync(path, text);
  const input = await openInput(path, noStdin);
  expect(input.bytes).toBe(200_000);
  expect(await textOf(input)).toBe(text);
});

it('reads stdin for -', async () => {
  const text = 'ä'.repeat(100_000);
  const input = await openInput('-', async () => text);
  expect(input.bytes).toBe(200_000);
  expect(await textOf(input)).toBe(text);
});

it.each([
  ['nowhere', 'nowhere is not there'],
  ['folder', 'folder is not a file'],
])('refuses %s as usage', async (name, message) => {
  const folder = tempFolder();
  mkdirSync(join(folder, 'folder'));
  await expect(openInput(join(folder, name), noStdin)).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining(message),
  });
});

it('reads a whole file as text, and says which one is not there', async () => {
  const path = join(tempFolder(), 'body.txt');
  await expect(readTextFile(path)).rejects.toMatchObject({
    exitCode: 2,
    message: `${path} is not there`,
    hint: 'check the path and its permissions',
  });
  writeFileSync(path, 'Grüße');
  expect(await readTextFile(path)).toBe('Grüße');
});
