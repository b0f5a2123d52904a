// Which secret signs the requests, and what is said when none can.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CredentialOptions, loadCredentials, secretLayers } from '../../src/config/credentials.ts';
import { explainConfig } from '../../src/config/explain.ts';
import { type ConfigFlags, loadConfig } from '../../src/config/load.ts';
import { CredentialError } from '../../src/core/errors.ts';
import { ACCOUNT, API_KEY, makePlace, OTHER_ACCOUNT, type Place, uid } from './place.ts';

let place: Place;
beforeEach(() => {
  place = makePlace();
});
afterEach(() => place.remove());

async function options(
  extra: Record<string, string> = {},
  flags: ConfigFlags = {},
): Promise<CredentialOptions> {
  const env = { ...place.env, ...extra };
  return { config: await loadConfig({ env, paths: place.paths, flags }), env, paths: place.paths, uid };
}

const load = async (extra?: Record<string, string>, flags?: ConfigFlags) =>
  loadCredentials(await options(extra, flags));

const TOKEN = { TWILIO_ACCOUNT_SID: ACCOUNT, TWILIO_AUTH_TOKEN: 'env-token' };
const PAIR = { TWILIO_API_KEY: API_KEY, TWILIO_API_SECRET: 'env-secret' };

function storeProfile(secrets: Record<string, string> = { authToken: 'stored-token' }): void {
  place.put('config.json', { profiles: { default: { accountSid: ACCOUNT } } });
  place.put('secrets/default.json', { accountSid: ACCOUNT, ...secrets });
}

function storeTwilioCli(): void {
  place.put('.twilio-cli/config.json', {
    profiles: { home: { accountSid: OTHER_ACCOUNT, apiKey: API_KEY, apiSecret: 'cli-secret' } },
  });
}

describe('the secret used', () => {
  it("is the environment's token", async () => {
    expect(await load(TOKEN)).toEqual({
      accountSid: ACCOUNT,
      username: ACCOUNT,
      password: 'env-token',
      kind: 'auth-token',
      source: 'environment',
    });
  });

  it('is the API key pair before the token of the same place', async () => {
    expect(await load({ ...TOKEN, ...PAIR })).toMatchObject({
      username: API_KEY,
      password: 'env-secret',
      kind: 'api-key',
    });
    storeProfile({ authToken: 'stored-token', apiKey: API_KEY, apiSecret: 'stored-secret' });
    expect(await load()).toMatchObject({ username: API_KEY, password: 'stored-secret' });
  });

  it("is the environment's token before the profile's pair", async () => {
    storeProfile({ apiKey: API_KEY, apiSecret: 'stored-secret' });
    expect(await load({ TWILIO_AUTH_TOKEN: 'env-token' })).toMatchObject({
      password: 'env-token',
      accountSid: ACCOUNT,
    });
  });

  it("is the profile's when the environment names its account only", async () => {
    storeProfile();
    expect(await load({ TWILIO_ACCOUNT_SID: ACCOUNT })).toMatchObject({ password: 'stored-token' });
  });

  it("is that of Twilio's command line when a flag asks for it, whatever the environment says", async () => {
    storeTwilioCli();
    storeProfile();
    const expected = {
      accountSid: OTHER_ACCOUNT,
      username: API_KEY,
      password: 'cli-secret',
      kind: 'api-key',
    };
    expect(await load(TOKEN, { twilioCliProfile: 'home' })).toMatchObject(expected);
    expect(await load({ REMIND_TWILIO_CLI_PROFILE: 'home' })).toMatchObject(expected);
    expect(await load({ ...TOKEN, REMIND_TWILIO_CLI_PROFILE: 'home' })).toMatchObject({
      password: 'env-token',
    });
  });
});

describe('without a usable secret it says', () => {
  const refusal = async (extra?: Record<string, string>): Promise<CredentialError> => {
    const error = await load(extra).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(CredentialError);
    return error as CredentialError;
  };

  it('the three ways to give one', async () => {
    const error = await refusal();
    expect(error.message).toBe('no Twilio account is configured');
    for (const way of ['remind init', 'TWILIO_ACCOUNT_SID', 'REMIND_TWILIO_CLI_PROFILE'])
      expect(error.hint).toContain(way);
    expect((await refusal({ TWILIO_ACCOUNT_SID: ACCOUNT })).message).toContain(`for account ${ACCOUNT}`);
  });

  it.each([
    [{ TWILIO_API_KEY: API_KEY }, 'environment has an API key without its secret'],
    [{ TWILIO_API_SECRET: 'env-secret' }, 'environment has an API secret without its API key'],
  ])('which half of a pair is missing: %o', async (half, message) => {
    const error = await refusal({ TWILIO_ACCOUNT_SID: ACCOUNT, ...(half as Record<string, string>) });
    expect(error.message).toBe(message);
    expect(error.message).not.toContain('env-secret');
  });

  it('that a stored secret belongs to another account', async () => {
    storeProfile();
    const error = await refusal({ TWILIO_ACCOUNT_SID: OTHER_ACCOUNT });
    expect(error.message).toContain(`is of account ${ACCOUNT}, and ${OTHER_ACCOUNT} is configured`);
  });

  it.each([
    ['not there', undefined, 'cannot be read'],
    ['broken', '{', 'is not JSON'],
    ['without profiles', {}, 'no profile "home"'],
    [
      'of the old format',
      { profiles: { home: { accountSid: ACCOUNT } } },
      'no account SID, API key or secret',
    ],
  ])("that the file of Twilio's command line is %s", async (_, content, message) => {
    if (content !== undefined) place.put('.twilio-cli/config.json', content);
    await expect(load({ REMIND_TWILIO_CLI_PROFILE: 'home' })).rejects.toThrow(message);
  });
});

it('is explained without being told', async () => {
  storeProfile({ authToken: 'stored-token', apiKey: API_KEY, apiSecret: 'stored-secret' });
  const opened = await options({ TWILIO_AUTH_TOKEN: 'env-token', REMIND_LEASE: '90s' });
  const rows = explainConfig(opened.config, await secretLayers(opened));
  const shown = Object.fromEntries(rows.map(({ key, value, source }) => [key, [value, source]]));
  const file = place.paths.secretsFile('default');
  expect(shown).toMatchObject({
    profile: ['default', 'default'],
    accountSid: [ACCOUNT, `profile default (${place.paths.configFile})`],
    lease: ['1m30s', 'environment REMIND_LEASE'],
    requestTimeout: ['30s', 'default'],
    tz: [null, 'not set'],
    apiKey: [API_KEY, file],
    apiSecret: ['set (hidden)', file],
    authToken: ['set (hidden)', 'environment TWILIO_AUTH_TOKEN'],
  });
  expect(JSON.stringify(rows)).not.toMatch(/stored-|env-token/);
});
