// Setting a profile up: collect, foresee trouble at Twilio, and only then write.

import {
  type Credentials,
  chooseCredentials,
  type SecretLayer,
  secretLayers,
} from '../config/credentials.ts';
import { type Config, loadConfig } from '../config/load.ts';
import type { Place } from '../config/place.ts';
import { readSecrets } from '../config/secrets.ts';
import type { Asking, SetupFlags } from '../config/setup/asking.ts';
import { collectSetup, type Setup } from '../config/setup/collect.ts';
import { saveSetup } from '../config/setup/save.ts';
import { CredentialError, RefusedError } from '../core/errors.ts';
import { assertSameAccount } from '../core/mode.ts';
import { busiestDay } from '../store/claims.ts';
import { databaseBytes } from '../store/inspect.ts';
import { readOnly } from '../store/read-only.ts';
import { readStamp } from '../store/stamp.ts';
import { checkAccount, type Probe, type ProbeTarget } from './checks/account-checks.ts';
import type { CheckResult } from './checks/check.ts';

export interface SetupDeps extends Omit<Asking, 'busiestDay' | 'current'> {
  readonly place: Place;
  /** `--profile` */
  readonly profile: string | undefined;
  /** Undefined with --no-check. */
  readonly openProbe: ((target: ProbeTarget) => Promise<Probe>) | undefined;
  readonly signal: AbortSignal;
  readonly saveContact: (contact: Me) => Promise<void>;
}

/** The first own number, as a contact. */
export interface Me {
  readonly name: string;
  readonly phone: string;
  readonly zone: string | undefined;
}

export interface ProfileSetUp {
  /** The configuration as it is now. */
  readonly config: Config;
  readonly accountSid: string;
  /** What is worth knowing before the first send. */
  readonly troubles: readonly CheckResult[];
}

/**
 * Changes only what flags and answers give. Until every answer is there and Twilio has been asked nothing is
 * written, so that it can be broken off at any point.
 * @throws CredentialError when Twilio refuses the credentials, RefusedError for a sender that is not the account's
 * or a database of another account.
 */
export async function setUpProfile(deps: SetupDeps): Promise<ProfileSetUp> {
  const { place, flags } = deps;
  const current = await load(deps, flags);
  const profile = current.profile.value;
  const layers = await secretLayers({ config: current, ...place });
  const stored = await readSecrets(place.paths.secretsFile(profile), place.uid);
  const database = place.paths.database(profile);
  const asking = { ...deps, current, busiestDay: await plannedOnBusiestDay(database) };
  const setup = await collectSetup(asking, { layers, stored });
  await assertDatabaseIs(database, setup.accountSid);
  const troubles = deps.openProbe ? await foresee(deps.openProbe, current, setup, signer(setup, layers)) : [];
  deps.signal.throwIfAborted();
  await saveSetup(place, profile, setup);
  const config = await load(deps, {});
  if (setup.ownNumber !== undefined) {
    await deps.saveContact({ name: 'me', phone: setup.ownNumber, zone: config.tz.value });
  }
  return { config, accountSid: setup.accountSid, troubles };
}

function load({ place, profile }: SetupDeps, { twilioCliProfile }: SetupFlags): Promise<Config> {
  return loadConfig({
    env: place.env,
    paths: place.paths,
    flags: { profile, twilioCliProfile },
    newProfile: true,
  });
}

async function plannedOnBusiestDay(path: string): Promise<number> {
  if ((await databaseBytes(path)) === null) return 0;
  return await readOnly(path, busiestDay);
}

/** Found out now, not at the first send: a database stays with its account. */
async function assertDatabaseIs(path: string, accountSid: string): Promise<void> {
  if ((await databaseBytes(path)) === null) return;
  const stamp = await readOnly(path, readStamp);
  if (stamp) assertSameAccount(stamp, accountSid);
}

/** What will sign the requests once the setup is saved. */
function signer({ accountSid, secrets }: Setup, layers: readonly SecretLayer[]): Credentials {
  if (!secrets) return chooseCredentials(accountSid, layers);
  return chooseCredentials(accountSid, [{ source: 'what was given', ...secrets }]);
}

async function foresee(
  openProbe: (target: ProbeTarget) => Promise<Probe>,
  current: Config,
  { settings }: Setup,
  credentials: Credentials,
): Promise<readonly CheckResult[]> {
  const twilioUrl = settings.twilioUrl === undefined ? current.twilioUrl.value : String(settings.twilioUrl);
  const from = settings.from === undefined ? current.from.value : String(settings.from);
  const numbers = Array.isArray(settings.allow) ? settings.allow : current.allow.value;
  const [edge, region] = [current.edge.value, current.region.value];
  const probe = await openProbe({ credentials, twilioUrl, edge, region });
  const subject = { ...credentials, from, numbers, elsewhere: twilioUrl !== undefined };
  const results = await checkAccount(probe, subject);
  refuseWhatCannotWork(results);
  return results.filter(({ status }) => status === 'warning' || status === 'failed');
}

function refuseWhatCannotWork(results: readonly CheckResult[]): void {
  for (const { check, status, message, remedy } of results) {
    if (status !== 'failed') continue;
    if (check === 'credentials-at-twilio') {
      throw new CredentialError(`${message}; nothing was saved`, { hint: remedy ?? '' });
    }
    if (check === 'sender-at-twilio') {
      throw new RefusedError(`${message}; nothing was saved`, {
        hint: `${remedy}; or save it all the same with --no-check`,
      });
    }
  }
}
