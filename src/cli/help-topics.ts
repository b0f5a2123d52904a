// `remind help TOPIC`: pages generated from the tables the program itself runs on.

import { EXIT } from '../core/errors.ts';
import { HOLD_REASONS, REMINDER_STATES, SETTLED, TRANSITIONS } from '../core/lifecycle.ts';

const EXIT_MEANINGS: Readonly<Record<keyof typeof EXIT, string>> = {
  ok: 'done',
  bug: 'a bug of ours',
  usage: 'the command line, a file or the configuration cannot be used as it is',
  notFound: 'not found, or ambiguous',
  credentials: 'credentials are missing, wrong or unsafely kept',
  refused: 'refused by a guard; nothing was sent',
  twilio: 'Twilio refused it',
  unhealthy: 'a check failed',
  partial: 'partly done; the message says what was not',
  interrupted: 'interrupted',
};

function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([term]) => term.length)) + 2;
  return rows.map(([term, text]) => `  ${term.padEnd(width)}${text}\n`).join('');
}

function exitCodes(): string {
  const rows = Object.entries(EXIT).map(
    ([name, code]) => [String(code), EXIT_MEANINGS[name as keyof typeof EXIT]] as const,
  );
  return `Exit codes:\n${table(rows)}
A command that speaks Nagios says so in its help: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN,
and 3 for errors of our own too, such as a wrong flag.
`;
}

async function environment(): Promise<string> {
  // Loaded late: the settings bring their parsers with them, which no other page needs.
  const { ENVIRONMENT } = await import('./environment.ts');
  const groups = Object.entries(ENVIRONMENT).map(
    ([group, variables]) =>
      `${group}:\n${table(variables.map(({ name, meaning }) => [name, meaning] as const))}`,
  );
  return `A flag wins over the environment, the environment over the profile, the profile over the default;
\`remind config explain\` shows each value with its source.

${groups.join('\n')}`;
}

function json(): string {
  return `--json prints all fields, --json=id,state those named, in that order; an unknown field is an error
that lists the known ones. A command's help lists its fields.

  remind list --json=id,state,dueAt
  remind list --ndjson | head -1
  remind list --csv > reminders.csv

Lists print one array, \`[]\` when there is nothing; records print one object. --ndjson prints one object
a line, and --csv a header and RFC 4180 records; --json=a,b chooses fields for these as well.

Instants are RFC 3339 text in UTC, durations are named …Ms, money is named …Micros (millionths of a US
dollar), phone numbers are E.164. A value that is not known is null; every field is always there. A CSV
cell that a spreadsheet would run as a formula starts with an apostrophe. docs/json.md tells each field.

Errors go to stderr as words, never to stdout; the exit code tells their kind (remind help exit-codes).
Fields may be added in any release; ignore the ones you do not know. None is renamed or removed within a
major version.
`;
}

function states(): string {
  const steps = REMINDER_STATES.flatMap((from) => {
    const exits = Object.entries(TRANSITIONS[from]);
    if (exits.length === 0) return [`${from}\n  (the end)\n`];
    return [`${from}\n${table(exits.map(([to, why]) => [`→ ${to}`, why] as const))}`];
  });
  return `The states of a reminder, and what takes it from one to the next:

${steps.join('')}
A held reminder shows its reason: ${HOLD_REASONS.map((reason) => `held:${reason}`).join(', ')}.
Nothing more happens by itself to one that is ${SETTLED.join(', ')}.
\`sent\` means that Twilio took it; what became of it then is its receipt (delivered, answered, busy, …).
`;
}

const TOPICS: Readonly<Record<string, () => string | Promise<string>>> = {
  'exit-codes': exitCodes,
  environment,
  json,
  states,
};

/** The names of all topics. */
export const HELP_TOPICS: readonly string[] = Object.keys(TOPICS);

/** The text of a topic, or undefined when there is none of that name. */
export async function helpTopic(name: string): Promise<string | undefined> {
  return Object.hasOwn(TOPICS, name) ? TOPICS[name]?.() : undefined;
}
