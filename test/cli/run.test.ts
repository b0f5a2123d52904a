// One run from its start to its exit code: what is opened, closed, reported and kept secret.

import { describe, expect, test } from 'vitest';
import { OutputClosed } from '../../src/cli/report.ts';
import {
  CredentialError,
  InterruptedError,
  NotFoundError,
  PartialError,
  RefusedError,
  TwilioError,
  UnhealthyError,
  UsageError,
} from '../../src/core/errors.ts';
import { entry, run } from './run.ts';

const TOKEN = 'f'.repeat(32);

function failing(error: unknown) {
  return [
    entry('go', {
      format: 'list',
      run: async () => {
        throw error;
      },
    }),
  ];
}

describe('a command with fields', () => {
  test.each([
    ['an unknown field', ['--json=nope'], '--json: there is no field "nope"'],
    ['two formats', ['--csv', '--ndjson'], '--csv and --ndjson exclude each other'],
    ['a limit that is no number', ['--limit', 'x'], '--limit: "x" is not a whole number'],
  ])('does nothing when it is asked for %s', async (_name, flags, message) => {
    let ran = false;
    const go = entry('go', {
      format: 'list',
      columns: [{ key: 'id' }],
      run: async () => {
        ran = true;
        return undefined;
      },
    });
    const { code, err, shell } = await run(['go', ...flags], [go]);
    expect([code, ran, shell]).toEqual([2, false, undefined]);
    expect(err).toContain(message);
  });
});

describe('the exit code', () => {
  test.each([
    [2, new UsageError('x')],
    [3, new NotFoundError('x')],
    [4, new CredentialError('x')],
    [5, new RefusedError('x')],
    [6, new TwilioError('x')],
    [7, new UnhealthyError('x')],
    [8, new PartialError('x')],
    [130, new InterruptedError()],
    [1, new TypeError('x')],
    [1, 'a string'],
  ])('is %d for %s', async (code, error) => {
    expect((await run(['go'], failing(error))).code).toBe(code);
  });

  test('is what the command returns, and 0 for nothing', async () => {
    expect((await run(['go'], [entry('go', { run: async () => 7 })])).code).toBe(7);
    expect((await run(['go'], [entry('go', {})])).code).toBe(0);
  });

  test.each([
    ['a bug', new TypeError('x'), 3],
    ['a usage error', new UsageError('x'), 3],
    ['a missing thing', new NotFoundError('x'), 3],
    ['an unhealthy database', new UnhealthyError('x'), 3],
    ['bad credentials', new CredentialError('x'), 3],
    ['an interruption', new InterruptedError(), 130],
  ])('of a command that speaks Nagios is never WARNING or CRITICAL by %s', async (_name, error, code) => {
    const throwing = { exitCodes: 'nagios' as const, run: () => Promise.reject(error) };
    expect((await run(['go'], [entry('go', throwing)])).code).toBe(code);
    expect((await run(['go'], [entry('go', { exitCodes: 'nagios', run: async () => 2 })])).code).toBe(2);
  });

  test('of a wrong flag to a command that speaks Nagios is 3', async () => {
    expect((await run(['go', '--bogus'], [entry('go', { exitCodes: 'nagios' })])).code).toBe(3);
  });
});

describe('an error', () => {
  test('says what happened, what to do and where to read more, on stderr', async () => {
    const error = new UsageError('no zone', { hint: 'give one with --tz', docs: 'remind help environment' });
    const { err, out } = await run(['go', '--json'], failing(error));
    expect(err).toBe('error: no zone\nhint: give one with --tz\ndocs: remind help environment\n');
    expect(out).toBe('');
  });

  test('of Twilio shows its code and request', async () => {
    const error = new TwilioError("The 'To' number is not valid", {
      code: 21211,
      status: 400,
      requestId: 'RQ1',
    });
    const { err } = await run(['go'], failing(error));
    expect(err).toBe("error: The 'To' number is not valid\ntwilio: error 21211, HTTP 400, request RQ1\n");
  });

  test('that nobody expected is a bug of ours, its stack only with --debug', async () => {
    const error = new TypeError('x is undefined', { cause: new Error('below') });
    const brief = await run(['go'], failing(error));
    expect(brief.err).toContain(
      'error: this is a bug in remind: TypeError: x is undefined\nhint: please report it',
    );
    expect(brief.err).not.toContain('run.test.ts');
    for (const debug of [
      await run(['go', '--debug'], failing(error)),
      await run(['go'], failing(error), { env: { REMIND_DEBUG: '1' } }),
    ]) {
      expect(debug.err).toContain('run.test.ts');
      expect(debug.err).toContain('caused by: Error: below');
    }
  });

  test('shows no secret, not even in a stack', async () => {
    const error = new Error(`cannot reach https://AC1:${TOKEN}@host with ${TOKEN} and s3cret-value`);
    const { err } = await run(['go', '--debug'], failing(error), {
      env: { TWILIO_AUTH_TOKEN: TOKEN },
      secrets: ['s3cret-value'],
    });
    expect(err).not.toContain(TOKEN);
    expect(err).not.toContain('s3cret-value');
    expect(err).toContain('[redacted]');
  });

  test('cannot command the terminal', async () => {
    expect((await run(['go'], failing(new UsageError('bad name \x1b[2J\x07')))).err).toBe(
      'error: bad name \n',
    );
  });
});

describe('an end that is asked for', () => {
  const waiting = (thrown: unknown) => {
    const abort = new AbortController();
    const until = entry('go', {
      run: ({ signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(thrown));
          abort.abort(reason);
        }),
    });
    let reason: unknown = new InterruptedError();
    return { registry: [until], signal: abort.signal, because: (why: unknown) => (reason = why) };
  };

  test('by a signal is "interrupted" and 130, not a bug', async () => {
    const { registry, signal } = waiting(new DOMException('aborted', 'AbortError'));
    const { code, err } = await run(['go'], registry, { signal });
    expect([code, err]).toEqual([130, 'interrupted\n']);
  });

  test('by the reader of stdout is quiet and 0', async () => {
    const { registry, signal, because } = waiting(new DOMException('aborted', 'AbortError'));
    because(new OutputClosed());
    const { code, err } = await run(['go'], registry, { signal });
    expect([code, err]).toEqual([0, '']);
  });

  test('does not hide another error', async () => {
    const { registry, signal } = waiting(new UnhealthyError('disk full'));
    const { code, err } = await run(['go'], registry, { signal });
    expect([code, err]).toEqual([7, 'error: disk full\n']);
  });
});

describe('services', () => {
  test('are closed once, after success and after failure', async () => {
    expect((await run(['go'], [entry('go', {})])).closed).toBe(1);
    expect((await run(['go'], failing(new UsageError('x')))).closed).toBe(1);
  });

  test('are not opened for help, a topic or a wrong line', async () => {
    for (const argv of [[], ['--help'], ['help', 'states'], ['go', '--help'], ['go', 'x'], ['zebra']]) {
      expect((await run(argv, [entry('go', {})])).shell).toBeUndefined();
    }
  });

  test('that cannot be opened or closed are reported', async () => {
    const opening = await run(['go'], [entry('go', {})], {
      openRoot: () => {
        throw new CredentialError('the secret file is readable by all');
      },
    });
    expect([opening.code, opening.err]).toEqual([4, 'error: the secret file is readable by all\n']);
    const closing = await run(['go'], [entry('go', {})], {
      openRoot: (shell) => ({
        context: shell as never,
        secrets: () => [],
        close: () => Promise.reject(new UnhealthyError('the disk is full')),
      }),
    });
    expect([closing.code, closing.err]).toEqual([7, 'error: the disk is full\n']);
  });

  test('give a command stdin as text', async () => {
    const read = entry('go', {
      run: async ({ out, stdin }) => {
        out.line(await stdin());
        return undefined;
      },
    });
    expect((await run(['go'], [read], { stdin: 'to,body\né\n' })).out).toBe('to,body\né\n\n');
  });
});

describe('a topic of help', () => {
  test.each([
    ['exit-codes', '  7    a check failed\n'],
    ['states', '  → expired     too late to be useful\n'],
    ['environment', '  REMIND_PROFILE'],
    ['json', '--json=id,state'],
  ])('%s', async (topic, text) => {
    const { code, out } = await run(['help', topic], []);
    expect(out).toContain(text);
    expect(code).toBe(0);
  });
});
