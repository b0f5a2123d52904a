import { describe, expect, test } from 'vitest';
import { answerOf, ask } from './ask.ts';

const PLEASE = '<Say>Please leave a message after the beep.</Say>';
const PLAIN = 'Email=you%40example.com&Transcribe=false';
const transcribed = (email: string) =>
  `<Record transcribe="true" transcribeCallback="http://twimlets.com/voicemail?Email=${email}"/>`;

test.each([
  ['nothing', '', PLEASE + transcribed('')],
  ['an address', 'Email=you%40example.com', PLEASE + transcribed('you@example.com')],
  [
    'an address with a plus, which is lost',
    'Email=you%2Bme%40example.com',
    PLEASE + transcribed('you+me@example.com'),
  ],
  ['an address that XML would mind', 'Email=%26"<', PLEASE + transcribed('&amp;&quot;&lt;')],
  ['Transcribe in capitals', 'Email=a&Transcribe=TRUE', PLEASE + transcribed('a')],
  ['no transcription', PLAIN, `${PLEASE}<Record/>`],
  ['any other word for it', 'Email=a&Transcribe=yes', `${PLEASE}<Record/>`],
  ['a message', `${PLAIN}&Message=Hi`, '<Say>Hi</Say><Record/>'],
  ['a message of spaces', `${PLAIN}&Message=++`, `${PLEASE}<Record/>`],
  ['a sound', `${PLAIN}&Message=http://h/a&Voice=man`, '<Play>http://h/a</Play><Record/>'],
  [
    'a voice',
    `${PLAIN}&Message=Hi&Voice=WOMAN&Language=EN-gb`,
    '<Say language="en-gb" voice="woman">Hi</Say><Record/>',
  ],
  ['a voice that is none', `${PLAIN}&Message=Hi&Voice=alice&Language=ja`, '<Say>Hi</Say><Record/>'],
  ['a voice and no message', `${PLAIN}&Voice=man`, `${PLEASE}<Record/>`],
])('voicemail greets with %s', (_what, query, twiml) => {
  expect(ask('voicemail', query)).toBe(twiml);
});

const RECORDED = 'RecordingUrl=http%3A%2F%2Fh%2FRE1&From=%2B19165550123';
const THANKS =
  '<?xml version="1.0" encoding="UTF-8"?>\n<Response><Say>Thanks. Good bye.</Say><Hangup/></Response>\n';
const LINK = 'Click this link to listen to the message:\nhttp://h/RE1.mp3';
const email = (text: string, caller = '(916) 555-0123') => ({
  from: 'voicemail@twimlets.com',
  to: 'you@example.com',
  subject: `New Voicemail Message from ${caller}`,
  text: `You have a new voicemail from ${caller}\n\n${text}`,
});

describe('voicemail', () => {
  test('with a recording that nobody transcribes, thanks and mails', () => {
    expect(answerOf('voicemail', PLAIN, RECORDED)).toEqual({ twiml: THANKS, email: email(LINK) });
  });

  test.each(['', '&Transcribe=true'])(
    'with a recording and a transcription to come%s, thanks only',
    (more) => {
      const answer = answerOf('voicemail', `Email=you@example.com${more}`, RECORDED);
      expect(answer).toEqual({ twiml: THANKS, email: undefined });
    },
  );

  test('with the transcription, mails it', () => {
    const form = `${RECORDED}&TranscriptionStatus=completed&TranscriptionText=Call me`;
    expect(answerOf('voicemail', 'Email=you@example.com', form)).toEqual({
      twiml: '',
      email: email(`Text of the transcribed voicemail:\nCall me.\n\n${LINK}`),
    });
  });

  test('with a transcription that failed, mails without it', () => {
    const answer = answerOf('voicemail', 'Email=you@example.com', `${RECORDED}&TranscriptionStatus=Failed`);
    expect(answer).toEqual({ twiml: '', email: email(LINK) });
  });

  test('without an address mails nobody', () => {
    expect(answerOf('voicemail', 'Transcribe=no', RECORDED)).toEqual({ twiml: THANKS, email: undefined });
    expect(answerOf('voicemail', 'Email[]=a&Transcribe=no', RECORDED)).toMatchObject({ email: undefined });
  });

  test.each([
    ['%2B14155550123', '(415) 555-0123'],
    ['4155550123', '(415) 555-0123'],
    ['555-0123', '555-0123'],
    ['%2B442079460000', '442079460000'],
    ['client:anna', ''],
    ['', ''],
  ])('writes the caller %s as %j', (from, caller) => {
    const form = `RecordingUrl=http%3A%2F%2Fh%2FRE1&Caller=${from}`;
    expect(answerOf('voicemail', PLAIN, form)).toMatchObject({ email: email(LINK, caller) });
  });
});
