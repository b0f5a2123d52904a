// Keeps what V8 compiled of the program and its vendors beside them, so that a start need not compile it again.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';

const LOADER = new URL('load-cached.cjs', import.meta.url).pathname;
const WARM_UP = new URL('warm-up.cjs', import.meta.url).pathname;

/**
 * Names the files of a bundle by their content (`program-HASH.cjs`, `vendor/NAME-HASH.cjs`), puts load-cached.cjs
 * in the place of `program.cjs` and writes the caches. By content, because V8 itself compares lengths only: a cache
 * must never meet another build's file. Answers the names of all files there are now.
 */
export async function cacheCode(outdir, files) {
  let program = await readFile(`${outdir}/program.cjs`, 'utf8');
  const made = [];
  for (const file of files) {
    const vendor = /^(vendor\/.*)\.cjs$/.exec(file)?.[1];
    const name = vendor ? nameByContent(vendor, await readFile(`${outdir}/${file}`)) : file;
    if (name !== file) await rename(`${outdir}/${file}`, `${outdir}/${name}`);
    program = program.replaceAll(`"./${file}"`, `"./${name}"`);
    made.push(name);
  }
  const name = nameByContent('program', program);
  await writeFile(`${outdir}/${name}`, program);
  const loader = await readFile(LOADER, 'utf8');
  await writeFile(`${outdir}/program.cjs`, loader.replaceAll('PROGRAM', name.replace(/\.cjs$/, '')));
  spawnSync(process.execPath, [WARM_UP, outdir], { stdio: 'ignore' });
  const caches = (await readdir(outdir, { recursive: true })).filter((file) =>
    [name, ...made].includes(file.replace(/\.cache$/, '.cjs')),
  );
  return [...new Set([...made, name, ...caches])];
}

function nameByContent(name, content) {
  return `${name}-${createHash('sha256').update(content).digest('hex').slice(0, 12)}.cjs`;
}
