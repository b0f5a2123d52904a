// Doctor: every check of this installation, in the order in which a newcomer would meet the troubles.

import { readConfigFile } from '../config/config-file.ts';
import type { Credentials } from '../config/credentials.ts';
import { type Config, chooseProfile } from '../config/load.ts';
import type { Place } from '../config/place.ts';
import { DEFAULT_PROFILE } from '../config/profile-name.ts';
import type { Stamp } from '../core/mode.ts';
import { databaseBytes } from '../store/inspect.ts';
import { readOnly } from '../store/read-only.ts';
import { readStamp } from '../store/stamp.ts';
import type { Machine } from '../system/machine.ts';
import { type CheckResult, ok, runChecks } from './checks/check.ts';
import { configChecks } from './checks/config-checks.ts';
import { daemonCheck, databaseChecks, lastHeartbeat, stopCheck } from './checks/database-checks.ts';
import {
  clockCheck,
  diskCheck,
  driverCheck,
  filesystemCheck,
  nameCheck,
  nodeCheck,
} from './checks/machine-checks.ts';

export interface DoctorDeps {
  readonly place: Place;
  readonly machine: Machine;
  /** `--profile` */
  readonly profile: string | undefined;
  /** The machine's time, whatever clock the program runs on. */
  readonly now: number;
  config(): Promise<Config>;
  credentials(): Promise<Credentials>;
  /** Checks that make requests; undefined unless they were asked for. */
  readonly online?: ((config: Config) => Promise<readonly CheckResult[]>) | undefined;
}

/** Changes nothing, creates nothing, and makes no request but those of `online`. */
export async function examine(deps: DoctorDeps): Promise<readonly CheckResult[]> {
  const { place, machine, now } = deps;
  const { paths, env } = place;
  const profile = await profileName(deps);
  const database = paths.database(profile);
  const stamp = async (): Promise<Stamp | undefined> =>
    (await databaseBytes(database)) === null ? undefined : readOnly(database, readStamp);
  const config = await deps.config().catch(() => null);
  const results = await runChecks([
    nodeCheck(machine.node),
    driverCheck,
    { name: 'config', run: async () => describeConfig(config ?? (await deps.config()), paths.configFile) },
    ...configChecks({ place, profile, config, credentials: deps.credentials, stamp }),
    ...databaseChecks(database),
    daemonCheck(database, now),
    stopCheck(database),
    clockCheck(now, () => lastHeartbeat(database).catch(() => null)),
    diskCheck(paths),
    filesystemCheck(paths, machine.platform),
    nameCheck(env, machine.program),
  ]);
  if (!deps.online) return results;
  return [...results, ...(config ? await deps.online(config) : [])];
}

function describeConfig({ profile }: Config, file: string) {
  return ok(`profile ${profile.value} (${profile.source}), ${file}`);
}

/** The profile the rest is about, even when its settings cannot be read. */
async function profileName({ place: { env, paths }, profile }: DoctorDeps): Promise<string> {
  const file = await readConfigFile(paths.configFile).catch(() => undefined);
  try {
    return chooseProfile({ env, paths, flags: { profile }, newProfile: true }, file).value;
  } catch {
    return DEFAULT_PROFILE;
  }
}
