// What is asked of a simulator under measurement; runs below `remind sim run`, and prints what it measured as JSON.
// node simulator-client.mjs creates|calls|past PLAN

import { readFileSync } from 'node:fs';
import { Pool } from 'undici';
import { start } from './measure.mjs';

const APP = new URL('simulator-app.mjs', import.meta.url).pathname;
const { REMIND_TWILIO_URL: url, TWILIO_ACCOUNT_SID: sid, TWILIO_AUTH_TOKEN: token } = process.env;
const authorization = `Basic ${Buffer.from(`${sid}:${token}`).toString('base64')}`;
const FORM = { authorization, 'content-type': 'application/x-www-form-urlencoded' };
const account = `/2010-04-01/Accounts/${sid}`;
// Compiled and warm before it is timed.
const WARM_UP = 5_000;
const WARM_UP_CALLS = 2_000;
const WARM_UP_PAGES = 20;
const FROM = '+15005550006';

const [, , what, plan] = process.argv;
const result = await { creates, calls, past }[what](JSON.parse(plan));
process.stdout.write(JSON.stringify(result));

async function creates({ count, atOnce }) {
  const pool = new Pool(url, { connections: atOnce });
  const create = (i) => {
    const To = `+1202555${String(i % 10_000).padStart(4, '0')}`;
    const body = new URLSearchParams({ To, From: FROM, Body: `Hello from the bench, for the ${i}th time` });
    return exchange(
      pool,
      { method: 'POST', path: `${account}/Messages.json`, headers: FORM, body: body.toString() },
      201,
    );
  };
  await inTurn(WARM_UP, atOnce, create);
  const timed = stopwatch();
  await inTurn(count, atOnce, create);
  const taken = timed();
  await pool.close();
  return { ...taken, rssMb: rssMb('VmRSS') };
}

async function calls({ count, wave, atOnce }) {
  const app = await startApp();
  const pool = new Pool(url, { connections: atOnce });
  const Twiml = `<Response><Gather numDigits="1" action="${app.url}/"><Say>Your appointment is tomorrow at ten. Press 1 to confirm.</Say></Gather><Say>We did not hear from you.</Say></Response>`;
  const body = new URLSearchParams({ To: '+12025550101', From: FROM, Twiml }).toString();
  const create = () =>
    exchange(pool, { method: 'POST', path: `${account}/Calls.json`, headers: FORM, body }, 201);
  const taken = { seconds: 0, serverMs: 0, createSeconds: 0 };
  for (let done = -WARM_UP_CALLS; done < count; done += wave) {
    const created = stopwatch();
    await inTurn(wave, atOnce, create);
    const { seconds: createSeconds } = created();
    const talked = stopwatch();
    // Far beyond the end of the last one's talk.
    await control(pool, '/sim/clock', { advance: 60_000 });
    const { seconds, serverMs: ms } = talked();
    if (done < 0) continue;
    taken.createSeconds += createSeconds;
    taken.seconds += seconds;
    taken.serverMs += ms;
  }
  await check(pool, count + WARM_UP_CALLS);
  await pool.close();
  app.stop();
  return taken;
}

/** Every one of the calls was told what the application says on 1. */
async function check(pool, count) {
  const { calls: rows } = await exchange(pool, { method: 'GET', path: '/sim/calls' }, 200);
  const { transcripts } = await exchange(pool, { method: 'GET', path: '/sim/transcripts' }, 200);
  const heard = transcripts.flatMap(({ calls: received }) => received);
  const whole = heard.filter((call) => call.heard.some(({ heard: text }) => text === 'Thank you. Good bye.'));
  const completed = rows.filter(({ status }) => status === 'completed');
  if (completed.length !== count || whole.length !== count)
    throw new Error(`${completed.length} calls completed, ${whole.length} to their end, of ${count}`);
}

async function past({ messages, calls: callCount, days }) {
  const pool = new Pool(url, { connections: 1, headersTimeout: 0, bodyTimeout: 0 });
  const seeded = stopwatch();
  await control(pool, '/sim/seed', { messages, calls: callCount, days });
  const seedSeconds = seeded().seconds;
  const day = (ago) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
  for (const resource of ['Messages', 'Calls'])
    await walk(pool, `${account}/${resource}.json?PageSize=1000`, { most: WARM_UP_PAGES });
  const walks = [];
  for (const [name, resource, query, rows] of [
    ['all messages', 'Messages', '', messages],
    ['all calls', 'Calls', '', callCount],
    ['messages of fifty days a year ago', 'Messages', `&DateSent%3E=${day(360)}&DateSent%3C=${day(310)}`],
    ['messages of a single day of them', 'Messages', `&DateSent=${day(340)}`],
    ['answers', 'Messages', `&To=${encodeURIComponent(FROM)}`],
    ['calls that were completed', 'Calls', '&Status=completed'],
  ]) {
    walks.push({
      what: name,
      ...(await walk(pool, `${account}/${resource}.json?PageSize=1000${query}`, { expected: rows })),
    });
  }
  await pool.close();
  return { seedSeconds, walks, rssMb: rssMb('VmHWM') };
}

async function walk(pool, first, { expected, most = Number.POSITIVE_INFINITY }) {
  const seen = new Set();
  let pages = 0;
  const timed = stopwatch();
  for (let path = first; path !== null && pages < most; pages += 1) {
    const page = await exchange(pool, { method: 'GET', path, headers: { authorization } }, 200);
    const rows = page.messages ?? page.calls;
    for (const row of rows) seen.add(row.sid);
    path = page.next_page_uri;
  }
  const taken = timed();
  if (expected !== undefined && seen.size !== expected)
    throw new Error(`${seen.size} rows of ${expected} were listed`);
  return { ...taken, pages, rows: seen.size };
}

/** `count` times, `atOnce` of them under way. */
async function inTurn(count, atOnce, work) {
  let next = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < count) {
        next += 1;
        await work(next);
      }
    }),
  );
}

async function exchange(pool, request, status) {
  const text = await askFor(pool, request, status);
  return status === 201 ? undefined : JSON.parse(text);
}

/** What takes long answers with a line for each step; the last one is the answer. */
async function control(pool, path, body) {
  const text = await askFor(pool, { method: 'POST', path, body: JSON.stringify(body) }, 200);
  return JSON.parse(text.slice(text.lastIndexOf('\n', text.length - 2) + 1));
}

async function askFor(pool, request, status) {
  const response = await pool.request(request);
  const text = await response.body.text();
  if (response.statusCode !== status) throw new Error(`${request.path}: ${response.statusCode} ${text}`);
  return text;
}

/** Call it to know what has passed since: seconds, and the simulator's processor time. */
function stopwatch() {
  const began = performance.now();
  const before = serverMs();
  return () => ({ seconds: (performance.now() - began) / 1_000, serverMs: serverMs() - before });
}

// The simulator is whoever started this process. Ticks of 10 ms.
function serverMs() {
  const stat = readFileSync(`/proc/${process.ppid}/stat`, 'utf8');
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
    .map(Number);
  return (user + system) * 10;
}

function rssMb(name) {
  const status = readFileSync(`/proc/${process.ppid}/status`, 'utf8');
  return Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)[1]) / 1024;
}

async function startApp() {
  let said;
  const heard = new Promise((resolve) => {
    said = resolve;
  });
  const { child } = start([APP], process.env, said);
  return { url: await heard, stop: () => child.kill('SIGTERM') };
}
