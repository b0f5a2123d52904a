// Writes docs/commands.md from the commands themselves: npm run docs.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { bundle } from './bundle.mjs';

const require = createRequire(import.meta.url);

// Inside the repository, so that the vendors left out of the bundle are found.
const outdir = new URL(`../node_modules/.cache/docs-${process.pid}/`, import.meta.url);
try {
  await bundle({ outdir: outdir.pathname, entryPoints: { reference: 'src/cli/reference.ts' } });
  const { commandReference } = require(new URL('reference.cjs', outdir).pathname);
  const docs = new URL('../docs/', import.meta.url);
  await mkdir(docs, { recursive: true });
  await writeFile(new URL('commands.md', docs), await commandReference());
} finally {
  await rm(outdir, { recursive: true, force: true });
}
