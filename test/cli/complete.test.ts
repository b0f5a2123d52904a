// What the shells are offered where the cursor is.

import { describe, expect, test } from 'vitest';
import { entry, run } from './run.ts';

const REGISTRY = [
  entry(
    'schedule',
    {
      describe: (command) =>
        command
          .option('--to <who>', 'recipient')
          .option('--via <channel>', 'sms, call or both')
          .option('--tz <zone>', 'zone')
          .option('-n, --dry-run', 'change nothing'),
      format: 'record',
      columns: [{ key: 'id' }, { key: 'state' }, { key: 'dueAt' }],
    },
    'Schedule a reminder',
  ),
  entry('cancel', {
    describe: (command) => command.argument('<ids...>', 'reminders').option('--yes', 'do not ask'),
  }),
  entry('list', {
    format: 'list',
    describe: (command) => command.option('--state <state>', 'in this state'),
  }),
  entry('import', { describe: (command) => command.argument('<file>', 'CSV') }),
  entry('contact show', { describe: (command) => command.argument('<name>', 'who') }, 'Show a contact'),
  entry('contact add', { describe: (command) => command.argument('<name>', 'who') }, 'Add a contact'),
  entry('config get', { describe: (command) => command.argument('<setting>', 'which') }),
  entry('sim', { describe: (command) => command.option('--port <n>', 'port') }),
  entry('sim run', {}, 'Run a command'),
  entry('completion', { describe: (command) => command.argument('<shell>', 'shell') }),
];

const starting = (known: readonly string[]) => async (prefix: string) =>
  known.filter((each) => each.toLowerCase().startsWith(prefix.toLowerCase()));
const DATABASE = {
  completionIds: starting(['7', '7v', 'v8']),
  contactNames: starting(['Cindy Lee', 'Carl', 'me']),
};

async function offered(words: readonly string[], fakes = {}) {
  const { code, out, err } = await run(['__complete', '--', ...words], REGISTRY, { ...DATABASE, ...fakes });
  expect([code, err]).toEqual([0, '']);
  return out.split('\n').slice(0, -1);
}
const words = async (line: string[]) => (await offered(line)).map((candidate) => candidate.split('\t')[0]);

test('a candidate is a word, a tab and its meaning', async () => {
  expect(await offered(['sch'])).toEqual(['schedule\tSchedule a reminder']);
});

describe('offers', () => {
  test.each([
    ['commands', ['c'], ['cancel', 'contact', 'config', 'completion']],
    ['commands after a global flag', ['--profile', 'x', '-q', 'li'], ['list']],
    ['each noun once', ['cont'], ['contact']],
    ['help', ['he'], ['help']],
    ['topics and commands of help', ['help', 's'], ['states', 'schedule', 'sim']],
    ['the verbs of a noun', ['contact', ''], ['show', 'add']],
    ['a verb by its beginning', ['contact', 's'], ['show']],
    ['the verbs of a noun that is a command too', ['sim', ''], ['run']],
    ['its flags as well', ['sim', '--po'], ['--port']],
    ['flags', ['schedule', '--vi'], ['--via']],
    ['shared flags', ['list', '--nd'], ['--ndjson']],
    ['long flags only', ['schedule', '--dry'], ['--dry-run']],
    ['global flags', ['contact', 'add', '--pr'], ['--profile']],
    ['the values of a flag', ['schedule', '--via', ''], ['sms', 'call', 'both']],
    ['the values of a flag joined to it', ['schedule', '--via=s'], ['--via=sms']],
    ['states with their reasons', ['list', '--state', 'held:q'], ['held:quiet-hours']],
    ['contacts for --to', ['schedule', '--to', 'C'], ['Cindy Lee', 'Carl']],
    ['contacts for an argument', ['contact', 'show', 'm'], ['me']],
    ['contacts in whatever case', ['schedule', '--to=c'], ['--to=Cindy Lee', '--to=Carl']],
    ['settings', ['config', 'get', 'tw'], ['twilioUrl', 'twilioCliProfile']],
    ['zones', ['schedule', '--tz', 'europe/ber'], ['Europe/Berlin']],
    ['ids', ['cancel', '7'], ['7', '7v']],
    ['ids once more where they repeat', ['cancel', '7', '--yes', 'v'], ['v8']],
    ['an argument of fixed words', ['completion', 'z'], ['zsh']],
    ['fields of --json', ['schedule', '--json=s'], ['--json=state']],
    ['a further field of --json', ['schedule', '--json=id,d'], ['--json=id,dueAt']],
    ['flags after bare --json', ['schedule', '--json', '--to'], ['--to']],
  ])('%s', async (_name, line, expected) => {
    expect(await words(line)).toEqual(expected);
  });

  test.each([
    ['where a file is wanted', ['import', '']],
    ['for the value of an unknown kind', ['sim', '--port', '']],
    ['for the name of what does not exist yet', ['contact', 'add', 'C']],
    ['past the last argument', ['completion', 'bash', '']],
    ['after --', ['cancel', '--', '']],
    ['for a command that does not exist', ['zebra', '']],
    ['past a topic', ['help', 'states', '']],
  ])('nothing %s', async (_name, line) => {
    expect(await offered(line)).toEqual([]);
  });
});

describe('the database', () => {
  const broken = () => {
    throw new Error('no database yet');
  };

  test('is not opened for commands, flags and fixed words', async () => {
    for (const line of [['sch'], ['schedule', '--v'], ['schedule', '--via', '']]) {
      expect((await offered(line, { openRoot: broken })).length).toBeGreaterThan(0);
    }
  });

  test('that cannot be opened offers nothing and says nothing', async () => {
    expect(await offered(['cancel', ''], { openRoot: broken })).toEqual([]);
  });

  test('is the profile’s that was typed, and is closed', async () => {
    const { shell, closed } = await run(
      ['__complete', '--', '--profile', 'b', 'cancel', ''],
      REGISTRY,
      DATABASE,
    );
    expect(shell?.flags.profile).toBe('b');
    expect(closed).toBe(1);
  });

  test('cannot send control sequences to the shell', async () => {
    const evil = { contactNames: async () => ['a\x1b[2J\nb'] };
    expect(await offered(['schedule', '--to', ''], evil)).toEqual(['a b']);
  });
});
