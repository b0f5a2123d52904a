// What a reply of one sign means: by the text that asked for it, and by nothing else where it could be either.

import { describe, expect, it } from 'vitest';
import { meaningOfKey, offeredKeys, writtenKey } from '../../src/core/reply-keys.ts';

it.each([
  ['Reply C to confirm.', { C: 'confirm' }],
  ['Reply 1 to confirm, C to cancel', { 1: 'confirm', C: 'cancel' }],
  ['Reply C to confirm or 1 to cancel your appointment.', { C: 'confirm', 1: 'cancel' }],
  ['Reply 1 to confirm, 5 to cancel, 9 to have us contact you', { 1: 'confirm', 5: 'cancel', 9: 'contact' }],
  ['Reply 1 to confirm, 2 to be called back.', { 1: 'confirm', 2: 'contact' }],
  ['Reply C if you are coming.', { C: 'confirm' }],
  ['Reply "C" if you can’t make it', { C: 'cancel' }],
  ['Text c to confirm', { C: 'confirm' }],
  ['1 = confirm, C = cancel', { 1: 'confirm', C: 'cancel' }],
  ['Reply C to confirm or cancel', {}],
  ['See you at 3 for your cut. Reply 1 to keep it.', { 1: 'confirm' }],
  ['See you on Tuesday at 9:30 to confirm your order', {}],
  ['Reply 1 to confirm, C to cancel, 2 for a call from us', { 1: 'confirm', C: 'cancel', 2: 'contact' }],
  ['Reply 1 to confirm, or 2 if you want us to ring you', { 1: 'confirm', 2: 'contact' }],
  ['Reply 1 to confirm your call with Dr Best, 2 if you need a call', { 1: 'confirm', 2: 'contact' }],
  [
    'Antworten Sie 1 zum Bestätigen, 2 zum Absagen, 3 für einen Rückruf',
    { 1: 'confirm', 2: 'cancel', 3: 'contact' },
  ],
  ['Antworten Sie mit 1, um zu bestätigen, oder mit 2, um abzusagen.', { 1: 'confirm', 2: 'cancel' }],
  ['1 wenn Sie kommen und 2 wenn Sie nicht kommen können', { 1: 'confirm', 2: 'cancel' }],
  [
    'Répondez 1 pour confirmer, 2 pour annuler, 3 pour être rappelé',
    { 1: 'confirm', 2: 'cancel', 3: 'contact' },
  ],
  ['Répondez 1 si vous pouvez venir ou 2 si vous ne pouvez pas venir', { 1: 'confirm', 2: 'cancel' }],
  [
    'Responda 1 para confirmar, 2 para cancelar o 3 para que le llamemos',
    { 1: 'confirm', 2: 'cancel', 3: 'contact' },
  ],
  ['Hello', {}],
])('%j offers %j', (body, keys) => {
  expect(Object.fromEntries(offeredKeys(body))).toEqual(keys);
});

it.each([
  ['C', 'C'],
  [' c. ', 'C'],
  ['1', '1'],
  ['1️⃣', '1'],
  ['"1"', '1'],
  ['1 please', '1'],
  ['C, thanks!', 'C'],
  ['10', undefined],
  ['CC', undefined],
  ['C u there', undefined],
  ['', undefined],
  ['👍', undefined],
])('%j is the key %s', (text, key) => {
  expect(writtenKey(text)).toBe(key);
});

describe('a key', () => {
  it.each([
    ['C', 'Reply C to confirm', 'confirm'],
    ['C', 'Reply 1 to confirm, C to cancel', 'cancel'],
    ['1', 'See you at nine', 'confirm'],
    ['C', 'See you at nine', 'unclear'],
    ['1', 'Reply C to confirm', 'unclear'],
    ['5', 'See you at nine', undefined],
  ] as const)('%s in answer to %j: %s', (key, body, meaning) => {
    expect(meaningOfKey(key, body)).toBe(meaning);
  });
});
