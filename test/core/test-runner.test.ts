// A test that buys looks green and costs money: what gives a test away, and what does not.

import { expect, test } from 'vitest';
import { testRunnerIn } from '../../src/core/test-runner.ts';

test.each([
  [{ VITEST: 'true' }, 'VITEST=true is set'],
  [{ JEST_WORKER_ID: '1' }, 'JEST_WORKER_ID=1 is set'],
  [{ MOCHA_WORKER_ID: '0x' }, 'MOCHA_WORKER_ID=0x is set'],
  [{ NODE_TEST_CONTEXT: 'child-v8' }, 'NODE_TEST_CONTEXT=child-v8 is set'],
  [{ CI: 'true' }, 'CI=true is set'],
  [{ CI: '1' }, 'CI=1 is set'],
  [{ CI: 'woodpecker' }, 'CI=woodpecker is set'],
  [{ JENKINS_URL: 'https://ci.example' }, 'JENKINS_URL=https://ci.example is set'],
  [{ NODE_ENV: 'test' }, 'NODE_ENV=test is set'],
  [{ RAILS_ENV: 'TEST' }, 'RAILS_ENV=TEST is set'],
  [{ npm_lifecycle_event: 'test' }, 'npm runs its script "test"'],
  [{ npm_lifecycle_event: 'test:unit' }, 'npm runs its script "test:unit"'],
  [{ npm_lifecycle_event: 'pretest' }, 'npm runs its script "pretest"'],
  [{ _: '/srv/app/node_modules/.bin/mocha' }, 'it was started by mocha'],
])('the environment %j: %s', (env, said) => {
  expect(testRunnerIn(env, [])).toBe(said);
});

test.each([
  [{}],
  [{ CI: '' }],
  [{ CI: 'false' }],
  [{ CI: '0' }],
  [{ NODE_ENV: 'production' }],
  [{ npm_lifecycle_event: 'start' }],
  [{ npm_lifecycle_event: 'latest' }],
  [{ _: '/usr/bin/remind' }],
])('a person’s environment: %j', (env) => {
  expect(testRunnerIn(env, [['-bash'], ['sshd: jest [priv]', 'x'], ['/sbin/init']])).toBeUndefined();
});

test.each([
  [['node', '/srv/app/node_modules/.bin/mocha', 'spec'], 'mocha'],
  [['node', '/srv/app/node_modules/mocha/bin/mocha.js'], 'mocha'],
  [['node', '/srv/app/node_modules/jest/bin/jest.js', '--watch'], 'jest'],
  [['node', '--experimental-vm-modules', '/srv/app/node_modules/jest/bin/jest.js'], 'jest'],
  [['node (vitest 2)'], 'vitest'],
  [['node', '/srv/app/node_modules/vitest/dist/workers/forks.js'], 'vitest'],
  [['/usr/bin/node', '--test', 'test/'], 'node --test'],
  [['/usr/bin/node', '--test-reporter=spec', '--test'], 'node --test'],
  [['/usr/bin/python3', '/usr/bin/pytest', '-x'], 'pytest'],
  [['ruby', '/usr/local/bin/rspec'], 'rspec'],
  [['C:\\node\\node.exe', 'C:\\app\\node_modules\\jest\\bin\\jest.js'], 'jest'],
])('an ancestor %j', (words, name) => {
  expect(testRunnerIn({}, [['bash', '-c', 'remind number buy'], words])).toBe(`it was started by ${name}`);
});

test.each([
  [['vim', '-u', 'x', 'y', 'jest.config.js', 'mocha']],
  [['/home/jest/bin/zsh']],
  [['node', 'server.js', '--mode', 'latest']],
  [['su', '-', 'ava']],
  [['tmux: server']],
])('not an ancestor %j', (words) => {
  expect(testRunnerIn({}, [words])).toBeUndefined();
});
