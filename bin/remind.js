#!/usr/bin/env node
// The launcher. It stays plain ES6, so that an old Node prints a sentence and not a syntax error.
var [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 17)) {
  process.stderr.write(
    'error: remind needs Node.js 20.17 or newer; this is ' + process.version + '\nhint: https://nodejs.org\n',
  );
  process.exit(1);
}
import('node:module').then(({ enableCompileCache }) => {
  // Node 22 and newer keep compiled code between runs; Node 20 has no such function.
  if (enableCompileCache) enableCompileCache();
  return import('../dist/main.js').then(
    ({ main }) => main(process.argv.slice(2)),
    (error) => {
      var missing = error && error.code === 'ERR_MODULE_NOT_FOUND' && /dist[\\/]main\.js/.test(error.message);
      if (!missing) throw error;
      process.stderr.write(
        'error: remind is not built\nhint: run npm ci (or npm run build) in the checkout\n',
      );
      process.exitCode = 1;
    },
  );
});
