import { expect, test } from 'vitest';
import { startApp } from '../app.ts';
import { CINDY, clientOf, refusal, simulate } from '../harness.ts';

const FROM = '+15005550006';
const NOBODYS = `AP${'0'.repeat(32)}`;

async function open() {
  const app = await startApp(() => '<Response><Say>Hello</Say></Response>');
  const simulator = await simulate();
  return { app, simulator, client: clientOf(simulator) };
}

test('applications are made, paged, found, changed and deleted', async () => {
  const { client } = await open();
  const desk = await client.applications.create({ friendlyName: 'desk', voiceMethod: 'GET' });
  const other = await client.applications.create();
  expect((await client.applications.list({ pageSize: 1 })).map(({ sid }) => sid)).toEqual([
    other.sid,
    desk.sid,
  ]);
  expect(await client.applications.list({ friendlyName: 'desk' })).toMatchObject([{ sid: desk.sid }]);
  const url = 'http://127.0.0.1:9/voice';
  await client.applications(desk.sid).update({ voiceUrl: url });
  expect(await client.applications(desk.sid).fetch()).toMatchObject({ voiceUrl: url, voiceMethod: 'GET' });
  expect(await client.applications(desk.sid).remove()).toBe(true);
  expect(await refusal(client.applications(desk.sid).fetch())).toMatchObject({ status: 404 });
  const elsewhere = client.applications.create({ voiceUrl: 'https://example.com' });
  expect(await refusal(elsewhere)).toMatchObject({ code: 21402 });
});

test('a call that names an application asks its URL and tells its callback, whatever else is given', async () => {
  const { app, simulator, client } = await open();
  const { sid } = await client.applications.create({
    voiceUrl: `${app.url}/voice`,
    statusCallback: `${app.url}/status`,
  });
  const given = { url: `${app.url}/no`, statusCallback: `${app.url}/no` };
  await client.calls.create({ to: CINDY, from: FROM, applicationSid: sid, ...given });
  await simulator.clock.advance(60_000);
  expect(app.hooks.map(({ url }) => url)).toEqual(['/voice', '/status']);
});

test('a text that names an application tells its callback, unless it has its own', async () => {
  const { app, simulator, client } = await open();
  const { sid } = await client.applications.create({ messageStatusCallback: `${app.url}/app` });
  const text = { to: CINDY, from: FROM, body: 'hello', applicationSid: sid };
  await client.messages.create(text);
  await client.messages.create({ ...text, statusCallback: `${app.url}/own` });
  await simulator.clock.advance(60_000);
  const count = (path: string) => app.hooks.filter(({ url }) => url === path).length;
  expect(count('/app')).toBeGreaterThan(0);
  expect(count('/own')).toBe(count('/app'));
});

test("somebody else's application is none", async () => {
  const { client } = await open();
  const call = client.calls.create({ to: CINDY, from: FROM, applicationSid: NOBODYS });
  expect(await refusal(call)).toMatchObject({ status: 400, code: 21218 });
  const text = client.messages.create({ to: CINDY, from: FROM, body: 'hello', applicationSid: NOBODYS });
  expect(await refusal(text)).toMatchObject({ status: 400, code: 21218 });
});

test("a text to a number with an application goes to the application's URL, or its fallback", async () => {
  const { app, simulator, client } = await open();
  const { sid } = await client.applications.create({
    smsUrl: `${app.url}/sms`,
    smsMethod: 'GET',
    smsFallbackUrl: `${app.url}/fallback`,
  });
  const number = await client.incomingPhoneNumbers.create({ areaCode: '212', smsApplicationSid: sid });
  simulator.text({ from: CINDY, to: number.phoneNumber, body: 'hello' });
  await simulator.clock.advance(60_000);
  expect(app.hooks.map(({ method, url }) => `${method} ${url.split('?')[0]}`)).toEqual(['GET /sms']);
  await client.applications(sid).update({ smsUrl: `${app.url.replace(/\d+$/, '9')}/nobody` });
  simulator.text({ from: CINDY, to: number.phoneNumber, body: 'hello' });
  await simulator.clock.advance(60_000);
  expect(app.hooks.map(({ method, url }) => `${method} ${url.split('?')[0]}`).at(-1)).toBe('POST /fallback');
});

test("a call to a number with an application goes to the application's URL and callback", async () => {
  const { app, simulator, client } = await open();
  const { sid } = await client.applications.create({
    voiceUrl: `${app.url}/voice`,
    voiceMethod: 'GET',
    statusCallback: `${app.url}/status`,
  });
  const number = await client.incomingPhoneNumbers.create({ areaCode: '212', voiceApplicationSid: sid });
  simulator.call({ from: CINDY, to: number.phoneNumber });
  await simulator.clock.advance(60_000);
  expect(app.hooks.map(({ method, url }) => `${method} ${url.split('?')[0]}`)).toEqual([
    'GET /voice',
    'POST /status',
  ]);
});
