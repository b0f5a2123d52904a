// Texts that come in: asked for every half minute, each heeded once, STOP and START with all that follows.

import { describe, expect, it } from 'vitest';
import { decide, enterOptOut, takeBack } from '../../src/delivery/opt-out-desk.ts';
import { answerReminder } from '../../src/reminders/answer.ts';
import { unclearlyAnswered } from '../../src/store/by-hand.ts';
import { eventsOfReminder } from '../../src/store/events.ts';
import { listOptOuts } from '../../src/store/opt-outs.ts';
import { openReviews, repliesOf } from '../../src/store/replies.ts';
import { insertTenant } from '../../src/store/tenants.ts';
import { inboundRig, MAIN, PERSON } from './inbound-rig.ts';

const HOUR = 3_600_000;
const OTHER = '+15005550001';

describe('STOP', () => {
  it('cancels what is to come, texts and calls, and says so', async () => {
    const r = await inboundRig();
    const text = await r.add({ inMs: HOUR });
    const call = await r.add({ inMs: HOUR, channel: 'call' });
    const others = await r.add({ inMs: HOUR, to: '+12025550199' });
    const sid = await r.text('Stop.');
    for (const id of [text, call]) {
      expect(await r.reminder(id)).toMatchObject({
        state: 'cancelled',
        response: 'opted-out',
        lastError: `${PERSON} has opted out ("Stop." to ${MAIN})`,
      });
      expect((await eventsOfReminder(r.db, id)).map(({ kind }) => kind)).toEqual(['cancelled']);
    }
    expect((await r.reminder(others))?.state).toBe('scheduled');
    expect(r.told('inbound')).toEqual([
      expect.objectContaining({
        from: PERSON,
        meaning: 'stop',
        detail: '"Stop.": wants no more; 2 reminders cancelled',
      }),
    ]);
    expect(await listOptOuts(r.db, { all: false, limit: 9 })).toMatchObject([
      { person: PERSON, sender: MAIN, word: 'Stop.', source: 'text', messageSid: sid, cancelled: 2 },
    ]);
  });

  it('cancels what is scheduled afterwards when it is due, and nothing leaves', async () => {
    const r = await inboundRig();
    await r.text('STOP');
    const id = await r.add();
    await r.send();
    expect(await r.reminder(id)).toMatchObject({ state: 'cancelled', response: 'opted-out' });
    expect(r.door.ledger).toEqual([]);
    expect(r.told('cancelled')).toHaveLength(1);
  });

  it('to a number in a service ends what the service sends', async () => {
    const r = await inboundRig();
    const service = `MG${'1'.repeat(32)}`;
    await r.add({ from: service });
    await r.send();
    await r.db.run('update twilio_message set from_number = ?', [OTHER]);
    const next = await r.add({ inMs: HOUR, from: service });
    await r.text('STOP', { to: OTHER });
    expect((await r.reminder(next))?.state).toBe('cancelled');
    expect((await listOptOuts(r.db, { all: false, limit: 9 })).map(({ sender }) => sender).sort()).toEqual(
      [OTHER, service].sort(),
    );
  });

  it('to one tenant leaves the others their reminders', async () => {
    const r = await inboundRig();
    const words = { zone: null, country: null, onUnknown: null, quietFrom: null, quietUntil: null };
    const tenantId = await insertTenant(r.db, { name: 'salon', sender: OTHER, ...words }, 0);
    const salon = await r.add({ inMs: HOUR, tenantId });
    const dentist = await r.add({ inMs: HOUR });
    await r.text('STOP', { to: OTHER });
    expect((await r.reminder(salon))?.state).toBe('cancelled');
    expect((await r.reminder(dentist))?.state).toBe('scheduled');
  });

  it('is taken back by START, and what it had cancelled goes out', async () => {
    const r = await inboundRig();
    const id = await r.add({ inMs: HOUR });
    const past = await r.add({ inMs: 40_000 });
    await r.text('STOP');
    await r.text('start');
    expect(await r.reminder(id)).toMatchObject({ state: 'scheduled', response: null });
    expect((await r.reminder(past))?.state).toBe('cancelled');
    expect(r.told('inbound').at(-1)).toMatchObject({ meaning: 'start' });
    r.clock.set(r.clock.now() + HOUR);
    await r.send();
    expect((await r.reminder(id))?.state).toBe('sent');
  });

  it('that a person was told is not taken back by a word to a machine', async () => {
    const r = await inboundRig();
    await enterOptOut(r, { person: PERSON, tenantId: 1, sender: null, word: 'on the phone' });
    await r.text('START');
    const id = await r.add();
    await r.send();
    expect((await r.reminder(id))?.state).toBe('cancelled');
    expect(await takeBack(r, PERSON)).toMatchObject({ restored: 0, optOuts: [{ word: 'on the phone' }] });
    const again = await r.add();
    await r.send();
    expect((await r.reminder(again))?.state).toBe('sent');
  });

  it('as Twilio’s refusal (21610) is learned, too', async () => {
    const verdict = { class: 'permanent', message: '21610: opted out', twilioCode: 21_610 } as const;
    const r = await inboundRig({ verdict: () => verdict });
    const id = await r.add();
    const call = await r.add({ inMs: HOUR, channel: 'call' });
    await r.send();
    expect((await r.reminder(id))?.state).toBe('failed');
    expect((await r.reminder(call))?.state).toBe('cancelled');
    expect(await listOptOuts(r.db, { all: false, limit: 9 })).toMatchObject([
      { person: PERSON, sender: MAIN, source: 'refusal', word: '21610' },
    ]);
  });
});

describe('a polite text', () => {
  it('waits for a person, who opts its sender out or not', async () => {
    const r = await inboundRig();
    const id = await r.add({ inMs: HOUR });
    await r.text('Please stop texting me');
    await r.text('stop by at nine? thanks', { from: '+12025550199' });
    expect((await r.reminder(id))?.state).toBe('scheduled');
    const [first, second] = await openReviews(r.db, 9);
    expect([first?.body, second?.body]).toEqual(['Please stop texting me', 'stop by at nine? thanks']);
    expect(await decide(r, ['1'], 'opted-out')).toMatchObject([{ person: PERSON, cancelled: 1 }]);
    expect(await decide(r, ['2'], 'dismissed')).toMatchObject([{ cancelled: 0 }]);
    expect((await r.reminder(id))?.state).toBe('cancelled');
    expect(await openReviews(r.db, 9)).toEqual([]);
    await expect(decide(r, ['1'], 'dismissed')).rejects.toThrow(
      'was decided: opted-out; nothing was changed',
    );
    await expect(decide(r, ['9'], 'dismissed')).rejects.toThrow('there is no text 9');
  });

  it('of somebody who has opted out needs no decision', async () => {
    const r = await inboundRig();
    await r.text('STOP');
    await r.text('please stop texting me!');
    expect(await openReviews(r.db, 9)).toEqual([]);
  });
});

describe('what only a person understands', () => {
  it('waits for one, beside the reminder that it may answer; thanks do not', async () => {
    const r = await inboundRig({ answer: answerReminder });
    const id = await r.add({ body: 'Reply 1 to confirm, C to cancel' });
    await r.send();
    for (const body of ['thanks', 'yes', 'Can we do 4pm instead?', 'ok see you then']) await r.text(body);
    expect(r.told('inbound')).toMatchObject([
      { meaning: 'other' },
      {
        meaning: 'doubt',
        detail: '"yes" asks for what only a person understands; decide with: remind optout review',
      },
      { meaning: 'doubt' },
      { meaning: 'other' },
    ]);
    expect((await openReviews(r.db, 9)).map(({ body, reminderId }) => [body, reminderId])).toEqual([
      ['yes', id],
      ['Can we do 4pm instead?', id],
    ]);
    const byHand = await unclearlyAnswered(r.db, { now: r.clock.now(), tenantId: undefined, limit: 9 });
    expect(byHand).toMatchObject([{ id, replyBody: 'yes' }]);
  });

  it('is no STOP, and no YES that takes a STOP back', async () => {
    const r = await inboundRig({ answer: answerReminder });
    await r.add({ body: 'Reply 1 to confirm, C to cancel' });
    await r.send();
    await r.text('cancel');
    await r.text('yes');
    expect(r.told('inbound')).toMatchObject([{ meaning: 'stop' }, { meaning: 'start' }]);
    expect(await openReviews(r.db, 9)).toEqual([]);
  });
});

describe('texts that come in', () => {
  it('are asked for every half minute, by one of several processes', async () => {
    const r = await inboundRig();
    for (const seconds of [0, 10, 19, 1, 29, 1]) {
      r.clock.set(r.clock.now() + seconds * 1_000);
      await Promise.all([r.inbound.round(), r.inbound.round()]);
    }
    expect(r.twilio.inboundAsked).toHaveLength(3);
    r.clock.set(r.clock.now() - HOUR);
    await r.inbound.round();
    expect(r.twilio.inboundAsked).toHaveLength(4);
  });

  it('are heeded once and in their order, however often the list shows them', async () => {
    const r = await inboundRig();
    r.twilio.text(PERSON, MAIN, 'STOP');
    r.twilio.text(PERSON, MAIN, 'START');
    r.twilio.text(PERSON, MAIN, 'See you then');
    for (let i = 0; i < 3; i += 1) {
      await r.inbound.round();
      r.clock.set(r.clock.now() + 30_000);
    }
    expect((await repliesOf(r.db, PERSON, 9)).map(({ meaning }) => meaning)).toEqual([
      'other',
      'start',
      'stop',
    ]);
    expect(await listOptOuts(r.db, { all: false, limit: 9 })).toEqual([]);
    expect(await r.db.get('select count(*) as n from twilio_message')).toEqual({ n: 3 });
    // The one look that brought news is in the log, the others are not.
    expect(await r.db.get('select count(*) as n from api_log')).toEqual({ n: 1 });
  });

  it('are found behind many that were sent, and after a long silence of ours', async () => {
    const r = await inboundRig();
    await r.inbound.round();
    r.clock.set(r.clock.now() + 60_000);
    r.twilio.text(PERSON, MAIN, 'STOP');
    for (let i = 0; i < 250; i += 1) {
      r.clock.set(r.clock.now() + 60_000);
      const sid = `SM${String(1_000 + i).padStart(32, '0')}`;
      r.twilio.add(r.twilio.row('message', { sid, to: PERSON, from: MAIN, dateSent: r.clock.now() }));
    }
    await r.inbound.round();
    expect(await repliesOf(r.db, PERSON, 9)).toMatchObject([{ meaning: 'stop' }]);
  });

  it('are not given up when Twilio cannot be asked for a while; it is told once', async () => {
    const r = await inboundRig();
    r.twilio.down = { class: 'retry', message: 'no connection' };
    r.twilio.text(PERSON, MAIN, 'STOP');
    for (let i = 0; i < 20; i += 1) {
      await r.inbound.round();
      r.clock.set(r.clock.now() + 60_000);
    }
    expect(r.told('trouble')).toHaveLength(1);
    r.twilio.down = undefined;
    await r.inbound.round();
    expect(await repliesOf(r.db, PERSON, 9)).toHaveLength(1);
  });

  it('are looked for before the first send, which does not wait for ever', async () => {
    const r = await inboundRig();
    r.twilio.text(PERSON, MAIN, 'STOP');
    await r.inbound.begin();
    const id = await r.add();
    await r.send();
    expect((await r.reminder(id))?.state).toBe('cancelled');
  });
});
