// Which texts ask for a word that Twilio takes for an opt-out, and which say truly what it does.

import { expect, it } from 'vitest';
import { assertAsksForNoOptWord } from '../../src/core/asked-words.ts';

it.each([
  ['Reply YES to confirm', 'YES'],
  ['Please reply yes', 'YES'],
  ['Text back CANCEL to cancel your appointment', 'CANCEL'],
  ['Reply "cancel" if you cannot come.', 'CANCEL'],
  ['Reply 1 to confirm, CANCEL to cancel', 'CANCEL'],
  ['YES to confirm, NO to cancel', 'YES'],
  ['Reply STOP to cancel', 'STOP'],
  ['Text STOP to cancel your visit', 'STOP'],
  ['To call it off send QUIT', 'QUIT'],
  ['Answer END if you are not coming', 'END'],
  ['You can confirm by replying YES.', 'YES'],
  ['Reply with the word ‘Cancel’', 'CANCEL'],
  ['Reply (CANCEL) to cancel', 'CANCEL'],
  ['Reply *CANCEL* to cancel', 'CANCEL'],
  ['Reply `Cancel`', 'CANCEL'],
  ['Reply «STOP» to cancel', 'STOP'],
  ['Reply C/STOP to cancel', 'STOP'],
  ['Reply Y/YES/OK', 'YES'],
  ['RSVP YES', 'YES'],
  ['Confirm with YES', 'YES'],
  ["If you can't make it: CANCEL", 'CANCEL'],
  ['Reply to this message with the single word YES', 'YES'],
  ['Reply ＣＡＮＣＥＬ to cancel', 'CANCEL'],
  ['Press END if you cannot come', 'END'],
  ['Say QUIT to call it off', 'QUIT'],
  ['Antworten Sie mit STOP um abzusagen', 'STOP'],
  ['Responda CANCEL para anular la cita', 'CANCEL'],
])('%j asks for %s', (body, word) => {
  expect(() => assertAsksForNoOptWord(body)).toThrow(`the body asks for ${word}`);
});

it.each([
  'Reply 1 to confirm, C to cancel',
  'Reply C to confirm. Reply STOP to end these texts.',
  'Reply STOP to opt out',
  'Reply STOP to unsubscribe.',
  'Txt STOP 2 end',
  'Msg rates may apply. Reply STOP.',
  'Reply STOP to stop receiving messages',
  'If you no longer want these, text STOP to quit',
  'Reply C to CANCEL if you cannot come',
  'Reply 1 for YES, 2 for NO',
  'Your class ends at ten. Yes, really!',
  'To cancel call us on 555 0123',
  'We cancel appointments after ten minutes',
  'The bus stop is across the street',
  'Reply START to resubscribe, or call us',
  'Do not reply STOP unless you mean it',
  'Antworten Sie mit STOP, um keine Nachrichten mehr zu bekommen',
  'Responda STOP para darse de baja',
  'Please confirm by calling us, or cancel by Friday',
  'Use the stop in front of the house',
  'Please confirm start time and place',
  'See you at 9: stop by the desk first',
  'Press 1 to confirm, 2 to cancel',
])('%j does not', (body) => {
  assertAsksForNoOptWord(body);
});
