// Questions: asked only where somebody can answer.

import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { InterruptedError } from '../../src/core/errors.ts';
import { createPrompts } from '../../src/terminal/prompts.ts';
import { fakeStreams } from './streams.ts';

describe('a question is refused, naming the flag', () => {
  test.each([
    ['in a pipe', { tty: false, input: true }, 'there is no terminal to ask on'],
    ['with --no-input', { tty: true, input: false }, '--no-input was given'],
  ])('%s', async (_name, { tty, input }, why) => {
    const ask = createPrompts({ streams: fakeStreams({ tty }), input });
    const refusal = expect.objectContaining({
      message: `cannot ask "Really?": ${why}`,
      hint: 'answer it with --yes',
      exitCode: 2,
    });
    await expect(ask.confirm('Really?', { flag: '--yes' })).rejects.toThrow(refusal);
    await expect(ask.input('Really?', { flag: '--yes', fallback: 'x' })).rejects.toThrow(refusal);
    await expect(ask.secret('Really?', { flag: '--yes' })).rejects.toThrow(refusal);
    await expect(ask.select('Really?', [{ value: 'a', name: 'A' }], { flag: '--yes' })).rejects.toThrow(
      refusal,
    );
  });
});

/** A terminal whose person presses `keys` as soon as the question is drawn. */
function typing(keys: string) {
  const streams = fakeStreams({ tty: true });
  const stdin = Object.assign(new PassThrough(), { isTTY: true as const, setRawMode: () => stdin });
  let asked = false;
  (streams.stderr as PassThrough).on('data', () => {
    if (asked) return;
    asked = true;
    // inquirer listens for keys only once the first drawing is done.
    setImmediate(() => setImmediate(() => stdin.write(keys)));
  });
  return { streams, ask: createPrompts({ streams: { ...streams, stdin }, input: true }) };
}

describe('on a terminal', () => {
  test('a question is asked on stderr and answered', async () => {
    const { ask, streams } = typing('y\n');
    expect(await ask.confirm('Cancel it?', { flag: '--yes' })).toBe(true);
    expect(streams.err()).toContain('Cancel it?');
    expect(streams.out()).toBe('');
  });

  test('Enter alone takes nothing back', async () => {
    const { ask } = typing('\n');
    expect(await ask.confirm('Cancel it?', { flag: '--yes' })).toBe(false);
  });

  test('Enter alone takes the fallback of an input', async () => {
    const { ask } = typing('\n');
    expect(await ask.input('Zone?', { flag: '--tz', fallback: 'Europe/Berlin' })).toBe('Europe/Berlin');
  });

  test('Ctrl-D ends it as Ctrl-C does', async () => {
    const { ask } = typing('\x04');
    await expect(ask.confirm('Cancel it?', { flag: '--yes' })).rejects.toThrow(InterruptedError);
  });

  test('a secret is not shown', async () => {
    const { ask, streams } = typing('hunter22\n');
    expect(await ask.secret('Token?', { flag: '--auth-token-file' })).toBe('hunter22');
    expect(streams.err()).not.toContain('hunter22');
  });

  test('one of several is chosen', async () => {
    const { ask } = typing('\x1b[B\n');
    const choices = [
      { value: 'own', name: 'Own numbers' },
      { value: 'live', name: 'Anyone' },
    ] as const;
    expect(await ask.select('Mode?', choices, { flag: '--mode' })).toBe('live');
  });

  test('Ctrl-C is an interruption', async () => {
    const { ask } = typing('\x03');
    await expect(ask.confirm('Cancel it?', { flag: '--yes' })).rejects.toThrow(InterruptedError);
  });
});
