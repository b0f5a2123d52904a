import { expect, test } from 'vitest';
import { ask } from './ask.ts';

const TWO = 'Options[1]=http://h/1&Options[22]=http://h/22';
const WRONG = "<Say>I'm sorry, that wasn't a valid option.</Say>";

test.each([
  ['a message', `Message=Hi&${TWO}`, '<Gather numDigits="2"><Say>Hi</Say></Gather><Redirect/>'],
  [
    'a sound',
    'Message=http://h/a.mp3',
    '<Gather numDigits="1"><Play>http://h/a.mp3</Play></Gather><Redirect/>',
  ],
  ['no message', TWO, '<Gather numDigits="2"/><Redirect/>'],
  ['a message of spaces', 'Message=++', '<Gather numDigits="1"><Say>  </Say></Gather><Redirect/>'],
  ['no options', '', '<Gather numDigits="1"/><Redirect/>'],
  ['options without a URL, which do not count', 'Options[12345]=', '<Gather numDigits="1"/><Redirect/>'],
])('menu asks with %s', (_what, query, twiml) => {
  expect(ask('menu', query)).toBe(twiml);
});

test.each([
  ['a key that is an option', TWO, 'Digits=1', '302 http://h/1'],
  ['two keys that are one', TWO, 'Digits=22', '302 http://h/22'],
  ['an option without digits, which is 0', 'Options=http://h/0', 'Digits=0', '302 http://h/0'],
  ['options that count themselves, from 0', 'Options[]=/a&Options[]=/b', 'Digits=1', '302 /b'],
  ['a key with a zero before it', TWO, 'Digits=01', `${WRONG}<Gather numDigits="2"/><Redirect/>`],
  [
    'a wrong key',
    `Message=Hi&${TWO}`,
    'Digits=9',
    `${WRONG}<Gather numDigits="2"><Say>Hi</Say></Gather><Redirect/>`,
  ],
  [
    'a wrong key that JavaScript knows',
    TWO,
    'Digits=constructor',
    `${WRONG}<Gather numDigits="2"/><Redirect/>`,
  ],
  ['no key', TWO, 'Digits=', '<Gather numDigits="2"/><Redirect/>'],
  ['keys that are a list', TWO, 'Digits[]=1', '<Gather numDigits="2"/><Redirect/>'],
  ['options that are posted, which win', TWO, 'Options[1]=/posted&Digits=1', '302 /posted'],
])('menu after %s', (_what, query, form, answer) => {
  expect(ask('menu', query, form)).toBe(answer);
});

test('menu takes the digits of the URL too, and those of the form before them', () => {
  expect(ask('menu', `${TWO}&Digits=1`)).toBe('302 http://h/1');
  expect(ask('menu', `${TWO}&Digits=1`, 'Digits=22')).toBe('302 http://h/22');
});
