import { describe, expect, test } from 'vitest';
import { contentKey, wordsOf, wordsOfParams } from '../../src/core/content.ts';

const TRIAL = 'Sent from your Twilio trial account - ';

describe('the words of a text survive', () => {
  test.each([
    ['the prefix of a trial account', 'Hello Cindy', `${TRIAL}Hello Cindy`],
    ['a prefix worded slightly otherwise', 'Hello Cindy', 'sent from a Twilio trial account -Hello Cindy'],
    ['SmartEncoded quotes and dashes', '“See you” – it’s at 9…', '"See you" - it\'s at 9...'],
    ['quotes in other hands', '«ja» ‚nein‘ ʼn', "\"ja\" 'nein' 'n"],
    ['spaces of all widths', 'at\u00a0half\u2009past\u202ftwo', 'at half past two'],
    ['a line end of another system', 'one\r\ntwo', 'one\ntwo'],
    ['a line end made a space', 'one\ntwo', 'one two'],
    ['space around and doubled', '  one  two ', 'one two'],
    ['marks that nobody sees', 'one\u200btwo\ufeff', 'onetwo'],
    ['accents in two pieces', 'Caf\u0065\u0301', 'Caf\u00e9'],
    ['letters of full width', 'ＡＢＣ１２', 'ABC12'],
    ['a fraction spelled out', '½ hour', '1/2 hour'],
    ['a bullet made a star', '• one', '* one'],
    ['a variation of an emoji', 'ok ❤️', 'ok ❤'],
    ['emoji alone, with and without what nobody sees', '❤️ 👍', '❤👍'],
  ])('%s', (_what, ours, theirs) => {
    expect(wordsOf(theirs)).toBe(wordsOf(ours));
    expect(wordsOf(ours)).not.toBe('');
  });
});

describe('other words are other words', () => {
  test.each([
    ['another time', 'See you at 14:30', 'See you at 14:45'],
    ['another name', 'Hi Cindy', 'Hi Cindi'],
    ['another case', 'Hi Will', 'Hi will'],
    ['another accent', 'schon', 'schön'],
    ['one word more', 'See you', 'See you soon'],
    ['another script', 'привет', 'hello'],
    ['other emoji', '👍', '👎'],
    ['signs alone', '!', '?'],
  ])('%s', (_what, one, other) => {
    expect(wordsOf(one)).not.toBe(wordsOf(other));
  });
});

test('nothing to read is no words at all', () => {
  expect(wordsOfParams({ Body: ' \u200b ' })).toBeNull();
  expect(wordsOfParams({ MediaUrl: ['https://example.com/a.png'] })).toBeNull();
  expect(wordsOfParams({ Body: 'Hello' })).toBe('Hello');
});

describe('the content of a send', () => {
  const text = (params: Record<string, string | string[]>) => contentKey({ kind: 'message', params });

  test('is the same for what Twilio would show as the same', () => {
    expect(text({ To: '+1', Body: 'It’s 9' })).toBe(
      text({ To: '+2', Body: "It's  9", ValidityPeriod: '60' }),
    );
  });

  test.each([
    ['other words', { Body: 'b' }],
    ['a picture', { Body: 'a', MediaUrl: ['https://example.com/1'] }],
    ['a template', { Body: 'a', ContentSid: 'HX1' }],
    ['other variables of a template', { Body: 'a', ContentVariables: '{"1":"x"}' }],
  ])('differs by %s', (_what, params) => {
    expect(text(params)).not.toBe(text({ Body: 'a' }));
  });

  test('is nothing for a call, whatever it says, and unknown to what is not listed', () => {
    expect(contentKey({ kind: 'call', params: { Twiml: '<Response/>' } })).toBe('');
    expect(contentKey({ kind: 'call-update', params: {} })).toBeNull();
    expect(contentKey({ kind: 'number', params: {} })).toBeNull();
  });
});
