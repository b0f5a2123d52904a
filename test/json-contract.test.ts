// docs/json.md names every field that a program may meet: of each list and record, and of the event streams.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { REGISTRY } from '../src/cli/registry.ts';

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const SECTIONS = read('docs/json.md')
  .split(/^## /m)
  .slice(1)
  .map((text) => ({ commands: text.slice(0, text.indexOf('\n')).split(' · '), text }));

/** The rows of the tables about a command, cell by cell; a noun's section is about all of its verbs. */
function rowsOf(command: string): readonly (readonly string[])[] {
  const noun = command.split(' ').slice(0, 2).join(' ');
  const named = SECTIONS.filter(({ commands }) => commands.includes(command));
  const about = named.length > 0 ? named : SECTIONS.filter(({ commands }) => commands.includes(noun));
  return about.flatMap(({ text }) =>
    Array.from(text.matchAll(/^\| (`\w.*) \|$/gm), ([, row = '']) => row.split(' | ')),
  );
}

const quoted = (cell = '') => Array.from(cell.matchAll(/`([^`]+)`/g), ([, word]) => word);

/** `event → fields`, as a union of object types in a source file says. */
function eventsIn(path: string): Record<string, readonly string[]> {
  const source = read(path).replace(/\/\*\*[\s\S]*?\*\//g, '');
  const fields = (body: string) =>
    Array.from(body.matchAll(/^\s*readonly (\w+):/gm), ([, name = '']) => name);
  const shared = Object.fromEntries(
    Array.from(source.matchAll(/interface (\w+) \{([^}]*)\}/g), ([, name = '', body = '']) => [
      name,
      fields(body),
    ]),
  );
  const events: Record<string, readonly string[]> = {};
  for (const [, body = '', base = ''] of source.matchAll(/\{([^{}]*readonly event:[^{}]*)\}(?: & (\w+))?/g)) {
    const lines = body.replaceAll(';', ';\n');
    const names = [...fields(lines), ...(shared[base] ?? [])].filter(
      (name) => !['event', 'at'].includes(name),
    );
    for (const [, event = ''] of (/event: ([^;]*)/.exec(body)?.[1] ?? '').matchAll(/'([\w-]+)'/g)) {
      events[event] = names;
    }
  }
  return events;
}

describe('docs/json.md', () => {
  const named = REGISTRY.map(({ path, load }) => [`remind ${path.join(' ')}`, load] as const);

  test.each(named)('tells the fields of %s, in their order', async (command, load) => {
    const fields = (await load()).command.columns?.map(({ key }) => key) ?? [];
    const told = command.match(/ (daemon|sim)$/) ? [] : rowsOf(command).flatMap(([name]) => quoted(name));
    expect(told).toEqual(fields);
  });

  test.each([
    ['remind daemon --json', 'src/delivery/events.ts', 10],
    ['remind sim --json', 'src/simulator/journal.ts', 8],
  ])('tells the events of %s and their fields', (command, path, least) => {
    const events = eventsIn(path);
    expect(Object.keys(events).length).toBeGreaterThanOrEqual(least);
    const told = rowsOf(command).map(([event, fields]) => [quoted(event)[0], quoted(fields).sort()]);
    expect(Object.fromEntries(told)).toEqual(
      Object.fromEntries(Object.entries(events).map(([event, fields]) => [event, [...fields].sort()])),
    );
  });

  test('says what each field is and means, or has told it once for all', () => {
    const shared = quoted(/^The same words[\s\S]*?(?=^## )/m.exec(read('docs/json.md'))?.[0]);
    const known = (name = '') =>
      shared.some((word = '') => word === name || (word.startsWith('…') && name.endsWith(word.slice(1))));
    for (const { text } of SECTIONS) {
      for (const [, row = ''] of text.matchAll(/^\| (`\w.*) \|$/gm)) {
        const [field, type, meaning = ''] = row.split(' | ');
        expect(type, row).toMatch(/\w/);
        if (meaning.trim() === '')
          expect(known(quoted(field)[0]), `${row} in ${text.slice(0, 30)}`).toBe(true);
      }
    }
  });
});
