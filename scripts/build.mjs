// Bundles the program into dist/ as split ES modules: one small entry, one chunk per command and vendor.
// Types are checked apart (npm run types), so that a build takes well under a second.
import { readFile, rm } from 'node:fs/promises';
import { build } from 'esbuild';

const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
const root = new URL('..', import.meta.url).pathname;

await rm(`${root}dist`, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: { main: 'src/main.ts' },
  outdir: 'dist',
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
  define: { REMIND_VERSION: JSON.stringify(version) },
  // better-sqlite3 is native. twilio is slower bundled: its own lazy requires are lost (223 -> 272 ms measured).
  external: ['better-sqlite3', 'twilio', 'twilio/*'],
  // CommonJS vendors inside an ES module bundle still call require().
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
});
