// The half of preload.mjs that runs beside the program: sees each module that is imported.

import { appendFileSync } from 'node:fs';

export async function load(url, context, next) {
  if (!url.startsWith('node:')) appendFileSync(process.env.LOADED, `${url}\n`);
  return next(url, context);
}
