// Builds the program into dist/. Types are checked apart (npm run types), so a build takes well under a second.
import { readdir, rm } from 'node:fs/promises';
import { bundle } from './bundle.mjs';
import { cacheCode } from './cache-code.mjs';

const dist = new URL('../dist', import.meta.url).pathname;
const made = await cacheCode(dist, await bundle({ outdir: 'dist' }));

// What an earlier build left over goes now, not before, so that a program started meanwhile finds a whole build.
for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
  const path = `${entry.parentPath}/${entry.name}`;
  if (entry.isFile() && !made.includes(path.slice(dist.length + 1))) await rm(path);
}
