// docs/json.md says of every reminder, contact and tenant command which fields it prints.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { REGISTRY } from '../../src/cli/registry.ts';

const PAGE = readFileSync(new URL('../../docs/json.md', import.meta.url), 'utf8');

/** The first cells of the section's table. */
function fieldsOf(heading: string): string[] {
  const section = PAGE.split(/^## /m).find((each) => each.startsWith(`${heading}\n`)) ?? '';
  return Array.from(section.matchAll(/^\| `(\w+)` \|/gm), ([, field]) => field ?? '');
}

const REMINDER = 'A reminder';

describe('the fields of', () => {
  test.each([
    ['schedule', ['remind schedule']],
    ['list', [REMINDER]],
    ['show', [REMINDER, 'remind show']],
    ['edit', ['remind edit']],
    ['cancel', ['remind cancel']],
    ['retry', [REMINDER]],
    ['undo', ['remind undo']],
    ...['add', 'list', 'show', 'edit', 'remove'].flatMap((verb) => [
      [`contact ${verb}`, ['remind contact']] as [string, string[]],
      [`tenant ${verb}`, ['remind tenant']] as [string, string[]],
    ]),
  ] as [string, string[]][])('remind %s are those of the page', async (path, sections) => {
    const entry = REGISTRY.find((each) => each.path.join(' ') === path);
    const module = await entry?.load();
    const fields = module?.command.columns?.map(({ key }) => key) ?? [];
    expect(fields.length).toBeGreaterThan(0);
    expect(fields).toEqual(sections.flatMap(fieldsOf));
  });
});
