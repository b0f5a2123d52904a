// Notes every module a program loads, by import or require, in the file LOADED names.

import { appendFileSync } from 'node:fs';
import Module, { register } from 'node:module';

register('./hooks.mjs', import.meta.url);

// Import hooks do not see what require loads.
const load = Module._load;
Module._load = function noted(request, ...rest) {
  if (!Module.isBuiltin(request)) appendFileSync(process.env.LOADED, `${request}\n`);
  return load.call(this, request, ...rest);
};
