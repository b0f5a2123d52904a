// Builds the program into dist/. Types are checked apart (npm run types), so a build takes well under a second.
import { readdir, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { bundle } from './bundle.mjs';

const { outputs } = await bundle({ outdir: 'dist' });

// Chunks are named by their content: what the last build left over goes now, not before, so that a program
// started meanwhile still finds a whole build.
const made = new Set(Object.keys(outputs).map((path) => basename(path)));
const dist = new URL('../dist/', import.meta.url);
for (const name of await readdir(dist)) {
  if (!made.has(name)) await rm(new URL(name, dist), { recursive: true, force: true });
}
