// --json, --ndjson, --csv and --limit as typed.

import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/core/errors.ts';
import { formatOf, parseLimit } from '../../src/terminal/format-flags.ts';

const KNOWN = ['id', 'state', 'to'];

test.each([
  ['nothing', {}, { shape: 'table', fields: undefined }],
  ['--json', { json: true as const }, { shape: 'json', fields: undefined }],
  ['--json=', { json: '' }, { shape: 'json', fields: undefined }],
  ['--json=to,id', { json: 'to,id' }, { shape: 'json', fields: ['to', 'id'] }],
  ['--json=" id , to,"', { json: ' id , to,' }, { shape: 'json', fields: ['id', 'to'] }],
  ['--ndjson', { ndjson: true }, { shape: 'ndjson', fields: undefined }],
  ['--csv --json=id', { csv: true, json: 'id' }, { shape: 'csv', fields: ['id'] }],
])('%s', (_name, flags, expected) => {
  expect(formatOf(flags, KNOWN)).toEqual(expected);
});

test('an unknown field lists the known ones', () => {
  expect(() => formatOf({ json: 'id,due,x' }, KNOWN)).toThrow(
    expect.objectContaining({
      message: '--json: there is no field "due", "x"',
      hint: 'fields: id, state, to',
      exitCode: 2,
    }),
  );
});

test('--csv and --ndjson exclude each other', () => {
  expect(() => formatOf({ csv: true, ndjson: true }, KNOWN)).toThrow(UsageError);
});

describe('--limit', () => {
  test('is a whole number of 1 or more, or what the command says', () => {
    expect(parseLimit('100', 20)).toBe(100);
    expect(parseLimit(undefined, 20)).toBe(20);
  });

  test.each(['0', '-1', '1.5', '1e3', '', ' 5', 'many', '99999999999999999999'])('refuses "%s"', (text) => {
    expect(() => parseLimit(text, 20)).toThrow(UsageError);
  });
});
