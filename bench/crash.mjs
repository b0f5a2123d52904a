// `npm run crash [-- --write]`: kills the program at every crash point, under every fault, by text and by call, some
// 1,200 times, and prints the tables; `--write` puts them into docs/crash-matrix.md. Some fifteen minutes on two quiet
// cores. Ends with 1 when a kill lost or doubled anything. CRASH_AT_ONCE is how many cases are under way at once (5);
// with CRASH_JOURNAL=FILE a run that was cut short is taken up again; TMPDIR in memory spares the disk.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = new URL('..', import.meta.url).pathname;
const page = join(root, 'docs', 'crash-matrix.md');
const scratch = mkdtempSync(join(tmpdir(), 'remind-crash-report-'));
const report = join(scratch, 'report.md');
try {
  const { status } = spawnSync('npx', ['vitest', 'run', 'test/e2e/crash.test.ts', '-t', 'the crash matrix'], {
    cwd: root,
    env: { ...process.env, CRASH_CASES: 'all', CRASH_REPORT: report },
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
  const tables = readFileSync(report, 'utf8');
  console.log(tables);
  if (status === 0 && process.argv.includes('--write')) writeFileSync(page, withTables(tables));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** The page with what stands below its last heading exchanged. */
function withTables(tables) {
  const text = readFileSync(page, 'utf8');
  const heading = '## The last run\n';
  return `${text.slice(0, text.indexOf(heading))}${heading}\n${tables}\n`;
}
