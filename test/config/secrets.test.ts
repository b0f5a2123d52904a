// The secrets file: who may own it, who may read it, and what happens to a bad one.

import { lstatSync, mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readSecrets, removeSecrets, writeSecrets } from '../../src/config/secrets.ts';
import { CredentialError } from '../../src/core/errors.ts';
import { privateFiles } from '../../src/system/files.ts';
import { ACCOUNT, makePlace, type Place, uid } from './place.ts';

const SECRETS = { accountSid: ACCOUNT, authToken: 'token-of-the-account' };

let place: Place;
let path: string;
beforeEach(() => {
  place = makePlace();
  path = place.paths.secretsFile('default');
});
afterEach(() => place.remove());

const refusal = async (promise: Promise<unknown>): Promise<CredentialError> => {
  const error = await promise.catch((e: unknown) => e);
  expect(error).toBeInstanceOf(CredentialError);
  return error as CredentialError;
};

it('come back as they were written, in a file 0600 in a folder 0700', async () => {
  await writeSecrets(path, privateFiles, SECRETS);
  expect(await readSecrets(path, uid)).toEqual(SECRETS);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(place.paths.secretsFolder).mode & 0o777).toBe(0o700);
});

it('are undefined when there is no file, also after they were removed', async () => {
  expect(await readSecrets(path, uid)).toBeUndefined();
  await writeSecrets(path, privateFiles, SECRETS);
  await removeSecrets(path);
  await removeSecrets(path);
  expect(await readSecrets(path, uid)).toBeUndefined();
});

it.each([0o644, 0o640, 0o604, 0o660, 0o622, 0o601])(
  'are refused with mode %o, and the way out is named',
  async (mode) => {
    place.put('secrets/default.json', SECRETS, mode);
    const error = await refusal(readSecrets(path, uid));
    expect(error.message).toContain(mode.toString(8));
    expect(error.hint).toBe(`chmod 600 ${path}`);
  },
);

it('are refused when they belong to someone else', async () => {
  place.put('secrets/default.json', SECRETS);
  const error = await refusal(readSecrets(path, (uid ?? 0) + 1));
  expect(error.message).toContain('belong to another user');
});

it('are judged by what a symbolic link leads to, and written there', async () => {
  const real = place.put('elsewhere.json', SECRETS, 0o644);
  mkdirSync(place.paths.secretsFolder);
  symlinkSync(real, path);
  await refusal(readSecrets(path, uid));
  await writeSecrets(path, privateFiles, { ...SECRETS, authToken: 'another-token' });
  expect(lstatSync(path).isSymbolicLink()).toBe(true);
  expect(await readSecrets(path, uid)).toMatchObject({ authToken: 'another-token' });
  expect(statSync(real).mode & 0o777).toBe(0o600);
});

it.each([
  ['broken JSON', '{ "authToken": token-of-the-account }'],
  ['a list', '[]'],
  ['an unknown key', { ...SECRETS, token: 'token-of-the-account' }],
  ['a number', { accountSid: ACCOUNT, authToken: 12345678 }],
  ['no account', { authToken: 'token-of-the-account' }],
])('are refused with %s, without being quoted', async (_, content) => {
  place.put('secrets/default.json', content);
  const error = await refusal(readSecrets(path, uid));
  expect(`${error.message}${error.hint}${String(error.cause)}`).not.toMatch(/token-of-the-account|12345678/);
});

it('are refused when a folder stands in their place', async () => {
  mkdirSync(path, { recursive: true });
  await refusal(readSecrets(path, uid));
});

it('keep the old ones when the new ones cannot be written', async () => {
  await writeSecrets(path, privateFiles, SECRETS);
  const failing = { ...privateFiles, write: async () => Promise.reject(new Error('disk full')) };
  await expect(writeSecrets(path, failing, { ...SECRETS, authToken: 'x' })).rejects.toThrow('disk full');
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(SECRETS);
  expect(join(path, '..')).toBe(place.paths.secretsFolder);
});
