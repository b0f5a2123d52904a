import { expect, test } from 'vitest';
import { ask } from './ask.ts';

const ENTERING = '<Say>You are now entering the conference line.</Say>';
/** md5 of nothing: the name without any other parameter. */
const NOBODY = 'd41d8cd98f00b204e9800998ecf8427e';
/** md5 of 41555512125558675309. */
const TWO = 'a5b8b5b4fa69de6fb8dad5cbf3545d9f';
const MODERATORS = 'Moderators[]=415-555-1212&Moderators[]=555-867-5309';
const room = (name: string, attributes = '') => `<Dial><Conference${attributes}>${name}</Conference></Dial>`;
const askAgain = (digits: number) =>
  `<Gather numDigits="${digits}"><Say>Please enter your conference pass code</Say></Gather><Redirect/>`;

test.each([
  ['nothing', '', '', ENTERING + room(NOBODY)],
  ['a name', 'Name=foo', '', ENTERING + room('foo')],
  ['a message', 'Name=foo&Message=Hi', '', `<Say>Hi</Say>${room('foo')}`],
  ['a message of spaces', 'Name=foo&Message=+', '', `<Say> </Say>${room('foo')}`],
  ['a sound', 'Name=foo&Message=http://h/a', '', `<Play>http://h/a</Play>${room('foo')}`],
  ['a message and no name', 'Message=Hi', '', `<Say>Hi</Say>${room('c1a5298f939e87e8f962a5edfc206918')}`],
  ['no passcode', 'Password=1234', '', askAgain(4)],
  ['a wrong one', 'Password=1234', 'Digits=0000', askAgain(4)],
  ['the right one', 'Password=1234', 'Digits=1234', ENTERING + room(NOBODY)],
  ['one that is the same number', 'Password=0042', 'Digits=42', ENTERING + room(NOBODY)],
  ['a short one', 'Password=7', '', askAgain(3)],
])('conference with %s', (_what, query, form, twiml) => {
  expect(ask('conference', query, form)).toBe(twiml);
});

const wait = (url: string) => ` waitUrl="${url}" waitMethod="GET"`;

test.each([
  ['rock', wait('http://twimlets.com/holdmusic?Bucket=com.twilio.music.rock')],
  ['soft-rock', wait('http://twimlets.com/holdmusic?Bucket=com.twilio.music.soft-rock')],
  ['https%3A%2F%2Fh%2Fa.mp3%3Fb%26c', wait('https://h/a.mp3?b&amp;c')],
  ['%20http://h/', ''],
  ['polka', ''],
  ['', ''],
])('conference with music %j', (music, attributes) => {
  expect(ask('conference', `Music=${music}`)).toBe(ENTERING + room(NOBODY, attributes));
});

const MODERATES = ' startConferenceOnEnter="true"';
const WAITS = ' startConferenceOnEnter="false"';

test.each([
  ['a moderator calls', MODERATORS, 'From=%2B1-415-555-1212', room(TWO, MODERATES)],
  ['a moderator is called', MODERATORS, 'From=1&To=%2B1-555-867-5309', room(TWO, MODERATES)],
  ['a moderator calls by the old name', MODERATORS, 'Caller=4155551212', room(TWO, MODERATES)],
  ['another calls', MODERATORS, 'From=%2B19165550123', room(TWO, WAITS)],
  ['nobody is known to call', MODERATORS, '', room(TWO, WAITS)],
  ['the list is empty', 'Moderators[]=', 'From=1&To=2', room(NOBODY, WAITS)],
  ['it is no list', 'Moderators=415-555-1212', 'From=4155551212', room(NOBODY)],
  [
    'there is music too',
    `${MODERATORS}&Music=rock`,
    '',
    room(TWO, wait('http://twimlets.com/holdmusic?Bucket=com.twilio.music.rock') + WAITS),
  ],
])('conference with moderators, when %s', (_what, query, form, twiml) => {
  expect(ask('conference', query, form)).toBe(ENTERING + twiml);
});

const notice = (to: string) =>
  `<Message to="${to}">916-555-0123 has entered your conference.  Call the number this text came from to join.</Message>`;
const NOTICES = notice('4155551212') + notice('5558675309');

test.each([
  [
    'on',
    `${MODERATORS}&EnableSmsNotifications=true`,
    'Caller=916-555-0123',
    NOTICES + ENTERING + room(TWO, WAITS),
  ],
  [
    'meant to be off',
    `${MODERATORS}&EnableSmsNotifications=false`,
    'Caller=916-555-0123',
    NOTICES + ENTERING + room(TWO, WAITS),
  ],
  ['off', `${MODERATORS}&EnableSmsNotifications=0`, 'Caller=916-555-0123', ENTERING + room(TWO, WAITS)],
  [
    'on, for a moderator',
    `${MODERATORS}&EnableSmsNotifications=1`,
    'Caller=4155551212',
    ENTERING + room(TWO, MODERATES),
  ],
  ['on, without moderators', 'EnableSmsNotifications=1', 'Caller=1', ENTERING + room(NOBODY)],
])('conference with notices %s', (_what, query, form, twiml) => {
  expect(ask('conference', query, form)).toBe(twiml);
});
