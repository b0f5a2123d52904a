// Another loop at the same work: enqueues the heap, and sends each job as a text through undici's pool.
// node peer.mjs MODULE SETTING DUE CONCURRENCY URL
// The module exports reset(), enqueue(jobs), prepare() and start(setting, concurrency, handler).

import { Pool } from 'undici';

const [, , module, setting, due, concurrency, url] = process.argv;
const ACCOUNT = 'AC00000000000000000000000000000001';
const FROM = '+15005550006';

const { reset, enqueue, prepare, start } = await import(module);
const pool = new Pool(url, { connections: Number(concurrency) });
const at = Date.now() - 60_000;
const jobs = Array.from({ length: Number(due) }, (_, i) => ({
  to: `+1202${2_000_000 + i}`,
  body: `Hello, see you at half past two. ${at + i}`,
}));

let left = jobs.length;

async function send({ to, body }) {
  const response = await pool.request({
    method: 'POST',
    path: `/2010-04-01/Accounts/${ACCOUNT}/Messages.json`,
    headers: {
      authorization: `Basic ${Buffer.from(`${ACCOUNT}:${'0'.repeat(32)}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ To: to, From: FROM, Body: body }).toString(),
  });
  const { sid } = await response.body.json();
  left -= 1;
  // Time for the last outcome to be written.
  if (left === 0) setTimeout(() => process.exit(0), 500);
  return sid;
}

await reset();
await enqueue(jobs);
await prepare();
await start(setting, Number(concurrency), send);
