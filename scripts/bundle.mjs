// How the sources become a program: one small entry, one file of our own code, one file per vendor.
// Why so, and what it saves at start-up: docs/decisions/0004-bundle.md.
import { readFile } from 'node:fs/promises';
import { build } from 'esbuild';

const root = new URL('..', import.meta.url).pathname;
const { version } = JSON.parse(await readFile(`${root}package.json`, 'utf8'));

// better-sqlite3 is native. twilio is slower bundled: its own lazy requires are lost (223 -> 272 ms measured).
const LEFT_OUT = /^(better-sqlite3|twilio)(\/|$)/;

const SETTINGS = {
  absWorkingDir: root,
  bundle: true,
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  platform: 'node',
  target: 'node20.17',
  // An import() becomes a require(): synchronous, and spared the scan for exports that import() of CommonJS costs.
  supported: { 'dynamic-import': false },
  minifySyntax: true,
  minifyWhitespace: true,
  lineLimit: 160,
  keepNames: true,
  legalComments: 'linked',
  logLevel: 'warning',
  banner: { js: "const __file = require('node:url').pathToFileURL(__filename).href;" },
  define: { REMIND_VERSION: JSON.stringify(version), 'import.meta.url': '__file' },
};

/**
 * Bundles `entryPoints` (name to source, below the root) into `outdir`, and the vendors they use into its folder
 * `vendor`. A dynamic import of a source that is an entry point itself loads that entry's file. Answers the names
 * of the files made.
 */
export async function bundle({ outdir, entryPoints = { main: 'src/main.ts', program: 'src/process.ts' } }) {
  const vendors = new Map();
  const own = await build({
    ...SETTINGS,
    entryPoints,
    outdir,
    metafile: true,
    plugins: [vendorsApart(vendors), entriesApart(entryPoints)],
  });
  const apart = await build({
    ...SETTINGS,
    entryPoints: Object.fromEntries(vendors),
    outdir: `${outdir}/vendor`,
    metafile: true,
  });
  const made = [...Object.keys(own.metafile.outputs), ...Object.keys(apart.metafile.outputs)];
  return made.map((path) =>
    path
      .slice(path.lastIndexOf(`${outdir.split('/').at(-1)}/`))
      .split('/')
      .slice(1)
      .join('/'),
  );
}

/** Leaves each vendor to a file of its own, which is read when the code that needs it first runs. */
function vendorsApart(vendors) {
  return {
    name: 'vendors-apart',
    setup({ onResolve }) {
      onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
        if (kind === 'entry-point' || path.startsWith('node:')) return undefined;
        if (LEFT_OUT.test(path)) return { external: true };
        const name = path.replace(/[^\w-]+/g, '-');
        vendors.set(name, path);
        return { path: `./vendor/${name}.cjs`, external: true };
      });
    },
  };
}

function entriesApart(entryPoints) {
  const names = Object.fromEntries(
    Object.entries(entryPoints).map(([name, source]) => [`${root}${source}`, name]),
  );
  return {
    name: 'entries-apart',
    setup({ onResolve }) {
      onResolve({ filter: /^\./ }, ({ path, kind, resolveDir }) => {
        const name = names[new URL(path, `file://${resolveDir}/`).pathname];
        if (kind !== 'dynamic-import' || name === undefined) return undefined;
        return { path: `./${name}.cjs`, external: true };
      });
    },
  };
}
