// The real program, killed with SIGKILL at its crash points while the simulator misbehaves, and judged by what the
// simulator took: a few cases here, all of them with `npm run crash`.

import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CRASH_POINTS } from '../../src/core/crash-point.ts';
import type { Outcome } from '../crash/kill.ts';
import { CASES, type Case, sayCase } from '../crash/matrix.ts';
import { isClean, killAll } from '../crash/pool.ts';
import { matrixTables } from '../crash/table.ts';
import { emptyHome, remind, simulatorEnv, start, testSimulator } from './rig.ts';

// One of each run, under as many faults as there are cases.
const FEW: readonly Case[] = [
  { run: 'send', point: 'claim:committed', fault: 'none', via: 'sms' },
  { run: 'send', point: 'request:on-wire', fault: 'drop-reply', via: 'sms' },
  { run: 'send', point: 'request:at-twilio', fault: 'delay', via: 'call' },
  { run: 'send', point: 'outcome:before-commit', fault: 'error-after-accept', via: 'call' },
  { run: 'follow', point: 'receipt:written', fault: 'malformed', via: 'sms' },
  { run: 'recover', point: 'recover:intent-settled', fault: 'rate-limit', via: 'sms' },
  { run: 'find', point: 'reconcile:before-commit', fault: 'list-lag', via: 'sms' },
  { run: 'prove-absent', point: 'reconcile:look-counted', fault: 'error-503', via: 'call' },
  { run: 'recur', point: 'recurrence:before-commit', fault: 'error-before', via: 'sms' },
  { run: 'import', point: 'import:row-applied', fault: 'refuse-connection', via: 'sms' },
  { run: 'restore', point: 'restore:log-moved', fault: 'slow-body', via: 'call' },
];

const isLong = process.env['CRASH_CASES'] === 'all';
// Processes mostly wait for one another; on two cores more at once gain nothing.
const AT_ONCE = Number(process.env['CRASH_AT_ONCE'] ?? (isLong ? 5 : 4));

describe('the crash matrix', () => {
  it(
    'loses nothing, doubles nothing, leaves no row in an unlawful state and no SID but the simulator’s',
    async () => {
      const journal = process.env['CRASH_JOURNAL'];
      const done = isLong && journal ? readJournal(journal) : [];
      const isDone = new Set(done.map((outcome) => sayCase(outcome.case)));
      const left = (isLong ? CASES : FEW).filter((one) => !isDone.has(sayCase(one)));
      let count = done.length;
      const fresh = await killAll(left, AT_ONCE, (outcome) => {
        count += 1;
        if (isLong) tell(outcome, count);
        if (isLong && journal) appendFileSync(journal, `${JSON.stringify(outcome)}\n`);
      });
      const outcomes = [...done, ...fresh];
      const report = process.env['CRASH_REPORT'];
      if (report) writeFileSync(report, matrixTables(outcomes, new Date()));
      expect(outcomes.filter((outcome) => !isClean(outcome))).toEqual([]);
    },
    isLong ? 4 * 3_600_000 : 180_000,
  );

  it('comes by every point, which stands in the program once', () => {
    expect(CASES.length).toBeGreaterThanOrEqual(1_000);
    for (const point of CRASH_POINTS)
      expect(
        CASES.some((one) => one.point === point),
        point,
      ).toBe(true);
    const source = ['src/delivery', 'src/gateway', 'src/reminders', 'src/store', 'src/watchdog']
      .flatMap((folder) =>
        readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
      )
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(name, 'utf8'))
      .join('\n');
    const where = /crashPoint\(`(\w+):\$\{where\}`\)/g;
    const labels = [
      ...[...source.matchAll(/crashPoint\([^`)]*\)/g)].flatMap(
        ([call]) => call.match(/(?<=')[a-z:-]+(?=')/g) ?? [],
      ),
      ...[...source.matchAll(where)].flatMap(([, subject]) => [
        `${subject}:before-commit`,
        `${subject}:committed`,
      ]),
    ];
    expect([...labels].sort()).toEqual([...CRASH_POINTS].sort());
  });
});

/** What a run that was cut short has shown: where nobody was killed, nothing. */
function readJournal(path: string): readonly Outcome[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Outcome).filter(({ kills }) => kills > 0);
}

function tell(outcome: Outcome, count: number): void {
  if (count % 50 === 0) process.stderr.write(`${count} of ${CASES.length}\n`);
  if (!isClean(outcome)) process.stderr.write(`${sayCase(outcome.case)}: ${JSON.stringify(outcome)}\n`);
}

describe('REMIND_CRASH_AT', () => {
  const LINE = ['send', '+12025550123', 'Hello'];

  it('kills on a simulator’s database', async () => {
    const simulator = await testSimulator();
    const env = { ...emptyHome().env, ...simulatorEnv(simulator), REMIND_CRASH_AT: 'request:before-wire' };
    // The first run stamps the database, and is not harmed.
    expect((await remind(LINE, env)).stderr).toContain('REMIND_CRASH_AT is for the database of a simulator');
    const { child, ended } = start(['send', '+12025550123', 'Hello again'], env);
    expect((await ended).code).toBeNull();
    expect(child.signalCode).toBe('SIGKILL');
    expect(simulator.messages().map(({ body }) => body)).toEqual(['Hello']);
  });

  it('is ignored where the real Twilio may be reached, and says so', async () => {
    const { env } = emptyHome();
    const real = {
      ...env,
      TWILIO_ACCOUNT_SID: `AC${'1'.repeat(32)}`,
      TWILIO_AUTH_TOKEN: '2'.repeat(32),
      REMIND_FROM: '+15005550006',
      REMIND_TWILIO_URL: 'http://127.0.0.1:9',
    };
    await remind(['daemon', '--once'], real);
    const again = await remind(['daemon', '--once'], { ...real, REMIND_CRASH_AT: 'recover:committed' });
    expect(again.stderr).toContain('is ignored here');
    const send = await remind(LINE, {
      ...real,
      REMIND_ALLOW: '+12025550123',
      REMIND_CRASH_AT: 'claim:begun',
    });
    expect(send.code).not.toBeNull();
  });

  it('refuses a point that there is not, and names one', async () => {
    const { env } = emptyHome();
    const { code, stderr } = await remind(['list'], { ...env, REMIND_CRASH_AT: 'claim:comitted' });
    expect(code).toBe(2);
    expect(stderr).toContain('claim:committed');
  });
});
