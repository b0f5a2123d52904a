import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Env, emptyHome, remind, remindJson, simulatorEnv, start, testSimulator } from './rig.ts';

const DAY_MS = 24 * 3_600_000;

async function rig(startAt: string) {
  const simulator = await testSimulator({ virtualTime: { start: Date.parse(startAt), speed: 0 } });
  const env: Env = { ...emptyHome().env, ...simulatorEnv(simulator), REMIND_CLOCK: simulator.url };
  const sentAt = (): string[] =>
    simulator.messages().map((message) => new Date(message.createdAt).toISOString());
  return { simulator, env, sentAt };
}

describe('on the simulator’s clock', () => {
  it('a reminder of the day after tomorrow goes out when the clock gets there, and not before', async () => {
    const { simulator, env, sentAt } = await rig('2026-03-27T12:00:00Z');
    const scheduled = await remind(
      [
        'schedule',
        '--to',
        '+12025550123',
        '--for',
        'sunday 14:30',
        '--before',
        '1d',
        '--tz',
        'Europe/Berlin',
        '--body',
        'At {{time}}',
      ],
      env,
    );
    expect(scheduled.code, scheduled.stderr).toBe(0);
    const daemon = start(['daemon'], env);
    await expect.poll(() => daemon.stderr(), { timeout: 30_000 }).toContain('"started"');
    // A day before Sunday 14:30 is Saturday 14:30, although the clocks change in between.
    await simulator.clock.set(Date.parse('2026-03-28T13:29:59Z'));
    expect(sentAt()).toEqual([]);
    await simulator.clock.advance(1_000);
    await expect.poll(sentAt, { timeout: 30_000 }).toEqual(['2026-03-28T13:30:00.000Z']);
    expect(simulator.messages()[0]?.body).toBe('At 2:30 PM');
    await expect.poll(() => daemon.stderr(), { timeout: 30_000 }).toContain('"event":"sent"');
    const log = daemon
      .stderr()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { time: string });
    expect(log[0]?.time.slice(0, 10)).toBe('2026-03-27');
    expect(log.at(-1)?.time.slice(0, 16)).toBe('2026-03-28T13:30');
  });

  it('a recurring one keeps its local time over the change of the clocks, and catches up once after downtime', async () => {
    const { simulator, env, sentAt } = await rig('2026-10-30T11:00:00Z');
    const cron = ['--cron', '0 9 * * *', '--tz', 'America/New_York'];
    const scheduled = await remind(
      ['schedule', '--to', '+12025550123', ...cron, '--body', 'Good morning'],
      env,
    );
    expect(scheduled.code, scheduled.stderr).toBe(0);
    const daemon = start(['daemon', '--json'], env);
    await expect.poll(() => daemon.stdout(), { timeout: 30_000 }).toContain('"started"');
    for (const day of ['30T13', '31T13']) {
      await simulator.clock.set(Date.parse(`2026-10-${day}:00:00Z`));
      await expect.poll(() => sentAt().at(-1), { timeout: 30_000 }).toBe(`2026-10-${day}:00:00.000Z`);
      // The next occurrence is made by the daemon's side work, once a second of real time.
      await expect
        .poll(async () => (await remindJson<unknown[]>(['list', '--state', 'scheduled'], env)).length, {
          timeout: 30_000,
        })
        .toBe(1);
    }
    // The night of Sunday 1 November has 25 hours.
    await simulator.clock.set(Date.parse('2026-11-01T14:00:00Z'));
    await expect.poll(() => sentAt().at(-1), { timeout: 30_000 }).toBe('2026-11-01T14:00:00.000Z');
    daemon.child.kill('SIGTERM');
    await daemon.ended;
    await simulator.clock.advance(3 * DAY_MS + 3_600_000);
    expect((await remind(['daemon', '--until-idle'], env)).code).toBe(0);
    expect(sentAt()).toHaveLength(4);
    expect(sentAt().at(-1)).toBe('2026-11-04T15:00:00.000Z');
  }, 180_000);

  it('refuses a clock that is no simulator’s, before anything is sent', async () => {
    const { env } = await rig('2026-10-30T11:00:00Z');
    const wrong = await remind(['status'], { ...env, REMIND_CLOCK: 'http://127.0.0.1:9' });
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toMatch(/REMIND_CLOCK/);
    const server = createServer((_request, response) => response.end('<html>\n</html>\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const other = await remind(['status'], { ...env, REMIND_CLOCK: `http://127.0.0.1:${port}` });
    expect(other.code).toBe(2);
    expect(other.stderr).toBe(
      `error: REMIND_CLOCK: no simulator answers at http://127.0.0.1:${port}\n` +
        'hint: start one with: remind sim, or unset REMIND_CLOCK to go by the time of this machine\n',
    );
    const { REMIND_TWILIO_URL: _, ...real } = env;
    const send = await remind(['send', '+12025550123', 'Hello'], { ...real, REMIND_ALLOW: '+12025550123' });
    expect(send.code).toBe(5);
    expect(send.stderr).toMatch(/virtual time is for the simulator only/);
  });
});
