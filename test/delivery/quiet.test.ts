// Quiet hours when a reminder is due: it waits on the recipient's clock, and is held when it would come too late.

import { describe, expect, it } from 'vitest';
import { USUAL_QUIET } from '../../src/core/quiet-hours.ts';
import type { NewReminder } from '../../src/core/reminder.ts';
import { Engine } from '../../src/delivery/engine.ts';
import type { DeliveryEvent } from '../../src/delivery/events.ts';
import { insertContact } from '../../src/store/contacts.ts';
import { getReminder, insertReminder } from '../../src/store/reminders.ts';
import { insertTenant } from '../../src/store/tenants.ts';
import { systemClock } from '../../src/system/clock.ts';
import { TestClock, testRandom } from '../clock.ts';
import { newReminder, tempDb } from '../store/temp-db.ts';
import { FakeDoor } from './fake-door.ts';

const HOUR = 3_600_000;
// 22:30 in New York, 03:30 in Berlin, 12:30 in Tokyo.
const NIGHT = '2026-11-24T03:30:00Z';

async function rig() {
  const db = await tempDb();
  const clock = new TestClock(NIGHT);
  const door = new FakeDoor({ db, clock });
  const events: DeliveryEvent[] = [];
  const engine = new Engine({
    db,
    door,
    clock,
    realClock: systemClock,
    random: testRandom(),
    concurrency: 16,
    defaultFrom: '+15005550006',
    graceMs: 120_000,
    quietHours: USUAL_QUIET,
    emit: (event) => events.push(event),
  });
  let added = 0;
  return {
    db,
    clock,
    door,
    events,
    async add(changes: Partial<NewReminder> = {}) {
      added += 1;
      const use = { expiresAt: clock.now() + 24 * HOUR, to: `+1202555010${added}` };
      return await insertReminder(db, newReminder(clock.now(), { ...use, ...changes }), clock.now());
    },
    async send() {
      engine.wake();
      await engine.run(new AbortController().signal, async ({ nextRunAt }) => {
        return nextRunAt === null || nextRunAt > clock.now();
      });
    },
    stateOf: async (id: number) => (await getReminder(db, id))?.state,
  };
}

describe('in the recipient’s quiet hours a reminder', () => {
  it('waits until they end there, which is told once, and then goes', async () => {
    const r = await rig();
    const [newYork, berlin, tokyo] = [
      await r.add(),
      await r.add({ zone: 'Europe/Berlin' }),
      await r.add({ zone: 'Asia/Tokyo' }),
    ];
    await r.send();
    expect(await r.stateOf(tokyo)).toBe('sent');
    expect(await getReminder(r.db, newYork)).toMatchObject({
      state: 'scheduled',
      runAt: Date.parse('2026-11-24T13:00:00Z'),
      lastError: expect.stringContaining('quiet hours (21:00-08:00) until Tue 24 Nov 2026, 08:00'),
    });
    r.clock.set(Date.parse('2026-11-24T07:00:00Z'));
    await r.send();
    expect([await r.stateOf(berlin), await r.stateOf(newYork)]).toEqual(['sent', 'scheduled']);
    r.clock.set(Date.parse('2026-11-24T13:00:00Z'));
    await r.send();
    expect(await r.stateOf(newYork)).toBe('sent');
    expect(r.events.filter(({ event }) => event === 'waiting')).toHaveLength(2);
  });

  it('is held when it is of no more use afterwards, and then expires', async () => {
    const r = await rig();
    const id = await r.add({ expiresAt: r.clock.now() + 4 * HOUR });
    await r.send();
    expect(await getReminder(r.db, id)).toMatchObject({
      state: 'held',
      holdReason: 'quiet-hours',
      lastError: expect.stringContaining('of no more use'),
    });
  });

  it('goes all the same when it is critical and that was said in so many words', async () => {
    const r = await rig();
    const both = await r.add({ priority: 'critical', anyHour: 1 });
    const critical = await r.add({ priority: 'critical' });
    const wish = await r.add({ anyHour: 1 });
    await r.send();
    expect(await Promise.all([both, critical, wish].map(r.stateOf))).toEqual([
      'sent',
      'scheduled',
      'scheduled',
    ]);
  });

  it('goes by the hours of its contact, else of its tenant', async () => {
    const r = await rig();
    const none = { zone: null, country: null, sender: null, onUnknown: null };
    const night = await insertTenant(r.db, { name: 'night', ...none, quietFrom: 0, quietUntil: 0 }, 0);
    const nobody = { zone: null, email: null, note: null, phone: '+12025550123', tenantId: night };
    const early = await insertContact(
      r.db,
      { ...nobody, name: 'early', quietFrom: 1_200, quietUntil: 540 },
      0,
    );
    const late = await insertContact(r.db, { ...nobody, name: 'late' }, 0);
    const ids = [
      await r.add({ tenantId: night }),
      await r.add({ tenantId: night, contactId: late }),
      await r.add({ tenantId: night, contactId: early }),
    ];
    await r.send();
    expect(await Promise.all(ids.map(r.stateOf))).toEqual(['sent', 'sent', 'scheduled']);
    expect((await getReminder(r.db, ids[2] ?? 0))?.runAt).toBe(Date.parse('2026-11-24T14:00:00Z'));
  });
});
