import { expect, test } from 'vitest';
import { clientOf, refusal, simulate } from '../harness.ts';
import { rawAs } from './clients.ts';

async function open(seed = 1) {
  const simulator = await simulate({ seed });
  const available = clientOf(simulator).availablePhoneNumbers;
  return { simulator, available, us: available('US').local };
}

const numbersOf = (rows: readonly { phoneNumber: string }[]) => rows.map(({ phoneNumber }) => phoneNumber);

test('the same seed offers the same numbers in the same order, another seed another order', async () => {
  const first = numbersOf(await (await open()).us.list());
  expect(first).toHaveLength(50);
  expect(numbersOf(await (await open()).us.list())).toEqual(first);
  expect(numbersOf(await (await open(2)).us.list())).not.toEqual(first);
});

test('every number in every country is one that nobody has', async () => {
  const { available } = await open();
  // Set aside for fiction by each country's authority, or impossible: no US number goes on with 1 after its area code.
  const nobodys: Record<string, RegExp> = {
    US: /^\+1(\d{3}55501\d\d|8\d\d10000\d\d)$/,
    CA: /^\+1(\d{3}55501\d\d|8\d\d10000\d\d)$/,
    GB: /^\+44(2079460\d{3}|1\d14960\d{3}|113496\d{4}|7700900\d{3}|3069990\d{3}|808157\d{4})$/,
    AU: /^\+61([2378]5550\d{4}|491570\d{3}|1800(160401|9757\d\d))$/,
    DE: /^\+49(3023125\d{3}|4066969\d{3}|8999998\d{3}|6990009\d{3}|17139200\d\d)$/,
    FR: /^\+33(19900\d{4}|26191\d{4}|35301\d{4}|46571\d{4}|53649\d{4}|63998\d{4})$/,
  };
  for (const country of await available.list()) {
    for (const type of Object.keys(country.subresourceUris as object)) {
      const path = { local: 'local', toll_free: 'tollFree', mobile: 'mobile', national: 'national' }[type];
      const rows = await available(country.countryCode)[path as 'local'].list({ pageSize: 1000 });
      expect(rows.length).toBeGreaterThan(0);
      for (const { phoneNumber } of rows) expect(phoneNumber).toMatch(nobodys[country.countryCode] ?? /^$/);
    }
  }
});

test('one page, as long as was asked for, and the client does not ask for another', async () => {
  const { simulator, us } = await open();
  expect(await us.list({ limit: 7 })).toHaveLength(7);
  expect(await us.list({ pageSize: 1000 })).toHaveLength(1000);
  const seen: string[] = [];
  await new Promise<void>((resolve, reject) => {
    const done = (error?: Error) => (error ? reject(error) : resolve());
    us.each({ pageSize: 5, done }, ({ phoneNumber }) => seen.push(phoneNumber));
  });
  expect(seen).toHaveLength(5);
  expect(simulator.requests()).toHaveLength(3);
  expect(await refusal(us.list({ pageSize: 1001 }))).toMatchObject({ code: 20007 });
});

test('a number is described with its place', async () => {
  const { us } = await open();
  const [offer] = await us.list({ areaCode: 415, limit: 1 });
  expect(offer?.toJSON()).toEqual({
    addressRequirements: 'none',
    beta: false,
    capabilities: { voice: true, sms: true, mms: true, fax: false },
    friendlyName: `(415) 555-${offer?.phoneNumber.slice(-4)}`,
    isoCountry: 'US',
    lata: '722',
    latitude: '37.780000',
    locality: 'San Francisco',
    longitude: '-122.420000',
    phoneNumber: offer?.phoneNumber,
    postalCode: '94102',
    rateCenter: 'SAN FRANCISCO',
    region: 'CA',
  });
});

test.each([
  ['+14155550100', /^\+14155550100$/],
  ['415555010*', /^\+1415555010\d$/],
  ['0142', /0142/],
  ['*42', /\d42/],
])('Contains=%s', async (contains, expected) => {
  const { us } = await open();
  const rows = numbersOf(await us.list({ contains, pageSize: 1000 }));
  expect(rows.length).toBeGreaterThan(0);
  for (const number of rows) expect(number).toMatch(expected);
});

test('letters are those of the keypad', async () => {
  const { us } = await open();
  const rows = numbersOf(await us.list({ contains: 'jkl01', pageSize: 1000 }));
  expect(rows).toHaveLength(1000);
  expect(numbersOf(await us.list({ contains: '415KJL0100' }))).toEqual(['+14155550100']);
});

test.each([
  ['one sign', { contains: '4' }, 20001],
  ['seventeen signs', { contains: '1'.repeat(17) }, 20001],
  ['a sign that is no digit', { contains: '41?' }, 20001],
  ['a distance that is none', { nearNumber: '+14155550100', distance: 501 }, 20001],
  ['a place that is none', { nearLatLong: 'here' }, 20001],
  ['a number that is none', { nearNumber: 'home' }, 21401],
])('%s is refused', async (_what, params, code) => {
  const { us } = await open();
  expect(await refusal(us.list(params))).toMatchObject({ status: 400, code });
});

test.each([
  ['by region', { inRegion: 'hi' }, ['Honolulu']],
  ['by locality', { inLocality: 'portland' }, ['Portland']],
  ['by locality and region', { inLocality: 'Portland', inRegion: 'ME' }, ['Portland']],
  ['by postal code', { inPostalCode: '99501' }, ['Anchorage']],
  ['by LATA', { inLata: '832' }, ['Anchorage']],
  ['by rate center', { inRateCenter: 'BOISE' }, ['Boise']],
  ['near a number', { nearNumber: '+14155551234' }, ['Oakland', 'San Francisco', 'San Mateo']],
  ['nearer to it', { nearNumber: '+14155551234', distance: 10 }, ['Oakland', 'San Francisco']],
  ['near a point', { nearLatLong: '61.2,-149.9' }, ['Anchorage']],
  ['near nothing', { nearLatLong: '0,0' }, []],
  ['nowhere', { inRegion: 'XX' }, []],
  ['in an area code without numbers', { areaCode: 999 }, []],
])('numbers %s', async (_what, params, localities) => {
  const { us } = await open();
  const rows = await us.list({ ...params, pageSize: 1000 });
  expect([...new Set(rows.map(({ locality }) => locality))].sort()).toEqual(localities);
});

test('numbers by what they can do, and by the address they need', async () => {
  const { available } = await open();
  const gb = available('GB');
  expect(await gb.local.list({ smsEnabled: true })).toEqual([]);
  expect(await gb.local.list({ smsEnabled: false, voiceEnabled: true })).toHaveLength(50);
  expect(await gb.mobile.list({ smsEnabled: true })).toHaveLength(50);
  expect(await gb.mobile.list({ mmsEnabled: true })).toEqual([]);
  const de = available('DE').local;
  expect(await de.list({ excludeForeignAddressRequired: true })).toHaveLength(50);
  expect(await de.list({ excludeLocalAddressRequired: true })).toEqual([]);
  expect(await de.list({ excludeAllAddressRequired: true })).toEqual([]);
});

test('a country is known by its code, in small letters too', async () => {
  const { simulator, available } = await open();
  expect(await available('CA').fetch()).toMatchObject({ country: 'Canada', countryCode: 'CA' });
  const login = { user: simulator.accountSid, secret: simulator.authToken };
  const path = `/Accounts/${simulator.accountSid}/AvailablePhoneNumbers/ca/Local.json?AreaCode=416&PageSize=1`;
  const { body } = await rawAs(simulator, login, { path });
  expect(body['available_phone_numbers']).toMatchObject([{ iso_country: 'CA', region: 'ON' }]);
});

test.each([
  ['a country without numbers', 'ZZ', 'local'],
  ['mobile numbers of the United States', 'US', 'mobile'],
  ['national numbers of the United States', 'US', 'national'],
  ['numbers for machines', 'US', 'machineToMachine'],
] as const)('%s are a 404', async (_what, country, type) => {
  const { available } = await open();
  expect(await refusal(available(country)[type as 'local'].list())).toMatchObject({
    status: 404,
    code: 20404,
  });
  if (country === 'ZZ') expect(await refusal(available(country).fetch())).toMatchObject({ status: 404 });
});
