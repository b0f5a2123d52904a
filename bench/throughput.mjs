// Throughput: a heap of overdue reminders through the stub, as after an outage.

import { home, REMIND, raiseLimits, start, startStub } from './measure.mjs';
import { numbers, openDatabase, seed } from './seed.mjs';

const DUE = 20_000;
const CONCURRENCY = 32;

export async function measureThroughput() {
  const { env, remove } = home();
  const stub = await startStub(env);
  try {
    // To as many different people, each of them new: the most that the guards have to look at.
    const people = numbers(DUE);
    raiseLimits(env, people);
    const db = openDatabase(env);
    seed(db, { count: DUE, firstAt: Date.now() - 60_000, everyMs: 1, people });
    db.close();
    const args = [REMIND, 'daemon', '--once', '--json', '--concurrency', String(CONCURRENCY)];
    const { code, stderr } = await start(args, { ...env, REMIND_TWILIO_URL: stub.url }, () => {}).ended;
    if (code !== 0 || stub.arrivals.length !== DUE)
      throw new Error(`${stub.arrivals.length} of ${DUE} arrived (exit ${code}): ${stderr}`);
    const instants = stub.arrivals.map(([, at]) => at);
    const seconds = (instants.at(-1) - instants[0]) / 1_000;
    const settings = `${DUE} due at once, ${CONCURRENCY} requests at a time, first to last arrival at the stub; fuse and budget on with raised limits, unlimited rates, API log, synchronous=full`;
    return [{ what: 'throughput', value: DUE / seconds, unit: 'requests a second', settings }];
  } finally {
    await stub.stop();
    remove();
  }
}
