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
import { UnhealthyError, UsageError } from '../../src/core/errors.ts';
import { explainFileTrouble } from '../../src/system/file-trouble.ts';
import {
  createPrivateFolder,
  ensurePrivateFolder,
  privateFiles,
  writeFileAtomic,
} from '../../src/system/files.ts';

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
  await expect(writeFileAtomic(path, 'new')).rejects.toThrow(UsageError);
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

it('leaves a folder alone that somebody else may have a use for', async () => {
  chmodSync(folder, 0o755);
  await privateFiles.createFolder(folder);
  expect(mode(folder)).toBe(0o755);
});

it('writes in pieces, whole or not at all', async () => {
  const path = join(folder, 'pieces');
  const pieces = async function* (fail: boolean) {
    yield Buffer.from('one ');
    if (fail) throw new Error('cut');
    yield Buffer.from('two');
  };
  await writeFileAtomic(path, pieces(false));
  await expect(writeFileAtomic(path, pieces(true))).rejects.toThrow('cut');
  expect(readFileSync(path, 'utf8')).toBe('one two');
  expect(readdirSync(folder)).toEqual(['pieces']);
});

it.each([
  ['a file in the place of the folder', 'file/below', /cannot be written \(ENOTDIR\)/],
  ['a file in the place of the last folder', 'file', /cannot be written \(EEXIST\)/],
])('says in words that there is %s', async (_, below, message) => {
  writeFileSync(join(folder, 'file'), '');
  await expect(createPrivateFolder(join(folder, below))).rejects.toThrow(UsageError);
  await expect(ensurePrivateFolder(join(folder, below))).rejects.toThrow(message);
});

it('says in words that the folder of a file is not there', async () => {
  await expect(writeFileAtomic(join(folder, 'none', 'file'), 'x')).rejects.toThrow(
    /none\/file cannot be written \(ENOENT\)/,
  );
});

it.each([
  ['ENOSPC', UnhealthyError, /the disk is full/],
  ['EDQUOT', UnhealthyError, /the disk is full/],
  ['EROFS', UnhealthyError, /cannot be written \(EROFS\)/],
  ['EACCES', UnhealthyError, /cannot be written \(EACCES\)/],
])('explains %s', (code, kind, message) => {
  const explained = explainFileTrouble(Object.assign(new Error('raw'), { code }), '/some/file');
  expect(explained).toBeInstanceOf(kind);
  expect((explained as Error).message).toMatch(message);
});

it('does not explain what is no trouble with a file', () => {
  const bug = new TypeError('x is not a function');
  expect(explainFileTrouble(bug, '/some/file')).toBe(bug);
});
