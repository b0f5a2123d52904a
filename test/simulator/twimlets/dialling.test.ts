import { describe, expect, test } from 'vitest';
import { ask } from './ask.ts';

const FAIL = 'FailUrl=https%3A%2F%2Fh%2Flater.mp3';

describe.each(['forward', 'callme', 'simulring'])('%s, when its Dial has ended', (name) => {
  test.each([
    ['completed', FAIL, 'DialCallStatus=completed', '<Hangup/>'],
    ['answered, in the words of 2008', FAIL, 'DialStatus=answered', '<Hangup/>'],
    ['answered, in the words of today', FAIL, 'DialCallStatus=answered', '302 https://h/later.mp3'],
    ['busy', FAIL, 'DialCallStatus=busy', '302 https://h/later.mp3'],
    ['no-answer', FAIL, 'DialCallStatus=no-answer', '302 https://h/later.mp3'],
    ['busy and no FailUrl', 'a=b', 'DialCallStatus=busy', '<Hangup/>'],
  ])('%s', (_what, query, form, answer) => {
    expect(ask(name, `Dial=true&${query}`, form)).toBe(answer);
    expect(ask(name, `Dial=true&${query}&${form}`)).toBe(answer);
  });

  test('a status without the Dial flag is of another Dial', () => {
    expect(ask(name, FAIL, 'DialCallStatus=busy')).toContain('<Dial ');
    expect(ask(name, `Dial=true&${FAIL}`, 'DialCallStatus=')).toContain('<Dial ');
  });
});

const ONE = 'PhoneNumber=415-555-1212';

test.each([
  ['a number', ONE, '<Dial action="/forward?Dial=true" timeout="20">415-555-1212</Dial>'],
  [
    'where to go on failure',
    `${ONE}&${FAIL}`,
    '<Dial action="/forward?Dial=true&amp;FailUrl=https%3A%2F%2Fh%2Flater.mp3" timeout="20">415-555-1212</Dial>',
  ],
  [
    'a timeout and a caller ID',
    `${ONE}&CallerId=510-555-1212&Timeout=42`,
    '<Dial action="/forward?Dial=true" timeout="42" callerId="510-555-1212">415-555-1212</Dial>',
  ],
  [
    'an empty caller ID',
    `${ONE}&CallerId=`,
    '<Dial action="/forward?Dial=true" timeout="20" callerId="">415-555-1212</Dial>',
  ],
  [
    'a timeout of 0',
    `${ONE}&Timeout=0`,
    '<Dial action="/forward?Dial=true" timeout="20">415-555-1212</Dial>',
  ],
  [
    'a timeout that is none',
    `${ONE}&Timeout="`,
    '<Dial action="/forward?Dial=true" timeout="&quot;">415-555-1212</Dial>',
  ],
  ['nothing', '', '<Dial action="/forward?Dial=true" timeout="20"/>'],
])('forward with %s', (_what, query, twiml) => {
  expect(ask('forward', query)).toBe(twiml);
});

const DIALS = '<Dial action="/forward?Dial=true" timeout="20">415-555-1212</Dial>';
const REFUSED = '<Say>Sorry, you are calling from a restricted number. Good bye.</Say>';

test.each([
  ['the digits alike', 'AllowedCallers[]=510-555-1212', 'From=5105551212', DIALS],
  ['the second of two', 'AllowedCallers[0]=1&AllowedCallers[1]=(510) 555 1212', 'From=5105551212', DIALS],
  ['another', 'AllowedCallers[]=510-555-1212', 'From=9165550123', REFUSED],
  ['a plus before it', 'AllowedCallers[]=%2B1-510-555-1212', 'From=%2B15105551212', DIALS],
  ['a country code that is not in the list', 'AllowedCallers[]=510-555-1212', 'From=%2B15105551212', REFUSED],
  ['a number with its dashes', 'AllowedCallers[]=510-555-1212', 'From=510-555-1212', REFUSED],
  ['no number', 'AllowedCallers[]=510-555-1212', '', REFUSED],
  ['the number that was called', 'AllowedCallers[]=510-555-1212', 'From=9165550123&To=5105551212', DIALS],
  ['the old names', 'AllowedCallers[]=510-555-1212', 'Caller=5105551212', DIALS],
  ['the API of 2008', 'AllowedCallers[]=%2B1-510-555-1212', 'From=5105551212&ApiVersion=2008-08-01', DIALS],
  ['the API of 2010', 'AllowedCallers[]=%2B1-510-555-1212', 'From=5105551212&ApiVersion=2010-04-01', REFUSED],
  ['a list of nobody', 'AllowedCallers[]=&AllowedCallers[]=0', 'From=9165550123', DIALS],
  ['no list', 'AllowedCallers=510-555-1212', 'From=9165550123', DIALS],
])('forward to those allowed: %s', (_what, query, form, twiml) => {
  expect(ask('forward', `${ONE}&${query}`, form)).toBe(twiml);
});

test.each([
  [
    'a number',
    ONE,
    '<Dial action="/callme?Dial=true" timeout="20"><Number url="whisper?Message=">415-555-1212</Number></Dial>',
  ],
  [
    'all there is',
    `${ONE}&Message=Custom message*&Timeout=42&${FAIL}`,
    '<Dial action="/callme?Dial=true&amp;FailUrl=https%3A%2F%2Fh%2Flater.mp3" timeout="42"><Number url="whisper?Message=Custom+message%2A">415-555-1212</Number></Dial>',
  ],
  [
    'an empty FailUrl',
    `${ONE}&FailUrl=`,
    '<Dial action="/callme?Dial=true&amp;FailUrl=" timeout="20"><Number url="whisper?Message=">415-555-1212</Number></Dial>',
  ],
])('callme with %s', (_what, query, twiml) => {
  expect(ask('callme', query)).toBe(twiml);
});

const ring = (...numbers: string[]) =>
  `<Dial action="/simulring?Dial=true&amp;FailUrl=" timeout="20">${numbers
    .map((number) => `<Number url="whisper?Message=">${number}</Number>`)
    .join('')}</Dial>`;

test.each([
  [
    'three',
    'PhoneNumbers[0]=415-555-1414&PhoneNumbers[1]=415-555-1212',
    ring('415-555-1212', '415-555-1414'),
  ],
  ['one that is no list', 'PhoneNumbers=415-555-1212', ring('415-555-1212')],
  ['empty ones', 'PhoneNumbers[]=&PhoneNumbers[]=2&PhoneNumbers[]=0', ring('2')],
  [
    'numbers by value',
    'PhoneNumbers[]=%2B200&PhoneNumbers[]=1000&PhoneNumbers[]=30',
    ring('30', '+200', '1000'),
  ],
  ['eleven', `PhoneNumbers[]=9&${'PhoneNumbers[]=8&'.repeat(10)}`, ring(...Array(10).fill('8'), '9')],
])('simulring: %s', (_what, query, twiml) => {
  expect(ask('simulring', query)).toBe(twiml);
});

test('simulring with none, and with all there is', () => {
  expect(ask('simulring', '')).toBe('<Dial action="/simulring?Dial=true&amp;FailUrl=" timeout="20"/>');
  expect(ask('simulring', `PhoneNumbers[]=1&Message=a b&Timeout=5&${FAIL}`)).toBe(
    '<Dial action="/simulring?Dial=true&amp;FailUrl=https%3A%2F%2Fh%2Flater.mp3" timeout="5"><Number url="whisper?Message=a+b">1</Number></Dial>',
  );
});

const find = (next: string, rest: readonly string[], { fail = '', timeout = '', message = '' } = {}) =>
  `<Dial action="/findme?Dial=true&amp;FailUrl=${fail}&amp;Timeout=${timeout}&amp;Message=${message}${rest
    .map((number) => `&amp;PhoneNumbers%5B%5D=${number}`)
    .join(
      '',
    )}" timeout="${timeout || 60}"><Number url="whisper?Message=${message}&amp;HumanCheck=1">${next}</Number></Dial>`;
const numbers = (count: number) => Array.from({ length: count }, (_, i) => `${i + 1}01`);
const listed = (count: number) =>
  numbers(count)
    .map((number) => `PhoneNumbers[]=${number}`)
    .join('&');

test.each([
  ['the first of three', listed(3), '', find('101', ['201', '301'])],
  [
    'what else it is given',
    `${listed(2)}&Message=a b&Timeout=42&${FAIL}`,
    '',
    find('101', ['201'], { fail: 'https%3A%2F%2Fh%2Flater.mp3', timeout: '42', message: 'a+b' }),
  ],
  ['one that is no list', 'PhoneNumbers=101', '', find('101', [])],
  ['ten', listed(10), '', find('101', numbers(10).slice(1))],
  ['of twelve, those after the tenth', listed(12), '', find('1101', ['1201'])],
  ['the next after a failure', `Dial=true&${listed(2)}`, 'DialCallStatus=busy', find('101', ['201'])],
  [
    'the next after an answer in a word of today',
    `Dial=true&${listed(1)}`,
    'DialCallStatus=answered',
    find('101', []),
  ],
  ['nobody after a call', `Dial=true&${listed(2)}`, 'DialCallStatus=completed', '<Hangup/>'],
  ['nobody after an answer of 2008', `Dial=true&${listed(2)}`, 'DialStatus=answered', '<Hangup/>'],
  ['nobody left', 'Dial=true&FailUrl=', 'DialCallStatus=busy', '<Hangup/>'],
  ['nobody left, and a FailUrl', `Dial=true&${FAIL}`, 'DialCallStatus=busy', '302 https://h/later.mp3'],
  ['nobody at all', 'PhoneNumbers[]=', '', '<Hangup/>'],
])('findme dials %s', (_what, query, form, answer) => {
  expect(ask('findme', query, form)).toBe(answer);
});

test('findme goes through its numbers by its own action', () => {
  let query = `${listed(3)}&${FAIL}`;
  const dialled: string[] = [];
  for (;;) {
    const answer = ask('findme', query, 'DialCallStatus=no-answer');
    const [, next, number] = /action="\/findme\?([^"]*)".*>(\d+)<\/Number>/.exec(answer) ?? [];
    if (next === undefined) {
      expect(answer).toBe('302 https://h/later.mp3');
      break;
    }
    dialled.push(number ?? '');
    query = next.replaceAll('&amp;', '&');
  }
  expect(dialled).toEqual(numbers(3));
});

const DEFAULT =
  'You are receiving a call from +. 1. 9. 1. 6. 5. 5. 5. 0. 1. 2. 3. .  Press any key to accept.';

test.each([
  ['a message', 'Message=Hi', '', '<Gather numDigits="1"><Say>Hi</Say></Gather>'],
  ['a sound', 'Message=http://h/a.mp3', '', '<Gather numDigits="1"><Play>http://h/a.mp3</Play></Gather>'],
  ['the caller', 'Message=+', 'From=%2B19165550123', `<Gather numDigits="1"><Say>${DEFAULT}</Say></Gather>`],
  [
    'the caller by the old name',
    '',
    'Caller=%2B19165550123',
    `<Gather numDigits="1"><Say>${DEFAULT}</Say></Gather>`,
  ],
  [
    'no caller',
    '',
    '',
    '<Gather numDigits="1"><Say>You are receiving a call from .  Press any key to accept.</Say></Gather>',
  ],
  ['a check', 'Message=Hi&HumanCheck=1', '', '<Gather numDigits="1"><Say>Hi</Say></Gather><Hangup/>'],
  [
    'a check that is meant to be off',
    'Message=Hi&HumanCheck=false',
    '',
    '<Gather numDigits="1"><Say>Hi</Say></Gather><Hangup/>',
  ],
  ['a key', 'Message=Hi&HumanCheck=1', 'Digits=5', ''],
  ['an empty answer', 'Message=Hi', 'Digits=', '<Hangup/>'],
])('whisper: %s', (_what, query, form, twiml) => {
  expect(ask('whisper', query, form)).toBe(twiml);
});
