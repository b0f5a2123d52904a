// Atomic writes: whole or not at all, private, and through symbolic links.

import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ensurePrivateFolder, writeFileAtomic } from '../../src/system/files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'remind-files-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const mode = (path: string): number => statSync(path).mode & 0o777;

it('replaces a file whole, private whatever it was before, and leaves nothing beside it', async () => {
  const path = join(folder, 'config.json');
  writeFileSync(path, 'old', { mode: 0o644 });
  await writeFileAtomic(path, 'new');
  expect(readFileSync(path, 'utf8')).toBe('new');
  expect(mode(path)).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['config.json']);
});

it('keeps the old file and leaves nothing behind when the new one cannot take its place', async () => {
  const path = join(folder, 'taken');
  mkdirSync(join(path, 'full'), { recursive: true });
  await expect(writeFileAtomic(path, 'new')).rejects.toThrow();
  expect(readdirSync(folder)).toEqual(['taken']);
});

it('writes through a symbolic link instead of replacing the link', async () => {
  const real = join(folder, 'real.json');
  const link = join(folder, 'link.json');
  writeFileSync(real, 'old');
  symlinkSync(real, link);
  await writeFileAtomic(link, 'new');
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(readFileSync(real, 'utf8')).toBe('new');
});

it('makes folders that only the owner enters, and tightens one that is open', async () => {
  const deep = join(folder, 'a', 'b');
  await ensurePrivateFolder(deep);
  expect([mode(join(folder, 'a')), mode(deep)]).toEqual([0o700, 0o700]);
  chmodSync(deep, 0o755);
  await ensurePrivateFolder(deep);
  expect(mode(deep)).toBe(0o700);
});
