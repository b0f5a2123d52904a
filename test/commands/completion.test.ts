// The completion scripts, run by the shells themselves where these are installed.

import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { command } from '../../commands/completion.ts';
import { testContext } from './context.ts';

const SCRIPTS = new URL('../../completions/', import.meta.url).pathname;
const installed = (shell: string) => spawnSync(shell, ['--version'], { stdio: 'ignore' }).status === 0;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'remind-completion-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Puts a `remind` on the PATH that notes its arguments, one a line, and offers `candidates`. */
function fakeProgram(candidates: readonly string[]): Record<string, string> {
  writeFileSync(join(folder, 'candidates'), candidates.map((line) => `${line}\n`).join(''));
  const script = `#!/bin/sh\nprintf '%s\\n' "$@" > ${folder}/arguments\ncat ${folder}/candidates\n`;
  writeFileSync(join(folder, 'remind'), script);
  chmodSync(join(folder, 'remind'), 0o755);
  return { PATH: `${folder}:${process.env['PATH']}`, HOME: folder };
}

const asked = () => readFileSync(join(folder, 'arguments'), 'utf8').trimEnd().split('\n').slice(2);

describe('bash', () => {
  /** What bash would insert for the words it has split, as readline splits them. */
  function complete(words: readonly string[], candidates: readonly string[]): readonly string[] {
    const env = fakeProgram(candidates);
    const line = `source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _remind_complete; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const out = execFileSync('bash', ['-uc', line, `${SCRIPTS}remind.bash`, 'remind', ...words], {
      env,
      encoding: 'utf8',
    });
    return out.trimEnd().split('\n');
  }

  test.each([
    ['a word', ['sch'], ['schedule\tSchedule a reminder'], ['sch'], ['schedule']],
    ['an empty word', ['cancel', ''], ['7', '7v'], ['cancel', ''], ['7', '7v']],
    [
      'a field after "="',
      ['list', '--json', '=', 'id,s'],
      ['--json=id,state'],
      ['list', '--json=id,s'],
      ['id,state'],
    ],
    ['nothing yet after "="', ['list', '--via', '='], ['--via=sms'], ['list', '--via='], ['sms']],
    [
      'a state after ":"',
      ['list', '--state', 'held', ':', 'q'],
      ['held:quiet-hours'],
      ['list', '--state', 'held:q'],
      ['quiet-hours'],
    ],
    ['a name with a space', ['send', 'Ci'], ['Cindy Lee'], ['send', 'Ci'], ['Cindy\\ Lee']],
    [
      'a name begun with a backslash',
      ['send', 'Cindy\\ L'],
      ['Cindy Lee'],
      ['send', 'Cindy L'],
      ['Cindy\\ Lee'],
    ],
    ['a name in open quotes', ['send', '"Cindy L'], ['Cindy Lee'], ['send', 'Cindy L'], ['Cindy Lee']],
    ['nothing on offer', ['import', ''], [], ['import', ''], ['']],
  ])('completes %s', (_name, words, candidates, question, replies) => {
    expect(complete(words, candidates)).toEqual(replies);
    expect(asked()).toEqual(question.at(-1) === '' ? question.slice(0, -1) : question);
  });

  test('is registered for both names of the program', () => {
    const out = execFileSync('bash', ['-c', `source ${SCRIPTS}remind.bash; complete -p remind remindctl`], {
      encoding: 'utf8',
    });
    expect(out).toBe(
      'complete -o default -F _remind_complete remind\ncomplete -o default -F _remind_complete remindctl\n',
    );
  });
});

if (installed('zsh')) {
  describe('zsh', () => {
    test('reads the script and offers words with their meanings', () => {
      const env = fakeProgram(['held:mode\tBy the mode', '7']);
      const line = `compdef() {}; _describe() { print -rl -- "\${candidates[@]}"; }; _files() { print files; }
      source "$0"; words=("$@"); CURRENT=$#; _remind_complete`;
      const out = execFileSync('zsh', ['-fc', line, `${SCRIPTS}remind.zsh`, 'remind', 'list', ''], {
        env,
        encoding: 'utf8',
      });
      expect(out).toBe('held\\:mode:By the mode\n7\n');
      expect(asked()).toEqual(['list']);
    });
  });
}

if (installed('fish')) {
  describe('fish', () => {
    test('offers words with their meanings', () => {
      const env = fakeProgram(['schedule\tSchedule a reminder']);
      const line = `source ${SCRIPTS}remind.fish; complete -C 'remind sch'`;
      expect(execFileSync('fish', ['-Nc', line], { env, encoding: 'utf8' })).toBe(
        'schedule\tSchedule a reminder\n',
      );
      expect(asked()).toEqual(['sch']);
    });
  });
}

describe('every script', () => {
  test.each(['bash', 'zsh', 'fish'])(
    'of %s calls the program by the name typed, and is printed as it is',
    async (shell) => {
      const { context, stdout } = await testContext({});
      await command.run(context, [shell], {});
      expect(stdout()).toBe(readFileSync(`${SCRIPTS}remind.${shell}`, 'utf8'));
      expect(stdout()).toMatch(/(COMP_WORDS\[0\]\}"|words\[1\]"|typed\[1\]) __complete -- /);
      expect(stdout()).toContain('remindctl');
    },
  );

  test('for another shell is a usage error that lists the three', async () => {
    const { context } = await testContext({});
    await expect(command.run(context, ['tcsh'], {})).rejects.toThrow(
      expect.objectContaining({
        message: 'there is no completion for "tcsh"',
        hint: 'one of bash, zsh or fish',
      }),
    );
  });
});
