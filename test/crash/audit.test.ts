// The judge is judged: each kind of wrong is found in books that are wrong in that way only.

import { describe, expect, it } from 'vitest';
import { auditAnytime, auditAtRest } from './audit.ts';
import type { Books, Taken } from './books.ts';

const TO = '+12025550101';
const TAKEN: Taken = { sid: 'SM1', to: TO, kind: 'message', body: 'Hello' };
const REMINDER = {
  id: 1,
  state: 'sent',
  to: TO,
  channel: 'sms',
  body: 'Hello',
  outcome: 'accepted',
  sid: 'SM1',
};
const INTENT = { id: 1, kind: 'message', to: TO, outcome: 'accepted', sid: 'SM1' };
const BOOKS = { reminders: [REMINDER], intents: [INTENT], known: ['SM1'], damage: [] } as Books;
const WANTED = new Map([[TO, 1]]);

const reminder = (changes: Partial<typeof REMINDER>): Books => ({
  ...BOOKS,
  reminders: [{ ...REMINDER, ...changes }] as Books['reminders'],
});
const intent = (changes: Partial<Books['intents'][number]>): Books => ({
  ...BOOKS,
  intents: [{ ...INTENT, ...changes }],
});

describe('the audit', () => {
  it('finds nothing in books that agree', () => {
    const clean = { lost: 0, doubled: 0, unlawful: [], foreign: [] };
    expect(auditAtRest(BOOKS, [TAKEN], WANTED)).toEqual(clean);
  });

  it('counts what was lost and what was doubled, also to a number that nobody asked for', () => {
    expect(auditAtRest(BOOKS, [], WANTED).lost).toBe(1);
    expect(auditAtRest(BOOKS, [TAKEN, { ...TAKEN, sid: 'SM2' }], WANTED).doubled).toBe(1);
    expect(auditAtRest(BOOKS, [TAKEN, { ...TAKEN, sid: 'SM2', to: '+12025550199' }], WANTED).doubled).toBe(1);
  });

  it.each([
    ['a state and an outcome that do not go together', reminder({ outcome: 'pending' })],
    ['a state that should not have come', reminder({ state: 'failed' })],
    ['a send that is in doubt to the end', intent({ outcome: 'unknown', sid: null })],
    ['a SID that the simulator did not give', intent({ sid: 'SM9' })],
    ['a SID that is bound twice', { ...BOOKS, intents: [INTENT, { ...INTENT, id: 2 }] }],
    ['a damaged file', { ...BOOKS, damage: ['page 3 is never used'] }],
  ])('finds %s', (_, books) => {
    expect(auditAtRest(books, [TAKEN], WANTED).unlawful).not.toEqual([]);
  });

  it.each([
    ['a reminder with another’s SID', reminder({ sid: 'SM9' })],
    ['a reminder that was sent in other words', reminder({ body: 'Goodbye' })],
    ['a reminder that was sent to somebody else', reminder({ to: '+12025550199' })],
    ['a call that was a text', reminder({ channel: 'call' })],
    ['a row that Twilio never gave', { ...BOOKS, known: ['SM1', 'SM9'] }],
    ['a send that is no reminder’s', { ...BOOKS, reminders: [] }],
  ])('finds %s', (_, books) => {
    expect(auditAtRest(books, [TAKEN], WANTED).foreign).not.toEqual([]);
  });

  it('finds at any time what was sent without a durable intent', () => {
    expect(auditAnytime({ ...BOOKS, reminders: [], intents: [] }, [TAKEN])).toEqual([
      'SM1 was sent without intent',
    ]);
    expect(auditAnytime(intent({ outcome: 'pending', sid: null }), [TAKEN])).toEqual([]);
    expect(auditAnytime(intent({ outcome: 'not-sent', sid: null }), [TAKEN])).not.toEqual([]);
  });
});
