// Preloaded into a process (node --import): how long its event loop is held, and how much of that it computes.
// SIGUSR2 begins, another one ends and writes the figures to the file LOOP_FILE.

import { openSync, readSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

// The finest timer there is: a loop that is never held ticks each millisecond.
const TICK_MS = 1;

const delays = monitorEventLoopDelay({ resolution: TICK_MS });
const schedstat = openSync('/proc/thread-self/schedstat', 'r');
const bytes = Buffer.alloc(64);
const computing = [];
let before;
let timer;

/** What this thread has run so far, in ms: what it waited for a disk, or for its turn, is not in it. */
function computedMs() {
  const size = readSync(schedstat, bytes, 0, bytes.length, 0);
  return Number(bytes.latin1Slice(0, size).split(' ')[0]) / 1e6;
}

function tick() {
  const now = computedMs();
  computing.push(now - before);
  before = now;
}

process.on('SIGUSR2', () => {
  if (timer === undefined) {
    before = computedMs();
    timer = setInterval(tick, TICK_MS).unref();
    delays.enable();
    return;
  }
  delays.disable();
  clearInterval(timer);
  const heldMs = (ns) => Math.max(0, ns / 1e6 - TICK_MS);
  computing.sort((a, b) => a - b);
  const figures = {
    longestMs: heldMs(delays.max),
    p99Ms: heldMs(delays.percentile(99)),
    computingMs: computing.at(-1),
    computingP999Ms: computing[Math.floor(computing.length * 0.999)],
  };
  writeFileSync(process.env.LOOP_FILE, JSON.stringify({ ...figures, ...globalThis.moreFigures?.() }));
});
