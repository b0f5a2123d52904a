// The simulator under load: messages and calls a second, and a past of 550,000 rows. What it is asked, and how fast,
// is measured by a client in another process (simulator-client.mjs); the simulator has one core to itself.

import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { home, REMIND } from './measure.mjs';

const CLIENT = new URL('simulator-client.mjs', import.meta.url).pathname;
const CREATES = { count: 60_000, atOnce: 32 };
const CALLS = { count: 6_000, atOnce: 32, cps: 200 };
const PAST = { messages: 500_000, calls: 50_000, days: 400 };

export async function measureSimulator() {
  return [...(await measureCreates()), ...(await measureCalls()), ...(await measurePast())];
}

async function measureCreates() {
  const { seconds, serverMs, rssMb } = await run('creates', CREATES);
  const { count, atOnce } = CREATES;
  return [
    {
      what: 'simulator: messages created',
      value: count / seconds,
      unit: 'a second',
      least: 5_000,
      settings: `${count} over loopback, ${atOnce} connections kept alive, ${perRequest(serverMs, count)}; each is queued, sent and delivered meanwhile; ${pinned()}`,
    },
    { what: 'simulator: RSS after them', value: rssMb, unit: 'MB', settings: `${count} messages in memory` },
  ];
}

async function measureCalls() {
  const { seconds, createSeconds, serverMs } = await run('calls', CALLS, (folder) => {
    const phones = join(folder, 'phones.yaml');
    writeFileSync(phones, '- {number: +12025550101, presses: [1]}\n');
    return ['--speed', '0', '--cps', String(CALLS.cps), '--phones', phones];
  });
  const { count } = CALLS;
  return [
    {
      what: 'simulator: calls through Say, Gather and Say',
      value: count / seconds,
      unit: 'a second',
      least: 2_000,
      settings: `${count} on the virtual clock, ${CALLS.cps} begun in each of its seconds; a person presses 1, an application in another process answers; ${perRequest(serverMs, count)}; ${pinned()}`,
    },
    {
      what: 'simulator: the same with their creation over REST',
      value: count / (seconds + createSeconds),
      unit: 'a second',
      settings: `created at ${(count / createSeconds).toFixed(0)} a second`,
    },
  ];
}

async function measurePast() {
  const { seedSeconds, rssMb, walks } = await run('past', PAST);
  const rows = PAST.messages + PAST.calls;
  return [
    {
      what: 'simulator: a past made up',
      value: seedSeconds,
      unit: 's',
      limit: 60,
      settings: `${rows} rows of ${PAST.days} days, in a temporary file; ${pinned()}`,
    },
    {
      what: 'simulator: RSS with it',
      value: rssMb,
      unit: 'MB',
      limit: 300,
      settings: 'the most it ever had, listing included',
    },
    ...walks.map(({ what, pages, rows: found, seconds, serverMs }) => ({
      what: `simulator: pages of ${what}`,
      value: pages / seconds,
      unit: 'a second',
      // Of two pages, the first one's way to its day is half the time.
      ...(pages >= 20 && { least: 50 }),
      settings: `${found} rows on ${pages} pages of 1000, one after the other by next_page_uri; ${perRequest(serverMs, pages)}`,
    })),
  ];
}

function perRequest(serverMs, count) {
  return `${((serverMs / count) * 1_000).toFixed(0)} µs of the simulator's processor each`;
}

const canPin = process.platform === 'linux' && cpus().length > 1 && spawnSync('taskset', ['-V']).status === 0;

function pinned() {
  return canPin ? 'simulator on a core of its own' : 'simulator wherever the system puts it';
}

/** `remind sim run` with the client as its command: nothing is printed of what happens. Answers what the client says. */
function run(what, plan, flagsFor = () => []) {
  const { env, folder, remove } = home();
  const on = (core) => (canPin ? ['taskset', '-c', String(core)] : []);
  const client = [...on(1), process.execPath, CLIENT, what, JSON.stringify(plan)];
  const [file, ...args] = [
    ...on(0),
    ...[process.execPath, REMIND, 'sim', 'run', ...flagsFor(folder), '--', ...client],
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      remove();
      if (code === 0) resolve(JSON.parse(text));
      else reject(new Error(`the client of "${what}" ended with ${code}`));
    });
  });
}
