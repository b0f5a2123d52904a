// Notes, in the file LOADED names, every file a program requires, every source of ours whose code is run, and at the
// end the modules of Node's own that were loaded.
'use strict';

const { appendFileSync } = require('node:fs');
const Module = require('node:module');

const note = (line) => appendFileSync(process.env.LOADED, `${line}\n`);

process.on('exit', () => {
  for (const name of process.moduleLoadList) note(name);
});

const load = Module._load;
Module._load = function noted(request, ...rest) {
  if (!Module.isBuiltin(request)) note(request);
  return load.call(this, request, ...rest);
};

// esbuild keeps each source that is imported late in a function named after it, and calls it through this helper.
const HELPER = 'fn[__getOwnPropNames(fn)[0]]';
globalThis.__noteSource = (name) => {
  note(name);
  return name;
};
const compile = Module.prototype._compile;
Module.prototype._compile = function noted(content, ...rest) {
  const noting = content.replace(HELPER, 'fn[__noteSource(__getOwnPropNames(fn)[0])]');
  if (noting !== content) note('(sources are noted)');
  return compile.call(this, noting, ...rest);
};
