// Medians, whole-process times, a home for each measurement, and the processes it starts.

import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const REMIND = new URL('../bin/remind.js', import.meta.url).pathname;
export const ACCOUNT = 'AC00000000000000000000000000000001';

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export function percentile(numbers, p) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((p / 100) * sorted.length) - 1)];
}

// What names an account, a place or a setting of the person who runs the bench. The rest of the environment stays:
// it costs Node a start too (NODE_EXTRA_CA_CERTS alone some 40 ms), and on both sides of a ratio.
const OWN = /^(REMIND_|TWILIO_|XDG_|HOME$)/;

/** The machine's environment with a home of its own: nobody's configuration, everything under one folder. */
export function home() {
  const folder = mkdtempSync(join(tmpdir(), 'remind-bench-'));
  const kept = Object.entries(process.env).filter(([name]) => !OWN.test(name));
  const env = {
    ...Object.fromEntries(kept),
    HOME: folder,
    REMIND_HOME: join(folder, 'remind'),
    REMIND_TZ: 'Europe/Berlin',
    REMIND_QUIET_HOURS: 'never',
    TWILIO_ACCOUNT_SID: ACCOUNT,
    TWILIO_AUTH_TOKEN: '0'.repeat(32),
    REMIND_FROM: '+15005550006',
    REMIND_ALLOW: '+12025550123',
    REMIND_CPS: '0',
    REMIND_MPS: '0',
  };
  return { folder, env, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

// What makes Node itself start slower: certificates to read, modules to preload.
const BURDENS = ['NODE_EXTRA_CA_CERTS', 'NODE_OPTIONS'];

/** `env` without what makes Node itself start slower; `env` itself when there is nothing of the kind. */
export function bareEnvironment(env) {
  if (!BURDENS.some((name) => name in env)) return env;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !BURDENS.includes(name)));
}

// As high as they can be set: a bench sends in a minute what nobody should. Fuse and budget are on all the same.
const RAISED = {
  'fuse.allPerMinute': 1_000_000,
  'fuse.newPerHour': 1_000_000,
  'fuse.identicalPerHour': 1_000,
  'fuse.blocksPerMinute': 10_000,
  'budget.day': '10000000,1000000USD',
};

/** Raises the limits of sending of a home, and lets it reach `people`. */
export function raiseLimits(env, people) {
  const config = { profiles: { default: { allow: people, ...RAISED } } };
  mkdirSync(env.REMIND_HOME, { recursive: true, mode: 0o700 });
  writeFileSync(join(env.REMIND_HOME, 'config.json'), JSON.stringify(config), { mode: 0o600 });
  delete env.REMIND_ALLOW;
}

/** Runs `node ...args` to its end; returns the wall time in ms. Fails on an exit code other than 0. */
export function timeNode(args, env) {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const ms = Number(process.hrtime.bigint() - start) / 1e6;
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}: ${stderr}`);
  return ms;
}

/** Times cases in turn, so that a slow moment of the machine falls on all of them. Returns medians by name. */
export function timeInTurn(cases, runs) {
  const times = Object.fromEntries(cases.map(({ name }) => [name, []]));
  for (let run = -1; run < runs; run += 1) {
    for (const { name, args, env } of cases) {
      const ms = timeNode(args, env);
      if (run >= 0) times[name].push(ms);
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]));
}

/** Starts `node ...args` and hands over its stdout lines as they come. */
export function start(args, env, onLine) {
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let rest = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const ended = new Promise((resolve) => {
    child.on('exit', (code) => resolve({ code, stderr }));
  });
  return { child, ended };
}

/** Starts bench/stub.mjs; answers its URL and the arrivals, `[due, arrived]` in ms each, as they come. */
export async function startStub(env) {
  const arrivals = [];
  const { promise, resolve } = deferred();
  const stub = start([new URL('stub.mjs', import.meta.url).pathname], env, (line) => {
    if (line.startsWith('http')) resolve(line);
    else arrivals.push(line.split(' ').map(Number));
  });
  const stop = async () => {
    stub.child.kill('SIGTERM');
    await stub.ended;
  };
  return { url: await promise, arrivals, stop };
}

/** A promise and what settles it (Promise.withResolvers is not in Node 20). */
export function deferred() {
  let resolve;
  const promise = new Promise((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

export function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
