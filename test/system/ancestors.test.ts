import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { ancestorCommands, byPs } from '../../src/system/ancestors.ts';

const hasPs = spawnSync('ps', ['-o', 'ppid=,args=', '-p', '1']).status === 0;

it.each([
  ['by itself', () => ancestorCommands(process.pid)],
  ...(hasPs ? [['by ps', () => ancestorCommands(process.pid, byPs)] as const] : []),
] as const)('names this test and what started it: %s', (_how, read) => {
  const commands = read();
  expect(commands.length).toBeGreaterThan(1);
  expect(commands[0]?.join(' ')).toMatch(/node|vitest/);
  expect(commands.flat().join(' ')).toContain('vitest');
});

it('knows nothing of a process that is not there, and does not run in circles', () => {
  expect(ancestorCommands(2 ** 30)).toEqual([]);
  expect(ancestorCommands(5, (pid) => ({ words: [`${pid}`], parent: pid }))).toHaveLength(32);
});
