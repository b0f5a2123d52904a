// Configuration and the machine for commands: settings, secrets, checks, backups.

import type { BackupNeeds } from '../../commands/backup.ts';
import type { ExplainNeeds } from '../../commands/config/explain.ts';
import type { PathNeeds } from '../../commands/config/path.ts';
import type { DoctorNeeds } from '../../commands/doctor.ts';
import type { ModeNeeds } from '../../commands/mode.ts';
import type { RestoreNeeds } from '../../commands/restore.ts';
import { systemClock } from '../system/clock.ts';
import { privateFiles } from '../system/files.ts';
import { readMachine } from '../system/machine.ts';
import type { Foundation } from './foundation.ts';
import { version } from './version.ts';

type ConfigNeeds = BackupNeeds & DoctorNeeds & ExplainNeeds & ModeNeeds & PathNeeds & RestoreNeeds;

// A check is a single small answer; a person is waiting.
const PROBE_TIMEOUT_MS = 10_000;

export function configServices(ground: Foundation): ConfigNeeds {
  const { env } = ground.shell;
  const uid = process.getuid?.();
  return {
    realClock: systemClock,
    machine: readMachine,
    version,
    config: ground.config,
    credentials: ground.credentials,
    db: ground.db,
    paths: ground.paths,
    place: () => ({ env, paths: ground.paths(), files: privateFiles, uid }),
    async secretLayers() {
      const { secretLayers } = await import('../config/credentials.ts');
      return await secretLayers({ config: await ground.config(), env, paths: ground.paths(), uid });
    },
    async openProbe({ credentials, ...place }) {
      ground.mask(credentials.password);
      const { openHttpWire } = await import('../gateway/wire-http.ts');
      const { twilioBaseUrl } = await import('../gateway/base-url.ts');
      const wire = openHttpWire({ baseUrl: twilioBaseUrl(place), credentials, version: version() });
      ground.onClose(() => wire.close());
      return async ({ path }) => {
        const { status, body } = await wire.send({ method: 'GET', path }, { timeoutMs: PROBE_TIMEOUT_MS });
        return { status, body: parsed(body) };
      };
    },
  };
}

/** Twilio's JSON, or null for what a proxy may say instead. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
