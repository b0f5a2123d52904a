// Throughput: a heap of overdue reminders through the stub, beside what other loops make of the same heap.

import { CONCURRENCY, drain, perSecond } from './drain.mjs';
import { home, median, start, startStub } from './measure.mjs';

const DUE = 20_000;
const PEER = new URL('peer.mjs', import.meta.url).pathname;
// Loops to compare with: modules in the folder REMIND_BENCH_PEERS, each with a queue of its own. Their names, the
// setting that each is run with, and how much of their rate is promised.
const PEERS = [
  { name: 'proto', setting: 'strict', least: 0.6 },
  { name: 'plainjob', setting: 'default', least: 1.2 },
];
// In turn, so that a slow moment of the machine falls on all of them.
const RUNS = 3;

export async function measureThroughput() {
  const folder = process.env.REMIND_BENCH_PEERS;
  const peers = folder ? PEERS : [];
  const own = [];
  const theirs = Object.fromEntries(PEERS.map(({ name }) => [name, []]));
  for (let run = 0; run < RUNS; run += 1) {
    own.push(await drain({ due: DUE }));
    for (const peer of peers) theirs[peer.name].push(await runPeer(folder, peer));
  }
  const rate = median(own.map((one) => one.perSecond));
  const rows = [
    { what: 'throughput', value: rate, unit: 'requests a second', settings: SETTINGS },
    {
      what: 'RSS of the daemon then, at the most',
      value: Math.max(...own.map(({ rssMb }) => rssMb)),
      unit: 'MB',
      limit: 150,
    },
  ];
  for (const { name, setting, least } of peers) {
    const its = median(theirs[name]);
    rows.push({
      what: `throughput against ${name} (${setting})`,
      value: rate / its,
      unit: '×',
      least,
      settings: `which makes ${its.toFixed(0)} a second of it`,
    });
  }
  return rows;
}

const SETTINGS = `median of ${RUNS} runs; ${DUE} due at once, ${CONCURRENCY} requests at a time, first to last arrival at the stub; fuse and budget on with raised limits, unlimited rates, API log, synchronous=full`;

/** The same heap, the same stub. */
async function runPeer(folder, { name, setting }) {
  const { env, remove } = home();
  const stub = await startStub(env);
  try {
    const args = [PEER, `${folder}/${name}.mjs`, setting, String(DUE), String(CONCURRENCY), stub.url];
    const { code, stderr } = await start(args, { ...env, SYNC: 'FULL' }, () => {}).ended;
    if (code !== 0 || stub.arrivals.length !== DUE)
      throw new Error(`${name}: ${stub.arrivals.length} of ${DUE} arrived (exit ${code}): ${stderr}`);
    return perSecond(stub.arrivals);
  } finally {
    await stub.stop();
    remove();
  }
}
