// Who signs the requests of a profile being set up: files named by flags, a question, or what is there already.

import { CredentialError, UsageError } from '../../core/errors.ts';
import { chooseCredentials, type SecretLayer } from '../credentials.ts';
import { cleanSecret, readSecretFile } from '../secret-input.ts';
import type { Secrets } from '../secrets.ts';
import { type Asking, asksEverything, type SetupFlags } from './asking.ts';

/**
 * The secrets to store for the account, laid over those stored for it already; undefined when nothing is to be
 * stored because what is there will do.
 */
export async function newSecrets(
  asking: Asking,
  accountSid: string,
  layers: readonly SecretLayer[],
  stored: Secrets | undefined,
): Promise<Secrets | undefined> {
  assertOneWay(asking.flags);
  const given = (await fromFlags(asking)) ?? (await fromQuestions(asking, accountSid, layers));
  if (!given) return undefined;
  const before = stored?.accountSid === accountSid ? stored : {};
  return { ...before, accountSid, ...given };
}

type Given = Omit<Secrets, 'accountSid'>;

function assertOneWay({ twilioCliProfile, authTokenFile, apiKey, apiSecretFile }: SetupFlags): void {
  const own = [authTokenFile, apiKey, apiSecretFile].some((flag) => flag !== undefined);
  if (own && twilioCliProfile !== undefined) {
    throw new UsageError(
      "--twilio-cli-profile takes the credentials from Twilio's command line: give no others",
    );
  }
  if (authTokenFile === '-' && apiSecretFile === '-') {
    throw new UsageError('stdin can hold one secret only');
  }
  if (apiSecretFile !== undefined && apiKey === undefined) {
    throw new UsageError('--api-secret-file goes with --api-key SK…');
  }
}

async function fromFlags({ flags, ask, stdin }: Asking): Promise<Given | undefined> {
  const { authTokenFile, apiKey, apiSecretFile } = flags;
  const token =
    authTokenFile === undefined ? undefined : await readSecretFile(authTokenFile, { ...TOKEN, stdin });
  if (apiKey === undefined) return token === undefined ? undefined : { authToken: token };
  const apiSecret =
    apiSecretFile === undefined
      ? cleanSecret(await ask.secret('Secret of the API key:', SECRET), SECRET)
      : await readSecretFile(apiSecretFile, { ...SECRET, stdin });
  return { ...(token !== undefined && { authToken: token }), apiKey: checkKey(apiKey), apiSecret };
}

async function fromQuestions(
  asking: Asking,
  accountSid: string,
  layers: readonly SecretLayer[],
): Promise<Given | undefined> {
  const { flags, ask } = asking;
  const isThere = hasSecret(accountSid, layers);
  if (flags.twilioCliProfile !== undefined || (isThere && !asksEverything(flags))) return undefined;
  const way = await ask.select(
    'How shall requests be signed?',
    [
      ...(isThere ? [{ value: 'keep' as const, name: 'as now' }] : []),
      { value: 'token' as const, name: "with the account's auth token" },
      { value: 'key' as const, name: 'with an API key and its secret' },
    ],
    TOKEN,
  );
  if (way === 'keep') return undefined;
  if (way === 'token') return { authToken: cleanSecret(await ask.secret('Auth token:', TOKEN), TOKEN) };
  const apiKey = checkKey(await ask.input('API key (SK…):', { flag: '--api-key' }));
  return { apiKey, apiSecret: cleanSecret(await ask.secret('Secret of the API key:', SECRET), SECRET) };
}

const TOKEN = { flag: '--auth-token-file', what: 'auth token' } as const;
const SECRET = { flag: '--api-secret-file', what: 'API secret' } as const;

function checkKey(text: string): string {
  const key = text.trim();
  if (/^SK[0-9a-f]{32}$/i.test(key)) return key;
  throw new UsageError(`--api-key: "${key}" is not the SID of an API key: SK and 32 hexadecimal digits`);
}

function hasSecret(accountSid: string, layers: readonly SecretLayer[]): boolean {
  try {
    chooseCredentials(accountSid, layers);
    return true;
  } catch (error) {
    if (error instanceof CredentialError) return false;
    throw error;
  }
}
