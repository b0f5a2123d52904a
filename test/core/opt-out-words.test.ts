// Which texts say STOP or START, which a person has to look at, and which are about something else.

import { describe, expect, it } from 'vitest';
import { readOptWord } from '../../src/core/opt-out-words.ts';

const NUMBER = '+15005550006';
const TOLL_FREE = '+18885550123';

describe('a text is', () => {
  it.each([
    ['STOP', 'stop'],
    ['stop', 'stop'],
    [' Stop. ', 'stop'],
    ['STOP!!', 'stop'],
    ['"stop"', 'stop'],
    ['Stop all', 'stop'],
    ['STOPALL', 'stop'],
    ['unsubscribe', 'stop'],
    ['Cancel', 'stop'],
    ['END', 'stop'],
    ['quit', 'stop'],
    ['opt-out', 'stop'],
    ['Opt out.', 'stop'],
    ['REVOKE', 'stop'],
    ['START', 'start'],
    ['unstop', 'start'],
    ['Yes', 'start'],
    ['please stop texting me', 'doubt'],
    ['Please stop', 'doubt'],
    ['Stop. Thank you', 'doubt'],
    ['stop please', 'doubt'],
    ['STOP 12345', 'doubt'],
    ['Stop 🛑', 'doubt'],
    ['Don’t text me anymore', 'doubt'],
    ['do not call this number again', 'doubt'],
    ['No more texts please', 'doubt'],
    ['take me off your list', 'doubt'],
    ['Remove my number', 'doubt'],
    ['You have the wrong number', 'doubt'],
    ['I would like to unsubscribe from this', 'doubt'],
    ['leave me alone', 'doubt'],
    ['We have got to STOP this bill', undefined],
    ['I will stop by at three', undefined],
    ['yes I am coming', undefined],
    ['The bus stop is closed, I am late', undefined],
    ['cancel my appointment please', undefined],
    ['C', undefined],
    ['1', undefined],
    ['', undefined],
    ['👍', undefined],
  ])('%j: %s', (text, meaning) => {
    expect(readOptWord(text, NUMBER)).toBe(meaning);
  });

  it.each([
    ['STOP', 'stop'],
    ['stop all', 'stop'],
    ['START', 'start'],
    ['YES', undefined],
    ['CANCEL', 'doubt'],
    ['end', 'doubt'],
    ['quit', 'doubt'],
  ])('%j: %s to a toll-free number, whose list is the carriers’', (text, meaning) => {
    expect(readOptWord(text, TOLL_FREE)).toBe(meaning);
  });
});
