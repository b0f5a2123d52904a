// A process that has nothing to do but to write 4 kB now and then, as a commit does: what the machine itself takes.
// node --import watch-loop.mjs idle.mjs FOLDER

import { open } from 'node:fs/promises';
import { percentile } from './measure.mjs';

const EVERY_MS = 40;
const page = Buffer.alloc(4096);
const took = [];
globalThis.moreFigures = () => ({ fsyncP50Ms: percentile(took, 50), fsyncP99Ms: percentile(took, 99) });

const file = await open(`${process.argv[2]}/fsync`, 'w');
setInterval(async () => {
  const began = performance.now();
  await file.write(page);
  await file.sync();
  took.push(performance.now() - began);
}, EVERY_MS);
// Whoever waits for this line may send signals: before there is a handler, one ends the process.
console.log('ready');
