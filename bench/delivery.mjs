// Delivery with a million reminders stored: lateness, the daemon's memory, and how long its event loop is held while
// it sends and purges an old log. Beside it an idle process shows what of that is the machine's.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deferred, home, pause, percentile, REMIND, raiseLimits, start, startStub } from './measure.mjs';
import { numbers, openDatabase, seed, seedOldLog } from './seed.mjs';

const STORED = 1_000_000;
const DUE = 500;
const EVERY_MS = 40;
const LEAD_MS = 500;
const OLD_LOG = 20_000;
const WATCH = new URL('watch-loop.mjs', import.meta.url).href;
const IDLE = new URL('idle.mjs', import.meta.url).pathname;

export async function measureDelivery() {
  const { env, folder, remove } = home();
  const stub = await startStub(env);
  const processes = [];
  try {
    const people = numbers(DUE);
    raiseLimits(env, people);
    const db = openDatabase(env);
    seed(db, { count: STORED, firstAt: Date.now() + 30 * 86_400_000, everyMs: 1_000 });
    seedOldLog(db, OLD_LOG);
    const daemon = await startDaemon({
      ...env,
      REMIND_TWILIO_URL: stub.url,
      LOOP_FILE: join(folder, 'daemon'),
    });
    processes.push(daemon);
    const ready = deferred();
    const idle = start(
      ['--import', WATCH, IDLE, folder],
      { ...env, LOOP_FILE: join(folder, 'idle') },
      ready.resolve,
    );
    processes.push(idle);
    await Promise.race([ready.promise, idle.ended]);
    await pause(200);
    for (const { child } of processes) child.kill('SIGUSR2');
    seed(db, { count: DUE, firstAt: Date.now() + LEAD_MS, everyMs: EVERY_MS, people });
    await pause(LEAD_MS + DUE * EVERY_MS + 1_500);
    const rssMb = readRssMb(daemon.child.pid);
    const oldLeft = db.prepare("select count(*) as n from api_log where url = '/old'").get().n;
    db.close();
    for (const { child } of processes) child.kill('SIGUSR2');
    await pause(200);
    for (const { child } of processes) child.kill('SIGTERM');
    const { code, stderr } = await daemon.ended;
    if (stub.arrivals.length !== DUE || oldLeft > 0)
      throw new Error(
        `${stub.arrivals.length} of ${DUE} arrived, ${oldLeft} left in the log (exit ${code}): ${stderr}`,
      );
    const read = (name) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
    return figures({
      lateMs: daemon.lateMs,
      arrivals: stub.arrivals,
      rssMb,
      daemon: read('daemon'),
      idle: read('idle'),
    });
  } finally {
    for (const { child } of processes) child.kill('SIGKILL');
    await stub.stop();
    remove();
  }
}

/** Resolves when the daemon has said that it started; `lateMs` grows with what it sends. */
async function startDaemon(env) {
  const lateMs = [];
  const { promise, resolve } = deferred();
  const daemon = start(['--import', WATCH, REMIND, 'daemon', '--json'], env, (line) => {
    const event = JSON.parse(line);
    if (event.event === 'started') resolve();
    if (event.event === 'sent') lateMs.push(event.lateMs);
  });
  await Promise.race([promise, daemon.ended]);
  return { ...daemon, lateMs };
}

function figures({ lateMs, arrivals, rssMb, daemon, idle }) {
  const arrived = arrivals.map(([due, at]) => at - due);
  const range = (all) => `p50 ${percentile(all, 50)}, max ${percentile(all, 100)} ms`;
  const loop = ({ longestMs, computingMs }) =>
    `held ${longestMs.toFixed(1)} ms at the longest, ${computingMs.toFixed(1)} of it computing at the most`;
  return [
    {
      what: 'lateness p99, due instant to request start',
      value: percentile(lateMs, 99),
      unit: 'ms',
      limit: 10,
      settings: `${range(lateMs)}; ${STORED} stored, ${DUE} due, one each ${EVERY_MS} ms, fuse and budget on with raised limits, unlimited rates, synchronous=full`,
    },
    {
      what: 'lateness p99, due instant to arrival at the stub',
      value: percentile(arrived, 99),
      unit: 'ms',
      settings: range(arrived),
    },
    { what: 'daemon RSS', value: rssMb, unit: 'MB', limit: 130, settings: 'at the end of that run' },
    {
      what: "event loop held by the daemon's own computing, p99.9 of its ticks",
      value: daemon.computingP999Ms,
      unit: 'ms',
      limit: 5,
      settings: `same run, purging ${OLD_LOG} old rows of the log; ${loop(daemon)}`,
    },
    {
      what: 'event loop held, waiting for disk and processor included, p99',
      value: daemon.p99Ms,
      unit: 'ms',
      settings: `an idle process beside it ${idle.p99Ms.toFixed(1)}, ${loop(idle)}; fsync of 4 kB beside it p50 ${idle.fsyncP50Ms.toFixed(1)}, p99 ${idle.fsyncP99Ms.toFixed(1)} ms`,
    },
  ];
}

function readRssMb(pid) {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
}
