// Writes docs/commands.md from the commands themselves: npm run docs.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { bundle } from './bundle.mjs';

// Inside the repository, so that the vendors left out of the bundle are found.
const outdir = new URL(`../node_modules/.cache/docs-${process.pid}/`, import.meta.url);
try {
  await bundle({ outdir: outdir.pathname, entryPoints: { reference: 'src/cli/reference.ts' } });
  const { commandReference } = await import(new URL('reference.js', outdir).href);
  const docs = new URL('../docs/', import.meta.url);
  await mkdir(docs, { recursive: true });
  await writeFile(new URL('commands.md', docs), await commandReference());
} finally {
  await rm(outdir, { recursive: true, force: true });
}
