// Builds the program into dist/. Types are checked apart (npm run types), so a build takes well under a second.
import { createHash } from 'node:crypto';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import Module, { createRequire } from 'node:module';
import { Script } from 'node:vm';
import { bundle } from './bundle.mjs';

const dist = new URL('../dist/', import.meta.url);
const made = await bundle({ outdir: 'dist' });
made.push(...(await cacheCode()));

// What an earlier build left over goes now, not before, so that a program started meanwhile finds a whole build.
for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
  const path = `${entry.parentPath}/${entry.name}`.slice(dist.pathname.length).replace(/^\//, '');
  if (entry.isFile() && !made.includes(path)) await rm(new URL(path, dist));
}

/**
 * Puts V8's compiled form beside the program, and load-cached.cjs before it. Named by content, because V8 itself
 * only compares lengths: a cache must never meet another build's program.
 */
async function cacheCode() {
  const program = new URL('program.cjs', dist);
  const source = await readFile(program, 'utf8');
  const name = `program-${createHash('sha256').update(source).digest('hex').slice(0, 12)}`;
  const file = new URL(`${name}.cjs`, dist);
  await rename(program, file);
  const script = new Script(Module.wrap(source), { filename: file.pathname });
  // Run once, so that what runs at every start is compiled and kept too. It only declares.
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(file), module, file.pathname, dist.pathname);
  await writeFile(new URL(`${name}.cache`, dist), script.createCachedData());
  const loader = await readFile(new URL('load-cached.cjs', import.meta.url), 'utf8');
  await writeFile(program, loader.replaceAll('PROGRAM', name));
  return [`${name}.cjs`, `${name}.cache`];
}
