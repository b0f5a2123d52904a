// Delivery for commands: the daemon, its status, and a send at once.

import { hostname } from 'node:os';
import type { DaemonNeeds } from '../../commands/daemon.ts';
import type { PauseNeeds } from '../../commands/pause.ts';
import type { ResumeNeeds } from '../../commands/resume.ts';
import type { StatusNeeds } from '../../commands/status.ts';
import type { StrangerNeeds } from '../../commands/strangers/list.ts';
import { systemClock } from '../system/clock.ts';
import { systemRandom } from '../system/random.ts';
import { rest } from '../system/rest.ts';
import type { Foundation } from './foundation.ts';
import { version } from './version.ts';

type Given = 'recall' | 'releasing' | 'catchUp' | 'strangers';

export function deliveryServices(
  ground: Foundation,
): DaemonNeeds & StatusNeeds & Pick<PauseNeeds & ResumeNeeds & StrangerNeeds, Given> {
  return {
    catchUp: async () => await (await import('./catch-up-service.ts')).catchUpNow(ground),
    strangers: async () => await (await import('./catch-up-service.ts')).strangersKnown(ground),
    releasing: async () => ({ db: await ground.db(), clock: ground.clock, rest }),
    async recall(tenantId) {
      const { openDoor } = await import('./open-door.ts');
      const { recall } = await import('../delivery/recall.ts');
      const door = await openDoor(ground, { life: 'short' });
      const { clock, shell } = ground;
      return await recall(
        {
          ...{ db: await ground.db(), door, clock, realClock: systemClock, signal: shell.signal },
          requestTimeoutMs: (await ground.config()).requestTimeout.value,
        },
        tenantId,
      );
    },
    async runDaemon({ until, concurrency: asked }, emit) {
      const { keepHeapSmall } = await import('../system/heap.ts');
      keepHeapSmall();
      const config = await ground.config();
      const { assertDeliveryLimits } = await import('../config/delivery-limits.ts');
      assertDeliveryLimits(config);
      const concurrency = asked ?? config.concurrency.value;
      const { openDoor } = await import('./open-door.ts');
      const door = await openDoor(ground, { life: 'long', concurrency });
      const { runDaemon } = await import('../delivery/daemon.ts');
      const { answerReminder } = await import('../reminders/answer.ts');
      const { createDueOccurrences } = await import('../reminders/occurrences.ts');
      const { rollForwardImports } = await import('../reminders/import/roll-forward.ts');
      const { startCheckpointer } = await import('../store/checkpointer.ts');
      const db = await ground.db();
      const checkpointer = await startCheckpointer(db, ground.paths().database(config.profile.value));
      ground.onClose(() => checkpointer.stop());
      return await runDaemon(
        {
          db,
          door,
          clock: ground.clock,
          realClock: systemClock,
          random: systemRandom,
          defaultFrom: config.from.value,
          graceMs: config.unknownGrace.value,
          requestTimeoutMs: config.requestTimeout.value,
          onUnknown: config.onUnknown.value ?? null,
          onStrangers: config.strangers.value,
          quietHours: config.quietHours.value,
          callsInstead: config.otherChannel.value === 'on',
          worker: {
            workerId: ground.workerId(),
            role: 'daemon',
            host: hostname(),
            pid: process.pid,
            version: version(),
          },
          createOccurrences: async (sql, now) =>
            (await createDueOccurrences(sql, now, { limit: 32, quietHours: config.quietHours.value }))
              .created,
          answer: answerReminder,
          rollForward: async () => void (await rollForwardImports(db, ground.clock, rest)),
          checkpoint: () => checkpointer.truncate(),
          emit,
        },
        { until, concurrency },
        ground.shell.signal,
      );
    },
    async readStatus() {
      const { readStatus } = await import('../delivery/status.ts');
      return await readStatus(await ground.db(), ground.clock.now(), systemClock.now());
    },
  };
}
