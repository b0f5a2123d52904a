// `npm run bench`: every promise of speed against its limit, measured in one run, and what else is worth knowing.
// Takes some minutes and wants a quiet machine. Exit 1 when a limit is missed.
// `npm run bench -- simulator throughput` runs those parts alone.

import { measureDelivery } from './delivery.mjs';
import { measureImport } from './import.mjs';
import { measureSimulator } from './simulator.mjs';
import { measureStart } from './start.mjs';
import { measureStored } from './stored.mjs';
import { measureThroughput } from './throughput.mjs';

const PARTS = {
  start: measureStart,
  delivery: measureDelivery,
  throughput: measureThroughput,
  stored: measureStored,
  import: measureImport,
  simulator: measureSimulator,
};
const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(PARTS);
const unknown = chosen.filter((part) => !Object.hasOwn(PARTS, part));
if (unknown.length > 0) {
  console.error(`No such part: ${unknown.join(', ')}. The parts are ${Object.keys(PARTS).join(', ')}.`);
  process.exit(2);
}

let missed = 0;
for (const part of chosen) {
  for (const row of await PARTS[part]()) {
    const verdict = judge(row);
    if (verdict.isMissed) missed += 1;
    const { what, value, unit, settings } = row;
    const figure = `${value.toFixed(unit === '×' ? 2 : 1)}${unit === '×' ? '' : ' '}${unit}`;
    const notes = [verdict.bound, settings].filter(Boolean);
    console.log(`${verdict.mark} ${what}: ${figure} (${notes.join('; ')})`);
  }
}
if (missed > 0) process.exitCode = 1;

/** Against `limit`, which is the most, or `least`; a row with neither is there to be known. */
function judge({ value, limit, least }) {
  if (limit !== undefined) return { ...outcome(value <= limit, 'OVER '), bound: `limit ${limit}` };
  if (least !== undefined) return { ...outcome(value >= least, 'UNDER'), bound: `at least ${least}` };
  return { mark: '     ', isMissed: false, bound: 'not judged' };
}

function outcome(isKept, miss) {
  return { mark: isKept ? 'ok   ' : miss, isMissed: !isKept };
}
