// Checks of the configuration: is it readable, private, complete, and about one and the same account.

import { stat } from 'node:fs/promises';
import type { Credentials } from '../../config/credentials.ts';
import { assertDeliveryLimits } from '../../config/delivery-limits.ts';
import type { Config } from '../../config/load.ts';
import type { Place } from '../../config/place.ts';
import { readSecrets } from '../../config/secrets.ts';
import type { Stamp } from '../../core/mode.ts';
import { isMessagingService } from '../../core/sender.ts';
import { isZone } from '../../core/zone.ts';
import { type Check, failed, ok, skipped, warning } from './check.ts';

/** What the configuration checks look at; `config` is null when it could not be read. */
export interface ConfigSubject {
  readonly place: Place;
  readonly profile: string;
  readonly config: Config | null;
  credentials(): Promise<Credentials>;
  stamp(): Promise<Stamp | undefined>;
}

export function configChecks(subject: ConfigSubject): readonly Check[] {
  const { config } = subject;
  const withConfig = (name: string, run: (config: Config) => Promise<ReturnType<typeof ok>>): Check => ({
    name,
    run: async () => (config ? run(config) : skipped('the configuration cannot be read')),
  });
  return [
    privateFilesCheck(subject.place),
    secretsCheck(subject),
    withConfig('credentials', async () => {
      const { accountSid, kind, source } = await subject.credentials();
      return ok(`${kind === 'api-key' ? 'an API key' : 'the auth token'} of ${accountSid}, from ${source}`);
    }),
    withConfig('account', async ({ accountSid }) => accountFinding(accountSid.value, await subject.stamp())),
    withConfig('sender', async ({ from }) => senderFinding(from.value)),
    withConfig('time-zone', async ({ tz }) => {
      if (tz.value !== undefined && !isZone(tz.value)) {
        return failed(`${tz.value} (${tz.source}) is not a time zone`, 'remind config set tz Area/City');
      }
      if (tz.value !== undefined) return ok(`${tz.value}, where contact and tenant have none`);
      return warning('no time zone is set: each contact needs its own', 'remind config set tz Area/City');
    }),
    withConfig('own-numbers', async ({ allow }) => allowFinding(allow.value, await subject.stamp())),
    withConfig('delivery', async (settings) => {
      assertDeliveryLimits(settings);
      return ok('lease, request timeout and grace are in order');
    }),
  ];
}

// What names people, their numbers and the account is nobody else's business.
function privateFilesCheck({ paths, uid }: Place): Check {
  return {
    name: 'permissions',
    run: async () => {
      if (uid === undefined) return ok('this system has no modes');
      const folders = [paths.secretsFolder, paths.databaseFolder];
      const misplaced: string[] = [];
      const open: string[] = [];
      for (const path of [paths.configFile, ...folders]) {
        const found = await stat(path).catch(() => undefined);
        const isFolder = folders.includes(path);
        if (found && found.isDirectory() !== isFolder) misplaced.push(path);
        else if (found && (found.mode & 0o077) !== 0) open.push(`chmod ${isFolder ? 700 : 600} ${path}`);
      }
      // A mode would mend nothing, and would shut up what somebody put there.
      if (misplaced.length > 0) return failed(sayMisplaced(misplaced, paths.configFile), MOVE_AWAY);
      if (open.length === 0) return ok('configuration and database are yours alone');
      return failed('others can look into the configuration or the database', open.join('; '));
    },
  };
}

const MOVE_AWAY = 'move it away; or keep your files elsewhere with REMIND_HOME';

function sayMisplaced(paths: readonly string[], file: string): string {
  return paths
    .map((path) =>
      path === file
        ? `${path} is a folder, where a file should be`
        : `${path} is a file, where a folder should be`,
    )
    .join('; ');
}

function secretsCheck({ place, profile }: ConfigSubject): Check {
  return {
    name: 'secrets',
    run: async () => {
      const secrets = await readSecrets(place.paths.secretsFile(profile), place.uid);
      return ok(secrets ? 'stored, and yours alone' : 'none are stored for this profile');
    },
  };
}

function accountFinding(accountSid: string | undefined, stamp: Stamp | undefined) {
  if (accountSid === undefined) return failed('no Twilio account is configured', 'remind init');
  if (!stamp) return ok('the database belongs to no account yet; the first send settles it');
  if (stamp.accountSid === accountSid) return ok(`the database is of this account, in mode ${stamp.mode}`);
  return failed(
    `the database belongs to ${stamp.accountSid} (${stamp.mode}), and ${accountSid} is configured`,
    'use a profile for each account: remind --profile NAME …',
  );
}

function senderFinding(from: string | undefined) {
  if (from === undefined) {
    return failed('no sender is set: nothing can be sent', 'remind config set from +…, or remind init');
  }
  if (isMessagingService(from)) {
    return warning(
      'the sender is a messaging service: it sends texts, and cannot call',
      'give calls a number with --from',
    );
  }
  return ok(from);
}

function allowFinding(allow: readonly string[], stamp: Stamp | undefined) {
  if (allow.length > 0) return ok(`${allow.length} listed`);
  if (stamp?.mode === 'simulator') return ok('none listed; the simulator reaches anyone');
  const remedy = 'remind config set allow +…';
  if (stamp?.mode === 'live') return warning('none listed: alarms and drills reach nobody', remedy);
  return failed('none listed: mode own reaches nobody', remedy);
}
