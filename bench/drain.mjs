// One heap of overdue reminders sent through the stub by `remind daemon --once`, as after an outage.

import { readFileSync } from 'node:fs';
import { home, REMIND, raiseLimits, start, startStub } from './measure.mjs';
import { numbers, openDatabase, seed } from './seed.mjs';

const WATCH_MS = 100;

export const CONCURRENCY = 32;

/**
 * Sends `due` reminders, to as many different people, each of them new: the most that the guards have to look at.
 * `prepare` may put more into the database before. Answers requests a second, from the first arrival to the last, and
 * the most memory that the daemon ever had, in MB.
 */
export async function drain({ due, prepare = () => {} }) {
  const { env, remove } = home();
  const stub = await startStub(env);
  try {
    const people = numbers(due);
    raiseLimits(env, people);
    const db = openDatabase(env);
    prepare(db);
    seed(db, { count: due, firstAt: Date.now() - 60_000, everyMs: 1, people });
    db.pragma('wal_checkpoint(truncate)');
    db.close();
    const args = [REMIND, 'daemon', '--once', '--json', '--concurrency', String(CONCURRENCY)];
    const { child, ended } = start(args, { ...env, REMIND_TWILIO_URL: stub.url }, () => {});
    let rssMb = 0;
    const watch = setInterval(() => {
      rssMb = readPeakMb(child.pid) ?? rssMb;
    }, WATCH_MS);
    const { code, stderr } = await ended;
    clearInterval(watch);
    if (code !== 0 || stub.arrivals.length !== due)
      throw new Error(`${stub.arrivals.length} of ${due} arrived (exit ${code}): ${stderr}`);
    return { perSecond: perSecond(stub.arrivals), rssMb };
  } finally {
    await stub.stop();
    remove();
  }
}

/** From the first arrival to the last. */
export function perSecond(arrivals) {
  const instants = arrivals.map(([, at]) => at);
  return arrivals.length / ((instants.at(-1) - instants[0]) / 1_000);
}

function readPeakMb(pid) {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
  } catch {
    // It has just ended.
    return undefined;
  }
}
