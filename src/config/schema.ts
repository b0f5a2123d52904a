// The shape of config.json, checked with zod. Loaded only when there is a file to check.

import { z } from 'zod';
import { UsageError } from '../core/errors.ts';
import { suggest } from '../core/suggest.ts';
import type { ConfigFile } from './config-file.ts';
import { assertProfileName } from './profile-name.ts';
import { SETTING_KEYS, SETTINGS } from './settings.ts';

const KINDS = {
  text: z.string(),
  list: z.array(z.string()),
  number: z.number(),
} as const;
const EXPECTED = {
  string: 'a text',
  array: 'a list of texts',
  number: 'a number',
  object: 'an object',
} as const;

const profile = z.strictObject(
  Object.fromEntries(SETTING_KEYS.map((key) => [key, KINDS[SETTINGS[key].kind].optional()])),
);
const file = z.strictObject({
  profile: z.string().optional(),
  profiles: z.record(z.string(), profile).default({}),
});

/** @throws UsageError naming the first thing that is wrong: its path, what is expected, or the nearest known key. */
export function checkConfigFile(raw: unknown, path: string): ConfigFile {
  const result = file.safeParse(raw);
  const issue = result.error?.issues[0];
  if (issue) throw explain(issue, path);
  const checked = result.data as ConfigFile;
  for (const name of [checked.profile ?? [], Object.keys(checked.profiles)].flat()) assertProfileName(name);
  return checked;
}

type Issue = NonNullable<ReturnType<typeof file.safeParse>['error']>['issues'][number];

function explain(issue: Issue, path: string): UsageError {
  const place = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    const known = issue.path.length === 0 ? Object.keys(file.shape) : SETTING_KEYS;
    const [near] = suggest(key, known);
    return new UsageError(`${path}: there is no setting "${[place, key].filter(Boolean).join('.')}"`, {
      hint: near ? `did you mean ${near}?` : `known: ${known.join(', ')}`,
    });
  }
  const wanted =
    issue.code === 'invalid_type'
      ? (EXPECTED[issue.expected as keyof typeof EXPECTED] ?? issue.expected)
      : issue.message;
  return new UsageError(`${path}: ${place || 'the file'} must be ${wanted}`, {
    hint: 'correct it in an editor, or write settings with: remind config set KEY VALUE',
  });
}
