// The flags that commands share, as data: commander, help, completion and the documentation all read them here.

import type { CommandModule } from '../core/command.ts';

/** Commander's notation, and one line of meaning. */
export type FlagSpec = readonly [flags: string, description: string];

/** Flags every command has. */
export const GLOBAL_FLAGS: readonly FlagSpec[] = [
  ['--profile <name>', 'use this profile and its database'],
  ['--twilio-cli-profile <name>', "take the credentials from a profile of Twilio's own command line"],
  ['-q, --quiet', 'print data, warnings and errors only'],
  ['--no-input', 'ask nothing; fail, naming the flag that would have answered'],
  ['--debug', 'show the stack of an error; secrets are masked'],
  ['--color <when>', 'on, off or auto'],
];

export const HELP_FLAG: FlagSpec = ['-h, --help', 'print this help'];
export const VERSION_FLAG: FlagSpec = ['-V, --version', 'print the version'];

const JSON_FLAG: FlagSpec = ['--json [fields]', 'print JSON, all fields or those named: --json=a,b'];
const LIST_FLAGS: readonly FlagSpec[] = [
  JSON_FLAG,
  ['--ndjson', 'print one JSON object a line'],
  ['--csv', 'print CSV with a header'],
  ['--limit <n>', 'print at most n rows'],
];

/** Flags that come with a command's `format`. */
export function formatFlagSpecs(format: CommandModule['format']): readonly FlagSpec[] {
  if (format === 'list') return LIST_FLAGS;
  return format === 'record' ? [JSON_FLAG] : [];
}
