import { expect, test } from 'vitest';
import { CINDY, clientOf, NOON, refusal, simulate } from '../harness.ts';
import { stateFile } from '../state-files.ts';
import { clientAs } from './clients.ts';

const DAY = 86_400_000;

test('accounts, keys, numbers with their rent, caller IDs and applications outlive a restart', async () => {
  const path = stateFile();
  const first = await simulate({ stateFile: path, accounts: 1 });
  const client = clientOf(first);
  const key = await client.newKeys.create();
  const made = await client.api.v2010.accounts.create({ friendlyName: 'Clinic' });
  const application = await client.applications.create({ friendlyName: 'desk' });
  const number = await client.incomingPhoneNumbers.create({
    areaCode: '212',
    voiceApplicationSid: application.sid,
  });
  await client.validationRequests.create({ phoneNumber: CINDY });
  await first.clock.advance(60_000);
  await client.api.v2010.accounts(made.sid).update({ status: 'suspended' });
  await first.stop();

  const second = await simulate({ stateFile: path, accounts: 2, seed: 7, virtualTime: { speed: 0 } });
  const { accountSid } = second;
  const again = clientAs(second, { user: key.sid, secret: key.secret, accountSid });
  expect(await again.incomingPhoneNumbers(number.sid).fetch()).toMatchObject({
    phoneNumber: number.phoneNumber,
    voiceApplicationSid: application.sid,
  });
  expect(await again.outgoingCallerIds.list()).toMatchObject([{ phoneNumber: CINDY }]);
  expect(await again.applications.list()).toMatchObject([{ friendlyName: 'desk' }]);
  const owner = clientOf(second);
  expect((await owner.api.v2010.accounts(made.sid).fetch()).status).toBe('suspended');
  expect(await refusal(owner.incomingPhoneNumbers.create({ phoneNumber: number.phoneNumber }))).toMatchObject(
    {
      code: 21422,
    },
  );
  expect(second.testCredentials).toEqual(first.testCredentials);
  expect(second.accounts.map((one) => one.accountSid)).toEqual([
    first.accounts[0]?.accountSid,
    expect.stringMatching(/^AC/),
  ]);
  const balance = async () => Number((await again.balance.fetch()).balance);
  const before = await balance();
  await second.clock.set(NOON + 31 * DAY);
  expect(before - (await balance())).toBeCloseTo(1.15);
});
