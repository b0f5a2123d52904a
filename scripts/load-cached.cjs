// Loads the program with the code V8 compiled when it was built. Copied into dist/ by build.mjs as program.cjs.
// Without it, Node 20 spends 14 ms of a 100 ms start compiling what a command does not use; newer Nodes keep
// compiled code themselves. A cache of another V8 is turned down by V8, and the program is compiled as ever.
'use strict';

const { readFileSync } = require('node:fs');
const { enableCompileCache, wrap } = require('node:module');
const { Script } = require('node:vm');

const file = `${__dirname}/PROGRAM.cjs`;

if (enableCompileCache) {
  module.exports = require(file);
} else {
  let cachedData;
  try {
    cachedData = readFileSync(`${__dirname}/PROGRAM.cache`);
  } catch {
    // Not built here, or cleaned away: only slower.
  }
  const script = new Script(wrap(readFileSync(file, 'utf8')), { filename: file, cachedData });
  script.runInThisContext()(exports, require, module, file, __dirname);
}
