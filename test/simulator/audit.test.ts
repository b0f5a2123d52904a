import { expect, test } from 'vitest';
import { type AuditEvent, changesOf } from '../../src/simulator/audit.ts';
import { clientOf, NOON, simulate } from './harness.ts';
import { rowsIn, stateFile } from './state-files.ts';

/** The events of each account, oldest first, as the state file has them. */
function eventsIn(path: string): readonly (readonly AuditEvent[])[] {
  return rowsIn(path, 'events');
}

test('buying, changing, handing over and releasing a number are written down, with who did it', async () => {
  const path = stateFile();
  const simulator = await simulate({ stateFile: path });
  const client = clientOf(simulator);
  const { sid, phoneNumber } = await client.incomingPhoneNumbers.create({ areaCode: '212' });
  await simulator.clock.advance(1_000);
  await client.incomingPhoneNumbers(sid).update({ friendlyName: 'desk' });
  const made = await client.api.v2010.accounts.create({ friendlyName: 'Clinic' });
  await client.incomingPhoneNumbers(sid).update({ accountSid: made.sid });
  await client.api.v2010.accounts(made.sid).incomingPhoneNumbers(sid).remove();
  await simulator.stop();
  const [own = [], sub = []] = eventsIn(path);
  const brief = (events: readonly AuditEvent[]) => events.map(({ type, resourceSid }) => [type, resourceSid]);
  expect(brief(own)).toEqual([
    ['phone-number.created', sid],
    ['phone-number.updated', sid],
    ['phone-number.updated', sid],
  ]);
  expect(brief(sub)).toEqual([
    ['account.created', made.sid],
    ['phone-number.deleted', sid],
  ]);
  expect(own[0]).toEqual({
    seq: 1,
    sid: expect.stringMatching(/^AE[0-9a-f]{32}$/),
    accountSid: simulator.accountSid,
    actorSid: simulator.accountSid,
    at: NOON,
    type: 'phone-number.created',
    resourceType: 'phone-number',
    resourceSid: sid,
    data: { phone_number: phoneNumber },
  });
  expect(own[1]).toMatchObject({
    at: NOON + 1_000,
    data: { resource_properties: { friendly_name: { previous: expect.any(String), updated: 'desk' } } },
  });
  expect(own[2]?.data).toMatchObject({ resource_properties: { account_sid: { updated: made.sid } } });
  expect(sub[1]).toMatchObject({ accountSid: made.sid, actorSid: simulator.accountSid });
});

test('nothing secret is written down', async () => {
  const path = stateFile();
  const simulator = await simulate({ stateFile: path });
  const client = clientOf(simulator);
  const key = await client.newKeys.create({ friendlyName: 'web' });
  const made = await client.api.v2010.accounts.create();
  await client.api.v2010.accounts(made.sid).update({ friendlyName: 'Clinic', status: 'suspended' });
  await simulator.stop();
  const events = eventsIn(path).flat();
  expect(events.map(({ type }) => type)).toEqual(['api-key.created', 'account.created', 'account.updated']);
  for (const secret of [key.secret, made.authToken]) expect(JSON.stringify(events)).not.toContain(secret);
});

test('the changes of an update are what differs, dates aside', () => {
  const before = { a: 1, b: 'x', date_updated: 'then' };
  expect(changesOf(before, { a: 1, b: 'y', date_updated: 'now' })).toEqual({
    resource_properties: { b: { previous: 'x', updated: 'y' } },
  });
});
