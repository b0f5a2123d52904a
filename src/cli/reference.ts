// docs/commands.md: every command's help, from the registry. Written by `npm run docs`, checked by a test.

import { type CommandEntry, GROUPS } from './command-entry.ts';
import { helpLines, rootHelp } from './help-pages.ts';
import { parseCommandLine } from './program.ts';
import { REGISTRY } from './registry.ts';

/** The width of a help page in a document or a golden file. */
const COLUMNS = 100;

/** The help page of a command, as `remind X --help` prints it on a terminal of 100 columns. */
export async function helpPage(words: readonly string[], registry = REGISTRY): Promise<string> {
  let page = '';
  await parseCommandLine([...words, '--help'], {
    registry,
    columns: COLUMNS,
    write: (text) => {
      page += text;
    },
    onLoad: () => {},
  });
  return page;
}

/** The whole of docs/commands.md. */
export async function commandReference(registry = REGISTRY): Promise<string> {
  const sections = await Promise.all(GROUPS.map((group) => groupSection(group, registry)));
  return `<!-- Written by npm run docs from each command's own description. Do not edit. -->
# Commands

${contents(registry)}
The first page of help, \`remind\`:

${fenced(rootHelp(registry))}
${sections.join('')}`;
}

function contents(registry: readonly CommandEntry[]): string {
  const rows = helpLines(registry).map(
    ({ group, word, summary }) => `| ${group} | [${word}](#remind-${word}) | ${summary} |`,
  );
  return `| task | command | what it does |\n|---|---|---|\n${rows.join('\n')}\n`;
}

async function groupSection(group: string, registry: readonly CommandEntry[]): Promise<string> {
  const words = helpLines(registry).filter((line) => line.group === group);
  if (words.length === 0) return '';
  const sections = await Promise.all(words.map(({ word }) => wordSection(word, registry)));
  return `\n## ${group}\n${sections.join('')}`;
}

async function wordSection(word: string, registry: readonly CommandEntry[]): Promise<string> {
  const paths = registry.filter(({ path }) => path[0] === word).map(({ path }) => path);
  // A noun that is no command itself still has a page, which lists its verbs.
  const all = paths.some((path) => path.length === 1) ? paths : [[word], ...paths];
  const pages = await Promise.all(all.map(async (path) => ({ path, page: await helpPage(path, registry) })));
  return pages
    .map(({ path, page }) => `\n${'#'.repeat(path.length + 2)} remind ${path.join(' ')}\n\n${fenced(page)}`)
    .join('');
}

function fenced(text: string): string {
  return `\`\`\`text\n${text.trimEnd()}\n\`\`\`\n`;
}
