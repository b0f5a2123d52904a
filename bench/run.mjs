// `npm run bench`: every promise of speed against its limit, measured in one run, and what else is worth knowing.
// Takes some two minutes and wants a quiet machine. Exit 1 when a limit is missed.

import { measureDelivery } from './delivery.mjs';
import { measureImport } from './import.mjs';
import { measureStart } from './start.mjs';
import { measureThroughput } from './throughput.mjs';

let missed = 0;
for (const measure of [measureStart, measureDelivery, measureThroughput, measureImport]) {
  for (const { what, value, unit, limit, settings } of await measure()) {
    const kept = limit === undefined || value <= limit;
    if (!kept) missed += 1;
    const verdict = limit === undefined ? '    ' : kept ? 'ok  ' : 'OVER';
    const figure = `${value.toFixed(unit === '×' ? 2 : 1)}${unit === '×' ? '' : ' '}${unit}`;
    const notes = [limit === undefined ? 'not judged' : `limit ${limit}`, settings].filter(Boolean);
    console.log(`${verdict} ${what}: ${figure} (${notes.join('; ')})`);
  }
}
if (missed > 0) process.exitCode = 1;
