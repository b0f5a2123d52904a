// `npm run bench`: every promise of speed, as a ratio or figure against its limit, measured in one run.
// Takes some two minutes and wants a quiet machine. Exit 1 when a limit is missed.

import { measureLateness } from './lateness.mjs';
import { measureStart } from './start.mjs';

const rows = [...measureStart(), ...(await measureLateness())];
for (const { what, value, limit, unit, settings } of rows) {
  const verdict = value <= limit ? 'ok  ' : 'OVER';
  console.log(`${verdict} ${what}: ${value.toFixed(2)}${unit} (limit ${limit}${unit}; ${settings})`);
}
process.exitCode = rows.every(({ value, limit }) => value <= limit) ? 0 : 1;
