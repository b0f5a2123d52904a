// Loads the program and its vendors with the code V8 compiled when they were built. Copied into dist/ by build.mjs
// as program.cjs. Without it, Node 20 spends 20 ms of a 65 ms start compiling (`list`); newer Nodes keep compiled code
// themselves. A cache of another V8 is turned down by V8, and the file is compiled as ever.
'use strict';

const { readFileSync } = require('node:fs');
const { enableCompileCache, wrap } = require('node:module');
const { dirname } = require('node:path');
const { Script } = require('node:vm');

const VENDOR = /^\.\/(vendor\/[\w-]+)\.cjs$/;

const loaded = new Map();
const requireCached = Object.assign((id) => {
  const name = VENDOR.exec(id)?.[1];
  return name === undefined ? require(id) : load(name);
}, require);

function load(name) {
  if (loaded.has(name)) return loaded.get(name).exports;
  const module = { exports: {} };
  loaded.set(name, module);
  const filename = `${__dirname}/${name}.cjs`;
  const source = wrap(readFileSync(filename, 'utf8'));
  const script = new Script(source, { filename, cachedData: readCache(name) });
  script.runInThisContext()(module.exports, requireCached, module, filename, dirname(filename));
  return module.exports;
}

function readCache(name) {
  try {
    return readFileSync(`${__dirname}/${name}.cache`);
  } catch {
    // Not made here, or cleaned away: only slower.
    return undefined;
  }
}

module.exports = enableCompileCache ? require('./PROGRAM.cjs') : load('PROGRAM');
