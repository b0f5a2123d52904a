// Who signs the requests: an API key pair or the account's auth token, from the strongest place that has one.

import { CredentialError } from '../core/errors.ts';
import type { Config } from './load.ts';
import type { Env, Paths } from './paths.ts';
import { readSecrets, type Uid } from './secrets.ts';
import { readTwilioCliProfile } from './twilio-cli.ts';

/** HTTP Basic credentials for one account. `username` is the account SID or the API key's. */
export interface Credentials {
  readonly accountSid: string;
  readonly username: string;
  readonly password: string;
  readonly kind: 'api-key' | 'auth-token';
  /** Where the secret is from, in the words of `config explain`. */
  readonly source: string;
}

/** One place's secrets. `accountSid` is absent where a place can name secrets without an account (the environment). */
export interface SecretLayer {
  readonly source: string;
  readonly accountSid?: string | undefined;
  readonly authToken?: string | undefined;
  readonly apiKey?: string | undefined;
  readonly apiSecret?: string | undefined;
}

export interface CredentialOptions {
  readonly config: Config;
  readonly env: Env;
  readonly paths: Paths;
  readonly uid: Uid;
}

/** @throws CredentialError saying what is missing, with the ways to give it. */
export async function loadCredentials(options: CredentialOptions): Promise<Credentials> {
  return chooseCredentials(options.config.accountSid.value, await secretLayers(options));
}

/** The places secrets may be in, the strongest first. Empty ones included: `config explain` lists them. */
export async function secretLayers({ config, env, paths, uid }: CredentialOptions): Promise<SecretLayer[]> {
  const path = paths.secretsFile(config.profile.value);
  const environment: SecretLayer = {
    source: 'environment',
    accountSid: env['TWILIO_ACCOUNT_SID'] || undefined,
    authToken: env['TWILIO_AUTH_TOKEN'] || undefined,
    apiKey: env['TWILIO_API_KEY'] || undefined,
    apiSecret: env['TWILIO_API_SECRET'] || undefined,
  };
  const own: SecretLayer = { source: path, ...(await readSecrets(path, uid)) };
  const { value: name, source } = config.twilioCliProfile;
  if (name === undefined) return [environment, own];
  const cli: SecretLayer = {
    source: `twilio-cli profile ${name}`,
    ...(await readTwilioCliProfile(env, name)),
  };
  return source.startsWith('flag ') ? [cli, environment, own] : [environment, cli, own];
}

/**
 * The first place with a whole secret decides; within a place the API key pair is preferred, as Twilio's own
 * command line does.
 */
export function chooseCredentials(
  accountSid: string | undefined,
  layers: readonly SecretLayer[],
): Credentials {
  if (accountSid === undefined) {
    throw new CredentialError('no Twilio account is configured', { hint: WAYS });
  }
  for (const layer of layers) {
    const chosen = secretOf(layer, accountSid);
    if (!chosen) continue;
    if (layer.accountSid !== undefined && layer.accountSid !== accountSid) {
      throw new CredentialError(
        `the secret in ${layer.source} is of account ${layer.accountSid}, and ${accountSid} is configured`,
        { hint: 'give the account and its secret in the same place, or use a profile for each account' },
      );
    }
    return { accountSid, ...chosen, source: layer.source };
  }
  throw new CredentialError(`there is no auth token or API key for account ${accountSid}`, { hint: WAYS });
}

const WAYS =
  'remind init stores them; or set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN (or TWILIO_API_KEY and ' +
  "TWILIO_API_SECRET); or use Twilio's own command line: REMIND_TWILIO_CLI_PROFILE=NAME";

function secretOf(
  layer: SecretLayer,
  accountSid: string,
): Pick<Credentials, 'username' | 'password' | 'kind'> | undefined {
  const { apiKey, apiSecret, authToken } = layer;
  if (apiKey && apiSecret) return { username: apiKey, password: apiSecret, kind: 'api-key' };
  if (authToken) return { username: accountSid, password: authToken, kind: 'auth-token' };
  if (!apiKey && !apiSecret) return undefined;
  const [there, missing] = apiKey ? ['API key', 'secret'] : ['secret', 'API key'];
  throw new CredentialError(
    `${layer.source} has an API ${there.replace('API ', '')} without its ${missing}`,
    {
      hint:
        layer.source === 'environment'
          ? 'set both TWILIO_API_KEY and TWILIO_API_SECRET'
          : 'remind init stores both',
    },
  );
}
