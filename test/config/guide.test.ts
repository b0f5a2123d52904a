// docs/config.md names every setting with its variable and its default.

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { writtenValue } from '../../src/config/explain.ts';
import { SETTING_KEYS, SETTINGS, type Setting } from '../../src/config/settings.ts';

const guide = readFileSync(new URL('../../docs/config.md', import.meta.url), 'utf8');

it.each(SETTING_KEYS)('%s', (key) => {
  const { env, fallback }: Setting<unknown> = SETTINGS[key];
  const row = guide.split('\n').find((line) => line.startsWith('|') && line.includes(`\`${key}\``));
  expect(row).toBeDefined();
  if (env !== undefined) expect(row).toContain(`\`${env}\``);
  const written = writtenValue(key, fallback);
  if (written !== null && !Array.isArray(written)) expect(row).toMatch(new RegExp(`\\| \`${written}\` \\|$`));
});
