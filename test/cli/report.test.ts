// How an error that nobody foresaw is told: the machine's trouble as such, anything else as a bug of ours.

import { expect, test } from 'vitest';
import { reportError } from '../../src/cli/report.ts';

function report(error: unknown): { readonly text: string; readonly code: number } {
  let text = '';
  const write = (part: string) => {
    text += part;
  };
  const code = reportError(error, { write, debug: false, secrets: [] });
  return { text, code };
}

const failed = (code: string, path?: string) => Object.assign(new Error(`${code}: no`), { code, path });

test.each(['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EIO'])('%s of a file is no bug', (code) => {
  expect(report(failed(code, '/srv/remind/db'))).toEqual({
    text: expect.stringMatching(
      `^error: /srv/remind/db cannot be read or written \\(${code}\\)\nhint: check who owns`,
    ),
    code: 7,
  });
});

test('a file in the place of a folder is no bug', () => {
  expect(report(failed('ENOTDIR', '/srv/remind/db/default.db')).text).toMatch(
    /default\.db cannot be read or written \(ENOTDIR\)\nhint: a file is where a folder should be: move it away/,
  );
});

test('a scratch folder that cannot be made is told by the folder it was for', () => {
  const refused = Object.assign(failed('EROFS', '/srv/remind/db/.backup-7@here-XXXXXX'), {
    syscall: 'mkdtemp',
  });
  expect(report(refused).text).toMatch(/^error: \/srv\/remind\/db cannot be/);
});

test.each([
  ['without a file', failed('EACCES')],
  ['a file that was to be there', failed('ENOENT', '/srv/remind/db')],
  ['what is no error of files', new TypeError('x is undefined')],
  ['what is no error at all', 'oops'],
])('a bug: %s', (_what, error) => {
  expect(report(error)).toMatchObject({
    text: expect.stringMatching(/^error: this is a bug in remind/),
    code: 1,
  });
});
