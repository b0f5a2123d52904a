#!/usr/bin/env node
// The launcher. It stays plain ES5, so that an old Node prints a sentence and not a syntax error.
'use strict';

var version = process.versions.node.split('.').map(Number);
if (version[0] < 20 || (version[0] === 20 && version[1] < 17)) {
  process.stderr.write(
    'error: remind needs Node.js 20.17 or newer; this is ' + process.version + '\nhint: https://nodejs.org\n',
  );
  process.exit(1);
}

var enableCompileCache = require('node:module').enableCompileCache;
// Node 22 and newer keep compiled code between runs; Node 20 has no such function.
if (enableCompileCache) enableCompileCache();

var program;
try {
  program = require('../dist/main.cjs');
} catch (error) {
  if (error.code !== 'MODULE_NOT_FOUND' || !/main\.cjs/.test(error.message)) throw error;
  process.stderr.write('error: remind is not built\nhint: run npm ci (or npm run build) in the checkout\n');
  process.exitCode = 1;
}
if (program) program.main(process.argv.slice(2));
