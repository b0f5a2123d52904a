import { expect, test } from 'vitest';
import { answerOf, ask } from './ask.ts';

test.each([
  ['no message', '', ''],
  ['an empty one', 'Message=', ''],
  ['spaces only', 'Message=+%09+', ''],
  ['one', 'Message=Hello+there', '<Say>Hello there</Say>'],
  ['a list with indices', 'Message%5B0%5D=One&Message%5B1%5D=Two', '<Say>One</Say><Say>Two</Say>'],
  ['a list without', 'Message[]=One&Message[]=Two', '<Say>One</Say><Say>Two</Say>'],
  [
    'the order given, not the order of the indices',
    'Message[1]=One&Message[0]=Two',
    '<Say>One</Say><Say>Two</Say>',
  ],
  ['the last of two with the same index', 'Message[0]=One&Message[0]=Two', '<Say>Two</Say>'],
  ['the last of two that are no list', 'Message=One&Message=Two', '<Say>Two</Say>'],
  ['an empty one in a list', 'Message[]=&Message[]=Two', '<Say>Two</Say>'],
  ['a URL', 'Message=https%3A%2F%2Fexample.com%2Fa.mp3', '<Play>https://example.com/a.mp3</Play>'],
  ['a URL in capitals', 'Message=HTTP%3A%2F%2Fexample.com', '<Play>HTTP://example.com</Play>'],
  ['a word that begins like one', 'Message=Httpd+is+down', '<Play>Httpd is down</Play>'],
  ['a URL behind a space', 'Message=+http://h/a.mp3', '<Play> http://h/a.mp3</Play>'],
  ['both', 'Message[]=http://h/1.mp3&Message[]=Bye', '<Play>http://h/1.mp3</Play><Say>Bye</Say>'],
  ['backslashes', "Message=it\\'s C:\\\\x\\", "<Say>it's C:\\x</Say>"],
  ['what XML reserves', 'Message=1 < 2 %26 3 > 2 "q"', '<Say>1 &lt; 2 &amp; 3 &gt; 2 "q"</Say>'],
  [
    'what is escaped already',
    'Message=AT%26amp;T %26%2338; %26%23x26; %26lt;b>',
    '<Say>AT&amp;T &amp; &amp; &lt;b&gt;</Say>',
  ],
  ['what is escaped twice', 'Message=AT%26amp;amp;T', '<Say>AT&amp;T</Say>'],
  ['a name of HTML only', 'Message=caf%26eacute;', '<Say>caf&amp;eacute;</Say>'],
  [
    'what XML cannot hold',
    'Message=a%00b%07c%26%230;d%26%23xD800;e%26%239999999;',
    '<Say>abcde&amp;#9999999;</Say>',
  ],
  ['another script', 'Message=%E2%98%83 %F0%9F%98%80', '<Say>☃ 😀</Say>'],
  ['a carriage return', 'Message=a%0D%0Ab', '<Say>a&#13;\nb</Say>'],
])('message: %s', (_what, query, twiml) => {
  expect(ask('message', query)).toBe(twiml);
});

test('message reads the URL only, not what is posted', () => {
  expect(ask('message', 'Message=here', 'Message=there')).toBe('<Say>here</Say>');
  expect(ask('message', '', 'Message=there')).toBe('');
});

test.each([
  ['<Response><Say>hi</Say></Response>', 'Twiml=%3CResponse%3E%3CSay%3Ehi%3C/Say%3E%3C/Response%3E'],
  ['<Response><Say>hi', 'Twiml=<Response><Say>hi'],
  ['no XML & at all \\', 'Twiml=no+XML+%26+at+all+\\'],
  ['', ''],
  ['', 'Twiml[]=a'],
])('echo gives back %j as it is', (twiml, query) => {
  expect(answerOf('echo', query)).toEqual({ twiml });
});
