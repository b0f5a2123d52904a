// Command lines: which command they load, what it is given, and what a wrong one is answered.

import { describe, expect, test } from 'vitest';
import type { CommandModule } from '../../src/core/command.ts';
import { entry, run } from './run.ts';

const print: CommandModule['run'] = async ({ out }, args, options) => {
  out.line(JSON.stringify({ args, options }));
  return undefined;
};
/** A command that prints what it was given. */
const echo: Partial<CommandModule> = {
  describe(command) {
    command
      .argument('<id>', 'a reminder')
      .argument('[more...]', 'more of them')
      .option('--body <text>', 'words');
    command.option('-n, --dry-run', 'change nothing').option('--var <name=value...>', 'a variable');
  },
  run: print,
};
const REGISTRY = [
  entry('list', { format: 'list', columns: [{ key: 'id' }, { key: 'state' }], run: print }),
  entry('show', { ...echo, format: 'record' }),
  entry('watch', { describe: (command) => command.option('--json', 'events'), run: print }),
  entry('contact add', echo, 'Add a contact'),
  entry('contact remove', {}, 'Remove a contact'),
  entry('ring', {
    describe: (command) => command.option('--at-night', 'loud').option('--no-at-night', 'quiet'),
    run: print,
  }),
  entry('sim', { describe: (command) => command.option('--port <n>', 'port'), run: print }),
  entry('sim run', { describe: (command) => command.argument('<command...>', 'what to run'), run: print }),
];

const go = (line: string, fakes = {}) => run(line.split(' ').filter(Boolean), REGISTRY, fakes);

describe('a command is given', () => {
  test.each([
    ['its arguments', 'show 7 8 9', { args: ['7', ['8', '9']], options: {} }],
    [
      'its flags, wherever they stand',
      'show -n 7 --body x',
      { args: ['7', []], options: { dryRun: true, body: 'x' } },
    ],
    [
      'a value that looks like a flag',
      'show 7 --body -quick',
      { args: ['7', []], options: { body: '-quick' } },
    ],
    [
      'bare --json as true, and no argument lost to it',
      'show --json 7',
      { args: ['7', []], options: { json: true } },
    ],
    ['fields joined to --json', 'show 7 --json=id,to', { args: ['7', []], options: { json: 'id,to' } }],
    ['the formats of a list', 'list --ndjson --limit 5', { args: [], options: { ndjson: true, limit: '5' } }],
    ['its own --json, which takes no fields', 'watch --json', { args: [], options: { json: true } }],
    ['a flag and how it is taken back', 'ring --at-night', { args: [], options: { atNight: true } }],
    ['what takes a flag back', 'ring --no-at-night --no-at-night', { args: [], options: { atNight: false } }],
    ['words after --', 'show -- --json', { args: ['--json', []], options: {} }],
    [
      'each value of a flag that repeats, and no argument lost to it',
      'show --var a=1 7 --var b=2',
      { args: ['7', []], options: { var: ['a=1', 'b=2'] } },
    ],
    ['a noun and a verb', 'contact add Cindy', { args: ['Cindy', []], options: {} }],
    [
      'the words of another program',
      'sim run -- remind list --json -q',
      { args: [['remind', 'list', '--json', '-q']], options: {} },
    ],
    ['a noun that is a command too', 'sim --port 5', { args: [], options: { port: '5' } }],
  ])('%s', async (_name, line, expected) => {
    const { code, out, err } = await go(line);
    expect(err).toBe('');
    expect(JSON.parse(out)).toEqual(expected);
    expect(code).toBe(0);
  });
});

describe('only the command that is named is loaded', () => {
  test.each([
    ['', []],
    ['--help', []],
    ['help', []],
    ['contact', []],
    ['contact --help', []],
    ['help contact', []],
    ['nonsense', []],
    ['list --help', ['list']],
    ['help list', ['list']],
    ['help contact add', ['contact add']],
    ['sim run -- x', ['sim run']],
    ['sim --help', ['sim']],
  ])('remind %s', async (line, loaded) => {
    expect((await go(line)).loaded).toEqual(loaded);
  });
});

describe('global flags', () => {
  test.each([
    ['--profile a -q list', { profile: 'a', quiet: true, input: true, debug: false }],
    ['list --no-input --debug --color on', { quiet: false, input: false, debug: true, color: 'on' }],
    ['contact --profile a add x --quiet', { profile: 'a', quiet: true }],
    ['--profile a list --profile b', { profile: 'b' }],
    ['--profile show list', { profile: 'show' }],
  ])('remind %s', async (line, flags) => {
    expect((await go(line)).shell?.flags).toMatchObject(flags);
  });
});

describe('a wrong line ends with 2, says so on stderr and leaves stdout clean', () => {
  test.each([
    ['lst', 'there is no command "remind lst"', 'did you mean list?'],
    ['sho 7', 'there is no command "remind sho"', 'did you mean show?'],
    ['lst show', 'there is no command "remind lst"', 'did you mean list?'],
    ['zebra', 'there is no command "remind zebra"', 'remind --help'],
    ['zebra --help', 'there is no command "remind zebra"', 'remind --help'],
    ['help zebra', 'there is no help on "zebra"', 'remind help'],
    ['help contact zebra', 'there is no command "remind contact zebra"', 'remind contact --help'],
    ['help exit-code', 'there is no help on "exit-code"', 'did you mean exit-codes?'],
    ['contact ad', 'there is no command "remind contact ad"', 'did you mean add?'],
    ['contact ad --help', 'there is no command "remind contact ad"', 'did you mean add?'],
    ['contact zebra', 'there is no command "remind contact zebra"', 'remind contact --help'],
    ['list --jsn', 'there is no flag --jsn', 'did you mean --json? (remind list --help)'],
    ['--bogus list', 'there is no flag --bogus', 'remind --help'],
    ['show', '<id> is missing', 'remind show --help'],
    ['show 7 --body', '--body needs a value: <text>', 'remind show --help'],
    [
      'ring --at-night --no-at-night',
      '--at-night and --no-at-night exclude each other',
      'leave one of them out',
    ],
    [
      'ring --no-at-night --at-night',
      '--at-night and --no-at-night exclude each other',
      'leave one of them out',
    ],
    [
      'contact add -5s',
      'there is no flag -5s',
      'durations and numbers are positive; a value that begins with a dash goes behind -- (remind contact add --help)',
    ],
    ['contact remove x', 'no argument is expected here', 'remind contact remove --help'],
    [
      'list --json id,state',
      'no argument is expected here',
      'write the fields as --json=a,b (remind list --help)',
    ],
  ])('remind %s', async (line, message, hint) => {
    const { code, out, err } = await go(line);
    expect(err).toBe(`error: ${message}\nhint: ${hint}\n`);
    expect(out).toBe('');
    expect(code).toBe(2);
  });

  test('a wrong --color too, before anything is opened', async () => {
    const { code, err, shell } = await go('list --color yes');
    expect(err).toBe('error: --color: "yes" is not one of on, off, auto\n');
    expect([code, shell]).toEqual([2, undefined]);
  });
});

describe('help', () => {
  test('of the program groups commands by task, one line each', async () => {
    const { code, out } = await go('');
    expect(out).toContain('Reminders:\n  list     Do list\n  show     Do show\n  watch    Do watch\n');
    expect(out).not.toContain('Remove a contact');
    expect(code).toBe(0);
  });

  test('is the same however it is asked for', async () => {
    const { out } = await go('help');
    expect((await go('--help')).out).toBe(out);
    expect((await go('')).out).toBe(out);
    expect((await go('contact')).out).toBe((await go('help contact')).out);
    expect((await go('show --help')).out).toBe((await go('help show')).out);
  });

  test('of a noun lists its verbs and ends with 0', async () => {
    const { code, out } = await go('contact');
    expect(out).toContain('Commands:\n  add     Add a contact\n  remove  Remove a contact\n');
    expect(code).toBe(0);
  });

  test('of a command shows its flags, examples and JSON fields', async () => {
    const { out } = await go('list --help');
    expect(out).toMatchInlineSnapshot(`
      "Usage: remind list [flags]

      Do list

      Output:
        --json[=fields]              print JSON, all fields or those named: --json=a,b
        --ndjson                     print one JSON object a line
        --csv                        print CSV with a header
        --limit <n>                  print at most n rows

      Global flags:
        --profile <name>             use this profile and its database
        --twilio-cli-profile <name>  take the credentials from a profile of Twilio's
                                     own command line
        -q, --quiet                  print data, warnings and errors only
        --no-input                   ask nothing; fail, naming the flag that would
                                     have answered
        --debug                      show the stack of an error; secrets are masked
        --color <when>               on, off or auto
        -h, --help                   print this help

      Examples:
        remind list

      JSON fields:
        id, state
      "
    `);
  });

  test('of a command that speaks Nagios says so', async () => {
    const { out } = await run(['watch', '--help'], [entry('watch', { exitCodes: 'nagios' })]);
    expect(out).toContain('0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN');
  });

  test('of a noun that is a command too lists both', async () => {
    const { out } = await go('sim --help');
    expect(out).toContain('--port <n>');
    expect(out).toMatch(/run .*Do sim run/);
  });
});
