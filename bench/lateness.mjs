// Lateness: from a reminder's due instant to its request at a local HTTP stub, with a million future ones stored.

import { readFileSync } from 'node:fs';
import { home, percentile, REMIND, start } from './measure.mjs';
import { openDatabase, seed } from './seed.mjs';

const STORED = 1_000_000;
const DUE = 500;
const EVERY_MS = 40;
const LEAD_MS = 4_000;

export async function measureLateness() {
  const { env, remove } = home();
  const arrivals = [];
  const { promise: ready, resolve: isReady } = Promise.withResolvers?.() ?? deferred();
  const stub = start([new URL('stub.mjs', import.meta.url).pathname], env, (line) => {
    if (line.startsWith('http')) isReady(line);
    else arrivals.push(line.split(' ').map(Number));
  });
  let daemon;
  try {
    const url = await ready;
    const db = openDatabase(env);
    seed(db, { count: STORED, firstAt: Date.now() + 30 * 86_400_000, everyMs: 1_000 });
    const starts = [];
    daemon = start([REMIND, 'daemon', '--json'], { ...env, REMIND_TWILIO_URL: url }, (line) => {
      const event = JSON.parse(line);
      if (event.event === 'sent') starts.push(event.lateMs);
    });
    await pause(2_500);
    seed(db, { count: DUE, firstAt: Date.now() + LEAD_MS, everyMs: EVERY_MS });
    db.close();
    await pause(LEAD_MS + DUE * EVERY_MS + 1_500);
    const rssMb = readRssMb(daemon.child.pid);
    daemon.child.kill('SIGTERM');
    const { code, stderr } = await daemon.ended;
    if (arrivals.length !== DUE)
      throw new Error(`${arrivals.length} of ${DUE} arrived (exit ${code}): ${stderr}`);
    const late = arrivals.map(([due, at]) => at - due);
    const settings = `${STORED} stored, ${DUE} due one each ${EVERY_MS} ms, unlimited rates, synchronous=full`;
    return [
      {
        what: 'lateness p99, due instant to request start',
        value: percentile(starts, 99),
        limit: 10,
        unit: ' ms',
        settings,
      },
      {
        what: 'lateness p99, due instant to arrival at the stub',
        value: percentile(late, 99),
        limit: 10,
        unit: ' ms',
        settings: `p50 ${percentile(late, 50)} ms, max ${percentile(late, 100)} ms`,
      },
      { what: 'daemon RSS', value: rssMb, limit: 130, unit: ' MB', settings: 'at the end of that run' },
    ];
  } finally {
    daemon?.child.kill('SIGKILL');
    stub.child.kill('SIGTERM');
    await stub.ended;
    remove();
  }
}

function readRssMb(pid) {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function deferred() {
  let resolve;
  const promise = new Promise((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
