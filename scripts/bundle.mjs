// How the sources become a program: split ES modules, one small entry, one chunk per command and vendor.
import { readFile } from 'node:fs/promises';
import { build } from 'esbuild';

const root = new URL('..', import.meta.url).pathname;
const { version } = JSON.parse(await readFile(`${root}package.json`, 'utf8'));

/**
 * Bundles `entryPoints` (name to source, below the root) into `outdir`. Answers esbuild's metafile, which says
 * what each chunk was made of.
 */
export async function bundle({ outdir, entryPoints = { main: 'src/main.ts' } }) {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints,
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.17',
    minifySyntax: true,
    keepNames: true,
    sourcemap: false,
    legalComments: 'linked',
    logLevel: 'warning',
    metafile: true,
    define: { REMIND_VERSION: JSON.stringify(version) },
    // better-sqlite3 is native. twilio is slower bundled: its own lazy requires are lost (223 -> 272 ms measured).
    external: ['better-sqlite3', 'twilio', 'twilio/*'],
    // CommonJS vendors inside an ES module bundle still call require().
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  });
  return metafile;
}
