// Where files go, for every environment a program may be started in.

import { expect, it } from 'vitest';
import { resolvePaths } from '../../src/config/paths.ts';
import { UsageError } from '../../src/core/errors.ts';

it('keeps everything under REMIND_HOME, whatever XDG says', () => {
  const paths = resolvePaths({ REMIND_HOME: '/srv/remind', HOME: '/home/ann', XDG_DATA_HOME: '/data' });
  expect({ ...paths, secret: paths.secretsFile('work'), database: paths.database('work') }).toMatchObject({
    configFile: '/srv/remind/config.json',
    audioFolder: '/srv/remind/audio',
    runFolder: '/srv/remind/run',
    secret: '/srv/remind/secrets/work.json',
    database: '/srv/remind/db/work.db',
  });
});

it.each([
  [
    'HOME alone',
    { HOME: '/home/ann' },
    [
      '/home/ann/.config/remind/config.json',
      '/home/ann/.local/share/remind/db/default.db',
      '/home/ann/.local/state/remind/run',
    ],
  ],
  [
    'XDG folders',
    { HOME: '/home/ann', XDG_CONFIG_HOME: '/c', XDG_DATA_HOME: '/d', XDG_STATE_HOME: '/s' },
    ['/c/remind/config.json', '/d/remind/db/default.db', '/s/remind/run'],
  ],
  [
    'relative and empty XDG folders, which the specification says to ignore',
    { HOME: '/home/ann', XDG_CONFIG_HOME: 'conf', XDG_DATA_HOME: '', REMIND_HOME: '' },
    [
      '/home/ann/.config/remind/config.json',
      '/home/ann/.local/share/remind/db/default.db',
      '/home/ann/.local/state/remind/run',
    ],
  ],
])('follows %s', (_, env, expected) => {
  const paths = resolvePaths(env);
  expect([paths.configFile, paths.database('default'), paths.runFolder]).toEqual(expected);
});

it('needs no HOME when XDG names every folder', () => {
  const env = { XDG_CONFIG_HOME: '/c', XDG_DATA_HOME: '/d', XDG_STATE_HOME: '/s' };
  expect(resolvePaths(env).configFile).toBe('/c/remind/config.json');
});

it.each([{}, { HOME: '' }, { HOME: 'relative' }])('says what is missing without a home: %o', (env) => {
  expect(() => resolvePaths(env)).toThrow(UsageError);
  expect(() => resolvePaths(env)).toThrow(/no home folder/);
});

it.each(['../evil', 'a/b', 'a\\b', '', '.', '..', 'Work', 'a b', '-x', 'x'.repeat(33), 'a\0b'])(
  'gives no file to a profile called %j',
  (name) => {
    const paths = resolvePaths({ REMIND_HOME: '/srv/remind' });
    expect(() => paths.secretsFile(name)).toThrow(UsageError);
    expect(() => paths.database(name)).toThrow(UsageError);
  },
);
