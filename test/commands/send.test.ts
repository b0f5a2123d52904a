// `remind send` as a person and a script meet it; what it sends is tested with the door and the daemon.

import { describe, expect, test } from 'vitest';
import { command, type RefusedPart, type SendNeeds, type SentReminder } from '../../commands/send.ts';
import type { FormatFlags } from '../../src/core/command.ts';
import type { Reminder } from '../../src/core/reminder.ts';
import { estimateReminder } from '../../src/reminders/estimate.ts';
import { makeWorld, reminderNow, scheduleIn, type World } from '../reminders/world.ts';
import { testContext } from './context.ts';

const REQUEST = { method: 'POST', path: '/Messages.json', params: { To: '+12025550123', Body: 'Hello' } };

interface Wanted {
  readonly options?: FormatFlags & {
    readonly via?: string;
    readonly dryRun?: boolean;
    readonly wait?: boolean;
  };
  readonly outcome?: Partial<Reminder>;
  readonly more?: Partial<SentReminder>;
  readonly refused?: readonly RefusedPart[];
  /** What became of the second of two, where that differs. */
  readonly second?: Partial<Reminder>;
}

async function send({ options = {}, outcome = {}, more = {}, refused = [], second = {} }: Wanted) {
  const world: World = await makeWorld();
  const { reminders } = await scheduleIn(world, { via: options.via });
  const stored = await Promise.all(reminders.map(({ id }) => reminderNow(world, id ?? 0)));
  const rows = stored.map((reminder, index) => ({
    reminder: {
      ...reminder,
      state: 'sent' as const,
      receipt: 'queued',
      ...outcome,
      ...(index === 1 ? second : {}),
    },
    sid: 'SM1',
    contactName: 'Cindy Smith',
    estimate: estimateReminder(reminder),
    httpStatus: 201,
    problem: null,
    remedy: null,
    ...more,
  }));
  const needs: SendNeeds = {
    send: async () => ({ sent: rows, refused }),
    previewSend: async () =>
      rows.map(({ reminder, contactName, estimate }) => ({
        reminder,
        contactName,
        estimate,
        request: REQUEST,
      })),
  };
  const { context, stdout, stderr } = await testContext({ needs });
  const code = await command.run(context, ['cindy', 'Hello'], options);
  return { code, stdout: stdout(), stderr: stderr() };
}

describe('send', () => {
  test('tells what became of it, about what it cost, and where to look next', async () => {
    const { code, stdout, stderr } = await send({});
    expect(stdout).toBe('Text 1 to Cindy Smith (+12025550123): sent, queued, about $0.0125\n');
    expect(stderr).toBe('What becomes of it: remind show 1\n');
    expect(code).toBeUndefined();
  });

  test('has nothing to tell after it when it has waited', async () => {
    const { stderr } = await send({ options: { wait: true }, outcome: { receipt: 'delivered' } });
    expect(stderr).toBe('');
  });

  test('tells why Twilio refused it and what to do, and no price', async () => {
    const { code, stdout, stderr } = await send({
      outcome: { state: 'failed', receipt: null },
      more: { httpStatus: 400, problem: '21211: not a valid number', remedy: 'correct it' },
    });
    expect(stdout).toBe(
      'Text 1 to Cindy Smith (+12025550123): failed\n  21211: not a valid number\n  correct it\n',
    );
    expect([code, stderr]).toEqual([6, '']);
  });

  test.each([
    ['wrong credentials', { state: 'failed' }, { httpStatus: 401 }, 4],
    ['an undelivered text', { receipt: 'undelivered' }, { problem: '30003: unreachable' }, 6],
    ['an unknown outcome', { state: 'unknown' }, { httpStatus: null }, 8],
  ] as const)('ends with its own exit code for %s', async (_name, outcome, more, expected) => {
    expect((await send({ outcome, more })).code).toBe(expected);
  });

  test('says what of it a guard refused, and ends with 8, when the rest of it went', async () => {
    const refused = [{ channel: 'call', message: 'not sent: 3 calls in 15m', hint: 'wait' }] as const;
    const { code, stdout, stderr } = await send({ refused });
    expect(stdout).toMatch(/^Text 1 .*: sent/);
    expect(stderr).toContain('the call was not sent: 3 calls in 15m (wait)\n');
    expect(code).toBe(8);
  });

  test('ends with 8 when Twilio took one of two, and with 6 when it took none', async () => {
    const options = { via: 'both' };
    expect((await send({ options, second: { state: 'failed' } })).code).toBe(8);
    expect((await send({ options, outcome: { state: 'failed' } })).code).toBe(6);
  });

  test('is one array in JSON, two objects of it for a text and a call', async () => {
    const { stdout } = await send({ options: { json: 'id,channel,state,request', via: 'both' } });
    expect(JSON.parse(stdout)).toEqual([
      { id: '1', channel: 'sms', state: 'sent', request: null },
      { id: '2', channel: 'call', state: 'sent', request: null },
    ]);
  });

  test('shows in a dry run the request, word for word', async () => {
    const { stdout, stderr } = await send({ options: { dryRun: true } });
    expect(stdout).toBe('POST /Messages.json\n  To=+12025550123\n  Body=Hello\n');
    expect(stderr).toBe('Nothing was stored or sent: this was a dry run.\n');
    const json = await send({ options: { dryRun: true, json: 'id,to,request' } });
    expect(JSON.parse(json.stdout)).toEqual([{ id: null, to: '+12025550123', request: REQUEST }]);
  });
});
