import { describe, expect, it } from 'vitest';
import {
  formatMapping,
  meaningOf,
  parseMapping,
  readMapping,
} from '../../../src/reminders/import/columns.ts';

describe('what a column means', () => {
  const mapping = parseMapping('Phone = to, Start time=for,Arzt=doctor');
  it.each([
    ['to', 'to'],
    ['TO', 'to'],
    [' For ', 'for'],
    ['phone', 'to'],
    ['START TIME', 'for'],
    ['Arzt', 'doctor'],
    ['doctor', 'doctor'],
    ['First name', 'First_name'],
    ['Dedupe-Key', 'id'],
    ['__proto__', '__proto__'],
  ])('%j is %j', (column, meaning) => {
    expect(meaningOf(column, mapping)).toBe(meaning);
  });
});

it('keeps a mapping as it was', () => {
  const mapping = parseMapping('Phone=to,When=for');
  expect(readMapping(formatMapping(mapping))).toEqual(mapping);
  expect(readMapping(null).size).toBe(0);
});

it.each(['', 'Phone', 'Phone=', '=to', 'a=b=c', 'Phone=to,'])('refuses the mapping %j', (text) => {
  expect(() => parseMapping(text)).toThrow('is not COLUMN=MEANING');
});
