// Which free words ask for something that somebody has to see to, and which are only polite.

import { expect, it } from 'vitest';
import { asksForSomething } from '../../src/core/asking.ts';

const SENT = ['See you Thu.  Reply 1 to confirm, C to cancel, 2 for a call from us. Any questions?', 'Hello'];

it.each([
  'please call me',
  'Can we do 4pm instead?',
  "I can't make it",
  'I can’t come tomorrow sorry',
  'cancel my appointment please',
  'I will not be there',
  'thanks for the reminder but I have to cancel',
  'Running late, 10 minutes',
  'need to reschedule',
  'Confirmed',
  'no',
  'No thanks',
  'yes',
  'Yes!',
  'yep, see you there',
  '?',
  'Nein',
  'ja, ich komme',
  'Ich muss leider absagen',
  'Ich kann morgen leider nicht',
  'Bitte rufen Sie mich an',
  'Können wir den Termin verschieben',
  'Ich sage den Termin ab',
  'bin krank',
  'oui',
  'Je ne peux pas venir',
  'Merci de me rappeler',
  'rappelez-moi',
  'Je voudrais déplacer le rendez-vous',
  'Je dois annuler',
  'sí',
  'No puedo ir',
  'Llámeme por favor',
  'Quiero cambiar la cita',
  'tengo que anular',
  'I told your "assistant": cancel it, "please"',
  '“Reply 1 to confirm, C to cancel” - which one moves it?',
])('%j asks for something', (text) => {
  expect(asksForSomething(text, SENT)).toBe(true);
});

it.each([
  'thanks',
  'Thanks!',
  'ok',
  'ok see you then',
  'OK, see you then 👍',
  '👍',
  'Thank you so much for your help',
  'thanks for the call',
  "Can't wait to see you",
  "ok, won't be late",
  'No problem, see you tomorrow',
  'no worries',
  'great, talk to you then',
  'ill be there',
  'Liked “See you Thu. Reply 1 to confirm, C to cancel, 2 for a call from us. Any questions?”',
  'Loved "See you Thu. Reply 1 to confirm, C to cancel, 2 for…"',
  '👍 to “ Reply 1 to confirm, C to cancel, 2 for a call from us. Any questions? ”',
  'Danke für die Erinnerung',
  'alles klar, bis später',
  'Merci pour le rappel',
  'Je peux venir, merci',
  'à plus tard',
  'gracias por el recordatorio',
  'no hay problema',
  'buenas tardes, muchas gracias',
  '',
])('%j asks for nothing', (text) => {
  expect(asksForSomething(text, SENT)).toBe(false);
});
