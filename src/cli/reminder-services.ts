// Reminders for commands: the room's dependencies, the allowlist's word, a send at once, names for completion.

import type { ImportNeeds } from '../../commands/import.ts';
import type { ResolveNeeds } from '../../commands/resolve.ts';
import type { ScheduleNeeds } from '../../commands/schedule.ts';
import type { SendNeeds } from '../../commands/send.ts';
import type { UndoNeeds } from '../../commands/undo.ts';
import type { ReminderDeps } from '../reminders/deps.ts';
import { systemRandom } from '../system/random.ts';
import { rest } from '../system/rest.ts';
import type { Foundation } from './foundation.ts';
import type { Completions } from './root.ts';

// As many as a shell shows without asking first.
const CANDIDATES = 50;

type ReminderNeeds = ScheduleNeeds & SendNeeds & ImportNeeds & UndoNeeds & ResolveNeeds;

export function reminderServices(ground: Foundation): ReminderNeeds & Completions {
  const reminders = async (): Promise<ReminderDeps> => {
    const config = await ground.config();
    const { tz, country, from, quietHours } = config;
    const defaults = {
      zone: tz.value,
      country: country.value,
      from: from.value,
      quietHours: quietHours.value,
    };
    return { db: await ground.db(), clock: ground.clock, random: systemRandom, defaults };
  };
  return {
    reminders,
    importing: async () => ({ ...(await reminders()), workerId: ground.workerId(), rest }),
    resolving: async () => ({
      ...(await reminders()),
      async fetchSend(channel, sid) {
        const { fetchSend } = await import('./fetch-send.ts');
        return await fetchSend(ground, channel, sid);
      },
    }),
    async undoImport(id) {
      const { undoImport } = await import('../reminders/import/undo.ts');
      return await undoImport({ db: await ground.db(), clock: ground.clock, rest }, id);
    },
    async allowed(e164) {
      const { readStamp } = await import('../store/stamp.ts');
      const { refusalByAllowlist } = await import('../gateway/allowlist.ts');
      const { allow, twilioUrl } = await ground.config();
      const stamp = await readStamp(await ground.db());
      // Another address may be a simulator, which only its handshake can tell; and nothing is asked here.
      // A list that there is holds for either.
      if (!stamp && twilioUrl.value !== undefined && allow.value.length === 0) return undefined;
      const list = { mode: stamp?.mode ?? 'own', numbers: allow.value } as const;
      return refusalByAllowlist(list, e164, 'reminder') === undefined;
    },
    async send(request, wait) {
      const { send } = await import('./send-service.ts');
      return await send(ground, await reminders(), request, wait);
    },
    async previewSend(request) {
      const { previewSend } = await import('./send-service.ts');
      return await previewSend(ground, await reminders(), request);
    },
    async completionIds(prefix) {
      const { idRanges, formatId } = await import('../core/id.ts');
      const { reminderIdsBetween, newestReminderIds } = await import('../store/reminders.ts');
      const db = await ground.db();
      if (prefix === '') return (await newestReminderIds(db, CANDIDATES)).map(formatId);
      const found: number[] = [];
      for (const range of idRanges(prefix)) {
        if (found.length >= CANDIDATES) break;
        found.push(...(await reminderIdsBetween(db, range, CANDIDATES - found.length)));
      }
      return found.map(formatId);
    },
    async contactNames(prefix) {
      const { contactNames } = await import('../store/contacts.ts');
      const { DEFAULT_TENANT_ID } = await import('../store/tenants.ts');
      const names = await contactNames(await ground.db(), DEFAULT_TENANT_ID, 10_000);
      const wanted = prefix.toLowerCase();
      return names.filter((name) => name.toLowerCase().startsWith(wanted)).slice(0, CANDIDATES);
    },
  };
}
