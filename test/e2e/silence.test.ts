import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { emptyHome, remind } from './rig.ts';

it('commands that send nothing make no request', async () => {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => void server.close());
  const { env } = emptyHome();
  const listening = {
    ...env,
    TWILIO_ACCOUNT_SID: `AC${'1'.repeat(32)}`,
    TWILIO_AUTH_TOKEN: '2'.repeat(32),
    REMIND_FROM: '+15005550006',
    REMIND_ALLOW: '+12025550123',
    REMIND_TWILIO_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  };
  const schedule = ['schedule', '--to', '+12025550123', '--at', 'in 1 hour', '--body', 'Hello'];
  for (const args of [
    ['contact', 'add', 'Cindy', '--phone', '+12025550124'],
    schedule,
    [...schedule, '--dry-run'],
    ['send', 'cindy', 'Hello', '--dry-run'],
    ['list'],
    ['show', '1'],
    ['edit', '1', '--body', 'Hello again'],
    ['status'],
    ['config', 'explain'],
    ['doctor'],
    ['db', 'check'],
    ['mode'],
    ['cancel', '1'],
    ['undo'],
  ]) {
    const { code, stderr } = await remind(args, listening);
    expect(code, `${args.join(' ')}: ${stderr}`).toBe(0);
  }
  expect(connections).toBe(0);
  await remind(['send', 'cindy', 'Hello'], listening);
  expect(connections).toBeGreaterThan(0);
}, 30_000);
