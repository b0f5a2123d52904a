// Keeps what V8 compiled of the program beside it, so that a start need not compile it again.
import { createHash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import Module, { createRequire } from 'node:module';
import { Script } from 'node:vm';

/**
 * Turns `program.cjs` of a bundle into `program-HASH.cjs` with its cache, and puts load-cached.cjs in its place.
 * Named by content, because V8 itself compares lengths only: a cache must never meet another build's program.
 * Answers the names of the files made.
 */
export async function cacheCode(outdir) {
  const program = `${outdir}/program.cjs`;
  const source = await readFile(program, 'utf8');
  const name = `program-${createHash('sha256').update(source).digest('hex').slice(0, 12)}`;
  const file = `${outdir}/${name}.cjs`;
  await rename(program, file);
  const script = new Script(Module.wrap(source), { filename: file });
  // Run once, so that what runs at every start is compiled and kept too. It only declares.
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(file), module, file, outdir);
  await writeFile(`${outdir}/${name}.cache`, script.createCachedData());
  const loader = await readFile(new URL('load-cached.cjs', import.meta.url), 'utf8');
  await writeFile(program, loader.replaceAll('PROGRAM', name));
  return [`${name}.cjs`, `${name}.cache`];
}
