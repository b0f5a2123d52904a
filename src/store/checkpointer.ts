// A thread that keeps the write-ahead log short while a daemon runs, so that no checkpoint holds up a delivery.

import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { Db } from './db.ts';
import { AUTOCHECKPOINT_PAGES } from './sqlite.ts';

// 40 MB of pages and their fsync are some 100 ms in the thread that does it: twenty times what the daemon's
// event loop may be held. A passive checkpoint beside a writer costs the writer nothing.
const LOOK_MS = 1_000;
// 16 MB that the file does not have yet. The log's own size says nothing: once it has grown it stays so and is
// written over from its beginning. Going by it meant a checkpoint each second, whose fsyncs held up the commits
// beside it for 5 to 18 ms.
const BACKLOG_PAGES = 4_096;

// A text and not a file of its own: it then needs no place in the bundle, and tests run what users run.
// The backlog is asked of SQLite (a checkpoint that does nothing, 10 µs) and never read from the file: closing any
// descriptor of the database, its log or its shared memory drops every lock that the process holds on it, after which
// another process truncates the shared memory under the daemon: https://www.sqlite.org/howtocorrupt.html, 2.2
const THREAD = `
  const { parentPort, workerData } = require('node:worker_threads');
  const Database = require(workerData.driver);
  const database = new Database(workerData.path, { timeout: 5000 });
  database.pragma('synchronous = full');
  database.pragma('fullfsync = on');
  const backlog = () => {
    const [{ log, checkpointed }] = database.pragma('wal_checkpoint(noop)');
    return log - checkpointed;
  };
  const timer = setInterval(() => {
    if (backlog() > workerData.backlogPages) database.pragma('wal_checkpoint(passive)');
  }, workerData.lookMs);
  parentPort.on('message', (order) => {
    if (order === 'truncate') database.pragma('wal_checkpoint(truncate)');
    if (order === 'stop') {
      clearInterval(timer);
      database.close();
    }
    parentPort.postMessage(order);
  });`;

export interface Checkpointer {
  /** Empties the log, so that what was deleted is gone from it too. Readers may stand in the way: no promise. */
  truncate(): Promise<void>;
  /** Ends the thread and gives the daemon's own connection its checkpoints back. */
  stop(): Promise<void>;
}

/** Takes the checkpoints of `db`, which is open on the file at `path`, over into a thread. */
export async function startCheckpointer(db: Db, path: string, lookMs = LOOK_MS): Promise<Checkpointer> {
  const driver = createRequire(import.meta.url).resolve('better-sqlite3');
  const workerData = { path, driver, lookMs, backlogPages: BACKLOG_PAGES };
  const thread = new Worker(THREAD, { eval: true, workerData });
  const gone = new Promise<void>((resolve) => {
    thread.once('exit', () => resolve());
  });
  // A thread that died is seen by its exit; without a listener its error would end the daemon.
  thread.on('error', () => {});
  await setAutocheckpoint(db, 0);
  // Whatever ended the thread, the log must not grow without bounds.
  const returned = gone.then(() => setAutocheckpoint(db, AUTOCHECKPOINT_PAGES)).catch(() => {});
  return {
    truncate: () => Promise.race([obeyed(thread, 'truncate'), gone]),
    async stop() {
      await Promise.race([obeyed(thread, 'stop'), gone]);
      await thread.terminate();
      await returned;
    },
  };
}

function obeyed(thread: Worker, order: 'truncate' | 'stop'): Promise<void> {
  return new Promise((resolve) => {
    const hear = (answer: unknown): void => {
      if (answer !== order) return;
      thread.off('message', hear);
      resolve();
    };
    thread.on('message', hear);
    thread.postMessage(order);
  });
}

async function setAutocheckpoint(db: Db, pages: number): Promise<void> {
  await db.tx((sql) => sql.get(`pragma wal_autocheckpoint = ${pages}`));
}
