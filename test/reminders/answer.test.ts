// Answers to texts: which appointment they are about, what they do to it, and what is left to a person.

import { describe, expect, test } from 'vitest';
import { answerReminder } from '../../src/reminders/answer.ts';
import { lastChange, undoChange } from '../../src/reminders/undo.ts';
import { getAppointment } from '../../src/store/appointments.ts';
import { eventsOfReminder } from '../../src/store/events.ts';
import { FROM, send } from './text.ts';
import { CINDY, makeWorld, reminderNow, scheduled, type World } from './world.ts';

const ASKS = 'See you {{date}}. Reply 1 to confirm, C to cancel.';

function answer(world: World, body: string, { person = CINDY, sender = FROM } = {}) {
  world.clock.set(world.clock.now() + 60_000);
  const now = world.clock.now();
  return world.db.tx((sql) => answerReminder(sql, { person, sender, body, receivedAt: now }, now));
}

async function asked(world: World, changes = {}): Promise<number> {
  const id = await scheduled(world, { for: '2026-11-26T15:00', before: '2d,2h', body: ASKS, ...changes });
  await send(world, id);
  return id;
}

describe('an answer', () => {
  test('of 1 confirms, as often as it comes', async () => {
    const world = await makeWorld();
    const id = await asked(world);
    for (const text of ['1', '1.'])
      expect(await answer(world, text)).toMatchObject({ meaning: 'confirm', review: null });
    expect(await reminderNow(world, id)).toMatchObject({ response: 'confirmed', state: 'sent' });
    expect((await reminderNow(world, id + 1)).state).toBe('scheduled');
    expect((await eventsOfReminder(world.db, id)).map(({ kind }) => kind)).toEqual(['answered', 'answered']);
  });

  test('of C cancels the appointment with what was to come of it, and can be undone', async () => {
    const world = await makeWorld();
    const id = await asked(world);
    expect(await answer(world, 'c')).toMatchObject({
      meaning: 'cancel',
      detail:
        '"C": cancels the appointment Thu 26 Nov 2026, 15:00 (America/New_York, UTC-05:00); 1 reminder cancelled',
    });
    expect((await reminderNow(world, id)).response).toBe('cancelled');
    expect((await reminderNow(world, id + 1)).state).toBe('cancelled');
    expect((await getAppointment(world.db, 1))?.state).toBe('cancelled');
    expect(await answer(world, 'C')).toMatchObject({ meaning: 'cancel' });
    expect(await answer(world, '1')).toMatchObject({ meaning: 'doubt', review: 'open' });
    const change = await lastChange(world);
    if (!change) throw new Error('nothing to undo');
    await undoChange(world, change);
    expect((await getAppointment(world.db, 1))?.state).toBe('booked');
    expect((await reminderNow(world, id + 1)).state).toBe('scheduled');
    expect((await reminderNow(world, id)).response).toBeNull();
  });

  test('means what the text said', async () => {
    const world = await makeWorld();
    const id = await asked(world, { body: 'Reply C to confirm, 5 to cancel, 9 to be called back' });
    expect(await answer(world, 'C')).toMatchObject({ meaning: 'confirm' });
    expect(await answer(world, '9')).toMatchObject({ meaning: 'contact' });
    expect((await reminderNow(world, id)).response).toBe('contact');
    expect(await answer(world, '5')).toMatchObject({ meaning: 'cancel' });
  });

  test('that could mean either is left to a person', async () => {
    const world = await makeWorld();
    const id = await asked(world, { body: 'See you at nine' });
    expect(await answer(world, 'C')).toMatchObject({ meaning: 'doubt', review: 'open', reminderId: id });
    expect((await reminderNow(world, id)).response).toBeNull();
  });

  test.each([
    ['7', '"7" in answer to a text that does not offer it'],
    ['please  call me', '"please call me" asks for what only a person understands'],
    ['Can we do 4pm instead?', '"Can we do 4pm instead?" asks for what only a person understands'],
    ['no', '"no" asks for what only a person understands'],
  ])('%j, which only a person understands, is left to one', async (body, detail) => {
    const world = await makeWorld();
    const id = await asked(world);
    expect(await answer(world, body)).toMatchObject({
      meaning: 'doubt',
      review: 'open',
      reminderId: id,
      detail: `${detail}; decide with: remind optout review`,
    });
    expect((await reminderNow(world, id)).response).toBeNull();
    expect((await getAppointment(world.db, 1))?.state).toBe('booked');
  });

  test.each(['thanks', 'ok see you then', 'K'])('%j is none', async (body) => {
    const world = await makeWorld();
    await asked(world);
    expect(await answer(world, body)).toBeUndefined();
  });

  test('is not in a reaction that repeats what was sent', async () => {
    const world = await makeWorld();
    const { body } = await reminderNow(world, await asked(world));
    expect(await answer(world, `Liked “${body}”`)).toBeUndefined();
  });

  test('in free words is about the appointment that is not cancelled', async () => {
    const world = await makeWorld();
    const id = await asked(world);
    await asked(world, { for: '2026-11-27T15:00', before: '3d' });
    await world.db.run(`update appointment set state = 'cancelled' where id = 2`);
    expect(await answer(world, 'please call me')).toMatchObject({ reminderId: id });
  });

  test('in free words to nobody who asked, or about what is over, is none', async () => {
    const world = await makeWorld();
    expect(await answer(world, 'please call me')).toBeUndefined();
    await asked(world);
    expect(await answer(world, 'please call me', { person: '+12025550124' })).toBeUndefined();
    world.clock.set(Date.parse('2026-11-26T20:00:00Z'));
    for (const body of ['please call me', '7']) expect(await answer(world, body)).toBeUndefined();
  });

  test('to texts about two appointments is left to a person', async () => {
    const world = await makeWorld();
    await asked(world);
    await asked(world, { for: '2026-11-27T15:00', before: '3d' });
    expect(await answer(world, 'C')).toMatchObject({ meaning: 'doubt', review: 'open' });
    expect((await getAppointment(world.db, 1))?.state).toBe('booked');
  });

  test.each([
    ['to another number of ours', { sender: '+15005550001' }],
    ['of somebody else', { person: '+12025550124' }],
  ])('%s is none', async (_what, who) => {
    const world = await makeWorld();
    await asked(world);
    expect(await answer(world, '1', who)).toBeUndefined();
  });

  test('about what is over, or long ago, or in more words, is none', async () => {
    const world = await makeWorld();
    const id = await asked(world);
    expect(await answer(world, 'see you at 1')).toBeUndefined();
    world.clock.set(Date.parse('2026-11-26T20:00:00Z'));
    expect(await answer(world, '1')).toBeUndefined();
    expect((await reminderNow(world, id)).response).toBeNull();
  });
});

test('a body that asks for a word of Twilio’s is refused wherever it is written', async () => {
  const world = await makeWorld();
  const body = 'Hi {{name}}, reply YES to confirm';
  await expect(scheduled(world, { body })).rejects.toThrow('the body asks for YES');
});
