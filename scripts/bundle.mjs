// How the sources become a program: one small entry, one file of our own code, one file per vendor.
// Why so, and what it saves at start-up: docs/decisions/0004-bundle.md.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';

const require = createRequire(import.meta.url);
const root = new URL('..', import.meta.url).pathname;
const { version } = JSON.parse(await readFile(`${root}package.json`, 'utf8'));

// twilio is slower bundled: its own lazy requires are lost (223 -> 272 ms measured). bindings only searches for the
// compiled part of better-sqlite3, which is not bundled and whose place we know.
const LEFT_OUT = /^(twilio|bindings)(\/|$)/;

// Makes functions while it answers a request: keeping the name of each is a twentieth of the simulator's time.
const NAMELESS = new Set(['fastify']);

const ENTRIES = { main: 'src/main.ts', program: 'src/process.ts' };

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
  // For stack traces and the names of errors.
  keepNames: true,
  legalComments: 'linked',
  logLevel: 'warning',
  banner: { js: "const __file = require('node:url').pathToFileURL(__filename).href;" },
  define: { REMIND_VERSION: JSON.stringify(version), 'import.meta.url': '__file' },
};

/**
 * Bundles `entryPoints` (name to source, below the root) into `outdir`, and the vendors they use into its folder
 * `vendor`. A dynamic import of a source that is an entry point itself loads that entry's file. With `readable`
 * nothing is renamed, and each source that is loaded late stands under its path. Answers the names of the files made.
 */
export async function bundle({ outdir, entryPoints = ENTRIES, readable = false }) {
  // A third less to read and to compile: 2 ms of every start.
  const settings = { ...SETTINGS, minifyIdentifiers: !readable };
  const vendors = new Map();
  const own = await build({
    ...settings,
    entryPoints,
    outdir,
    metafile: true,
    plugins: [slowModulesLater, vendorsApart(vendors), entriesApart(entryPoints)],
  });
  const apart = await Promise.all(
    [true, false].map((keepNames) =>
      build({
        ...settings,
        keepNames,
        entryPoints: Object.fromEntries([...vendors].filter(([name]) => NAMELESS.has(name) !== keepNames)),
        outdir: `${outdir}/vendor`,
        metafile: true,
        plugins: [slowModulesLater, vendorsLeftOut],
      }),
    ),
  );
  const made = [own, ...apart].flatMap(({ metafile }) => Object.keys(metafile.outputs));
  return made.map((path) =>
    path
      .slice(path.lastIndexOf(`${outdir.split('/').at(-1)}/`))
      .split('/')
      .slice(1)
      .join('/'),
  );
}

/**
 * Leaves each vendor to a file of its own, which is read when the code that needs it first runs. A source named
 * `…-library.ts` says what is used of a vendor: the file then holds no more than that.
 */
function vendorsApart(vendors) {
  return {
    name: 'vendors-apart',
    setup({ onResolve }) {
      const apart = (name, path) => {
        vendors.set(name, path);
        return { path: `./vendor/${name}.cjs`, external: true };
      };
      onResolve({ filter: /-library\.ts$/ }, ({ path, resolveDir }) =>
        apart(/([\w-]+)\.ts$/.exec(path)[1], join(resolveDir, path)),
      );
      onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
        if (kind === 'entry-point' || path.startsWith('node:')) return undefined;
        if (LEFT_OUT.test(path) || isMissing(path)) return { external: true };
        return apart(path.replace(/[^\w-]+/g, '-'), path);
      });
    },
  };
}

/** The driver is an optional dependency: npm takes it away again where it could not be compiled. */
function isMissing(path) {
  if (path !== 'better-sqlite3') return false;
  try {
    return !require.resolve(path);
  } catch {
    return true;
  }
}

const vendorsLeftOut = {
  name: 'vendors-left-out',
  setup({ onResolve }) {
    onResolve({ filter: LEFT_OUT }, () => ({ external: true }));
  },
};

// What takes Node 2 to 6 ms to load, and a short command does not use.
const SLOW = /^(?:node:)?(child_process|crypto|fs\/promises)$/;

/** Puts getters in the place of Node's slow modules: each is loaded when something of it is first used. */
const slowModulesLater = {
  name: 'slow-modules-later',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: SLOW }, ({ path, namespace }) =>
      namespace === 'later' ? { path, external: true } : { path: SLOW.exec(path)[1], namespace: 'later' },
    );
    onLoad({ filter: /.*/, namespace: 'later' }, ({ path }) => {
      const name = JSON.stringify(`node:${path}`);
      const getters = Object.keys(require(path)).map(
        (key) => `get ${key}() { return require(${name}).${key}; }`,
      );
      return { contents: `module.exports = {\n${getters.join(',\n')}\n};`, loader: 'js' };
    });
  },
};

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
