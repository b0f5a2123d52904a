// Running the installation itself: setting up, examining, backing up; what these commands ask of the machine.

import type { BackupNeeds } from '../../commands/backup.ts';
import type { DoctorNeeds } from '../../commands/doctor.ts';
import type { InitNeeds } from '../../commands/init.ts';
import type { RestoreNeeds } from '../../commands/restore.ts';
import type { ReminderDeps } from '../reminders/deps.ts';
import { systemClock } from '../system/clock.ts';
import { readMachine } from '../system/machine.ts';
import type { Probe, ProbeTarget } from '../watchdog/checks/account-checks.ts';
import type { Me } from '../watchdog/set-up-profile.ts';
import type { Foundation } from './foundation.ts';
import { version } from './version.ts';

// Shorter than for a send: a person is waiting, and a probe can be made again.
const PROBE_TIMEOUT_MS = 15_000;

type OperationNeeds = Omit<BackupNeeds & DoctorNeeds & InitNeeds & RestoreNeeds, 'place' | 'config'>;

export function operationServices(
  ground: Foundation,
  reminders: () => Promise<ReminderDeps>,
): OperationNeeds {
  return {
    version,
    machine: readMachine,
    realClock: systemClock,
    credentials: ground.credentials,
    openProbe: (target) => openProbe(ground, target),
    saveContact: async (contact) => saveContact(await reminders(), contact),
  };
}

/** GETs over a wire of its own: nothing is logged in a database, which need not exist yet. */
export async function openProbe(ground: Foundation, target: ProbeTarget): Promise<Probe> {
  const { twilioBaseUrl } = await import('../gateway/base-url.ts');
  const { openHttpWire } = await import('../gateway/wire-http.ts');
  ground.mask(target.credentials.password);
  const wire = openHttpWire({
    baseUrl: twilioBaseUrl(target),
    credentials: target.credentials,
    version: version(),
  });
  ground.onClose(() => wire.close());
  return async ({ path }) => {
    const options = { timeoutMs: PROBE_TIMEOUT_MS, signal: ground.shell.signal };
    const { status, body } = await wire.send({ method: 'GET', path }, options);
    return { status, body: parsed(body) };
  };
}

/** A proxy between may answer with a page of its own. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

async function saveContact(deps: ReminderDeps, { name, phone, zone }: Me): Promise<void> {
  const { addContact, editContact } = await import('../reminders/contacts.ts');
  const { contactByName } = await import('../store/contacts.ts');
  const { DEFAULT_TENANT_ID } = await import('../store/tenants.ts');
  if (await contactByName(deps.db, DEFAULT_TENANT_ID, name)) await editContact(deps, name, { phone, zone });
  else await addContact(deps, { name, phone, zone }, undefined);
}
