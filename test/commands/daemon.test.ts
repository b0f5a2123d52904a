// `remind daemon` as a person and a script meet its end; what it delivers is tested with the engine.

import { describe, expect, it } from 'vitest';
import { command, type DaemonNeeds } from '../../commands/daemon.ts';
import type { Stop, StopKind } from '../../src/core/stop.ts';
import { testContext } from './context.ts';

const since = Date.parse('2026-11-23T09:00:00Z');
const stop = (kind: StopKind): Stop => ({
  id: 1,
  kind,
  tenantId: null,
  tenantName: null,
  reason: null,
  since,
});

async function ended(kind: StopKind | undefined, { tty = false } = {}) {
  const runDaemon: DaemonNeeds['runDaemon'] = async (_options, emit) => {
    emit({ event: 'stopped', sent: 0, failed: 0 });
    const stops = kind === undefined ? [] : [stop(kind)];
    return { failed: 0, haltedBy: null, alarm: kind === 'restored' ? 'x' : null, stops };
  };
  const { context, stdout, stderr } = await testContext({ tty, needs: { runDaemon } });
  const code = await command.run(context, [], { once: true, ...(tty ? {} : { json: true }) });
  await Promise.resolve();
  return { code, stdout: stdout(), stderr: stderr() };
}

describe('a daemon that ends while a stop holds', () => {
  it.each([false, true])('says why nothing is sent, and the way back (terminal: %s)', async (tty) => {
    const { code, stdout, stderr } = await ended('restored', { tty });
    expect(code).toBe(5);
    expect(stderr).toBe(
      'warning: the database was restored: nothing is sent since 2026-11-23T09:00:00Z; ' +
        'remind resume asks Twilio what was sent since, shows what would go, and asks you\n',
    );
    expect(stdout).toContain('stopped');
  });

  it('says so of a pause as well, which is no fault', async () => {
    const { code, stderr } = await ended('pause');
    expect(code).toBeUndefined();
    expect(stderr).toContain(
      'sending is paused since 2026-11-23T09:00:00Z; let it go on with: remind resume',
    );
  });

  it('says nothing where none holds', async () => {
    expect(await ended(undefined)).toMatchObject({ code: undefined, stderr: '' });
  });
});
