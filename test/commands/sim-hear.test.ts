// `remind sim hear`, on a simulator in this process: what it prints for a person, and for a program.

import { expect, it } from 'vitest';
import { command } from '../../commands/sim/hear.ts';
import { NotFoundError } from '../../src/core/errors.ts';
import { clockTime } from '../../src/core/say-time.ts';
import { parsePhones } from '../../src/simulator/phone-file.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { startApp } from '../simulator/app.ts';
import { clientOf, simulate } from '../simulator/harness.ts';
import { testContext } from './context.ts';

const OFFICE = '+15005550006';
const PHONES = `
- {number: +12025550101, name: Cindy, answer-after: 700ms, presses: [{digits: 1, when: press 1}], says: [{words: "hello", when: ten}]}
- {number: +12025550102, name: Front desk, is: voicemail, answer-after: 700ms, greeting: 1750ms, owner-presses: 5}
- {number: +12025550103, is: busy}
- {number: +12025550104, is: voicemail, answer-after: 700ms, greeting: 8s}
`;

async function world() {
  const simulator = await simulate({ phones: parsePhones(PHONES) });
  const client = clientOf(simulator);
  const call = async (to: string, body: string) => {
    const { sid } = await client.calls.create({ to, from: OFFICE, twiml: `<Response>${body}</Response>` });
    await simulator.clock.advance(120_000);
    return sid;
  };
  return { simulator, client, call };
}

async function hear(simulator: Simulator, args: [string | undefined] = [undefined], options: object = {}) {
  const { context, stdout, stderr } = await testContext({ needs: { config: async () => ({}) as never } });
  await command.run(context, args, { url: simulator.url, ...options });
  return { stdout: stdout(), stderr: stderr() };
}

it('says what was lost, what was heard, how much that is and what would help', async () => {
  const { simulator, call } = await world();
  const sid = await call(
    '+12025550102',
    '<Say>This is an automated reminder from your doctor. Your appointment is at ten.</Say>',
  );
  expect((await hear(simulator)).stdout).toBe(
    [
      `+12025550102 (Front desk) · call ${sid} · 12:00:00Z · voicemail, beep after 1.8 s`,
      '  lost   “This is an automated reminder fro”  (not recorded yet)',
      '  heard  “m your doctor. Your appointment is at ten.”',
      '  spoke  “Please leave a message after the tone.”',
      '  55 % of the message came through; no whole pass. Repeat it, wait for the beep, or skip to it.',
      '',
    ].join('\n'),
  );
});

it.each([
  [
    'a person',
    '+12025550101',
    '<Say>At ten. Press 1.</Say><Pause length="3"/>',
    [
      'person',
      '  heard  “At ten. Press 1.”',
      '  spoke  “Hello?”',
      '  spoke  “hello”',
      '  keys   pressed 1',
      '  100 % of the message came through; one whole pass.',
    ],
  ],
  [
    'a key tone and a repeated message',
    '+12025550104',
    '<Play digits="1"/><Say loop="2">At ten.</Say>',
    [
      'voicemail, beep after 0.0 s',
      '  heard  “At ten. At ten.”',
      '  spoke  “Please leave a message after the tone.”',
      '  key    1 skipped the greeting',
      '  100 % of the message came through; 2 of 2 passes whole.',
    ],
  ],
  [
    'an owner who presses 5',
    '+12025550102',
    '<Pause length="2"/><Say>At ten. Press 5 to cancel.</Say>',
    [
      'voicemail, beep after 1.8 s',
      '  lost   “At ten. Press 5 to cancel.”  (recorded, then erased)',
      '  spoke  “Please leave a message after the tone.”',
      '  later  the owner of the mailbox pressed 5: “This message has been erased.”',
      '  0 % of the message came through; no whole pass. Ask a machine for no keys: it takes them for its own.',
    ],
  ],
  ['a busy line', '+12025550103', '<Say>At ten.</Say>', ['not answered (busy)']],
])('%s', async (_what, to, twiml, [head, ...lines]) => {
  const { simulator, call } = await world();
  await call(to, twiml);
  const { stdout } = await hear(simulator, [to]);
  const [first = '', ...rest] = stdout.trimEnd().split('\n');
  expect(first.endsWith(` · ${head}`), first).toBe(true);
  expect(rest).toEqual(lines);
});

it('does not blame a message that was answered before its end', async () => {
  const app = await startApp();
  const { simulator, call } = await world();
  const menu = 'At nine. Press 1 to confirm. Press 2 for something else, or 3 for something different.';
  await call('+12025550101', `<Gather numDigits="1" action="${app.url}"><Say>${menu}</Say></Gather>`);
  expect((await hear(simulator)).stdout.split('\n').at(-2)).toMatch(
    /^ {2}\d\d % of the message came through; a key was pressed before its end\.$/,
  );
});

it('shows texts too, the latest last, and as many as asked for', async () => {
  const { simulator, client, call } = await world();
  await call('+12025550103', '<Say>At ten.</Say>');
  const { sid } = await client.messages.create({ to: '+12025550101', from: OFFICE, body: 'At ten' });
  await simulator.clock.advance(10_000);
  const [received] = simulator.transcripts('+12025550101')[0]?.texts ?? [];
  const at = clockTime(received?.at ?? 0);
  const text = `+12025550101 (Cindy) · text ${sid} · ${at} · from ${OFFICE}\n  read   “At ten”\n`;
  const { stdout } = await hear(simulator);
  expect(stdout.endsWith(`\n\n${text}`)).toBe(true);
  expect((await hear(simulator, [undefined], { limit: '1' })).stdout).toBe(text);
  expect((await hear(simulator, [undefined], { call: sid })).stdout).toBe(text);
});

it('gives programs every field, and instants in UTC', async () => {
  const { simulator, call } = await world();
  const sid = await call('+12025550104', '<Play digits="1"/><Say>At ten.</Say>');
  const { stdout } = await hear(simulator, ['(202) 555-0104'], { json: true });
  expect(JSON.parse(stdout)).toEqual([
    {
      at: '2026-01-01T12:00:00.300Z',
      channel: 'call',
      number: '+12025550104',
      name: null,
      sid,
      side: 'callee',
      from: OFFICE,
      to: '+12025550104',
      answeredAt: '2026-01-01T12:00:01Z',
      answeredBy: 'voicemail',
      kind: 'voicemail',
      beepAt: '2026-01-01T12:00:01Z',
      endedAt: '2026-01-01T12:00:01.670Z',
      endedBy: 'caller',
      said: 'At ten.',
      heard: 'At ten.',
      heardFraction: 1,
      message: 'At ten.',
      passes: 1,
      wholePasses: 1,
      parts: [{ at: '2026-01-01T12:00:01.250Z', verb: 'say', text: 'At ten.', loss: null }],
      answers: ['Please leave a message after the tone.'],
      pressed: '',
      played: '1',
      machineKeys: [{ at: '2026-01-01T12:00:01Z', key: '1', by: 'caller', does: 'skip' }],
      erased: false,
    },
  ]);
  expect((await hear(simulator, [undefined], { json: 'heardFraction' })).stdout).toBe(
    '[{"heardFraction":1}]\n',
  );
});

it('says so when nobody has heard anything, and refuses what is no number and no call', async () => {
  const { simulator, call } = await world();
  expect(await hear(simulator)).toEqual({ stdout: '', stderr: 'Nobody has heard anything yet.\n' });
  expect((await hear(simulator, [undefined], { json: true })).stdout).toBe('[]\n');
  await expect(hear(simulator, ['banana'])).rejects.toBeInstanceOf(NotFoundError);
  const sid = await call('+12025550103', '<Say>hi</Say>');
  await expect(hear(simulator, [undefined], { call: 'CA1' })).rejects.toThrow(
    new NotFoundError('CA1 reached no phone'),
  );
  await expect(hear(simulator, ['+12025550101'], { call: sid })).rejects.toThrow(
    'did not reach +12025550101',
  );
});

it('finds a phone by its name, and says whose silence it is', async () => {
  const { simulator, client } = await world();
  await client.messages.create({ to: '+12025550101', from: OFFICE, body: 'hello' });
  await simulator.clock.advance(5_000);
  expect((await hear(simulator, ['cindy'])).stdout).toContain('+12025550101 (Cindy) · text');
  expect((await hear(simulator, ['Front desk'])).stderr).toContain('Front desk has heard nothing yet.');
  await expect(hear(simulator, ['Bob'])).rejects.toBeInstanceOf(NotFoundError);
  simulator.putPhones(parsePhones('- {number: +12025550105, name: Cindy}'));
  await expect(hear(simulator, ['Cindy'])).rejects.toThrow('+12025550101, +12025550105');
});
