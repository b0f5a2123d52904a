import { expect, test } from 'vitest';
import { CINDY, clientOf, NOON, refusal, simulate } from './harness.ts';
import { rawAs } from './rest/clients.ts';

const FROM = '+15005550006';

test('a message is queued, sent and delivered, with its dates, price and segments filled in on the way', async () => {
  const simulator = await simulate();
  const client = clientOf(simulator);
  const created = await client.messages.create({ to: CINDY, from: FROM, body: 'é'.repeat(161) });
  expect(created).toMatchObject({
    status: 'queued',
    direction: 'outbound-api',
    to: CINDY,
    from: FROM,
    numSegments: '2',
    numMedia: '0',
    price: null,
    dateSent: null,
    errorCode: null,
    dateCreated: new Date(NOON),
  });
  const seen: string[] = [];
  const cancel = simulator.onEvent((event) => event.event === 'message' && seen.push(event.status));
  await simulator.clock.advance(5_000);
  cancel();
  await client.messages.create({ to: FROM, from: simulator.numbers[1] ?? '', body: 'unheard' });
  expect(seen).toEqual(['sending', 'sent', 'delivered']);
  expect(await client.messages(created.sid).fetch()).toMatchObject({
    status: 'delivered',
    price: '-0.01660',
    priceUnit: 'USD',
    dateSent: new Date(NOON),
  });
  expect((await client.balance.fetch()).balance).toBe('99.9834');
  expect(simulator.transcripts(CINDY)[0]?.texts).toEqual([
    { at: NOON + 1_800, sid: created.sid, from: FROM, body: 'é'.repeat(161) },
  ]);
});

test.each([
  ['unreachable', 30003],
  ['not-in-service', 30005],
  ['landline', 30006],
  ['filtered', 30007],
] as const)(
  'a text to a phone that is %s ends undelivered with %i and is read by nobody',
  async (is, code) => {
    const simulator = await simulate();
    await fetch(`${simulator.url}/sim/phones`, { method: 'POST', body: `- {number: "${CINDY}", is: ${is}}` });
    const client = clientOf(simulator);
    const { sid } = await client.messages.create({ to: CINDY, from: FROM, body: 'hello' });
    await simulator.clock.advance(5_000);
    expect(await client.messages(sid).fetch()).toMatchObject({ status: 'undelivered', errorCode: code });
    expect(simulator.transcripts(CINDY)).toEqual([]);
  },
);

const GOOD = { to: CINDY, from: FROM, body: 'hello' };

test.each([
  ['no To', { ...GOOD, to: '' }, 21604],
  ['no From', { ...GOOD, from: '' }, 21603],
  ['no Body', { ...GOOD, body: '' }, 21602],
  ['1,601 characters', { ...GOOD, body: 'x'.repeat(1601) }, 21617],
  ['a To that is no number', { ...GOOD, to: 'Cindy' }, 21211],
  ['a short code to write to', { ...GOOD, to: '12345' }, 21265],
  ['somebody on WhatsApp', { ...GOOD, to: 'whatsapp:+14155550123' }, 63007],
  ['a sender on WhatsApp', { ...GOOD, from: 'whatsapp:+14155550123' }, 63007],
  ['a client', { ...GOOD, to: 'client:cindy' }, 21211],
  ['a From that is no number', { ...GOOD, from: '+999' }, 21212],
  ['a From of somebody else', { ...GOOD, from: '+14155550199' }, 21606],
  ['a sender by name', { ...GOOD, from: 'Clinic' }, 21606],
  ['From and To alike', { ...GOOD, to: FROM }, 21266],
  [
    'eleven pictures',
    { ...GOOD, mediaUrl: Array.from({ length: 11 }, (_, i) => `http://x.test/${i}`) },
    21623,
  ],
  ['a picture without scheme', { ...GOOD, mediaUrl: ['x.test/1.png'] }, 21620],
  ['a validity of nothing', { ...GOOD, validityPeriod: 0 }, 21624],
  ['a validity of more than ten hours', { ...GOOD, validityPeriod: 36_001 }, 21624],
  ['a callback that is no URL', { ...GOOD, statusCallback: 'somewhere' }, 21609],
  [
    'a callback of 4,001 characters',
    { ...GOOD, statusCallback: `http://localhost/${'x'.repeat(3_985)}` },
    21609,
  ],
  ['a callback beyond this machine', { ...GOOD, statusCallback: 'https://example.com/cb' }, 21609],
  ['a time without a service', { ...GOOD, scheduleType: 'fixed', sendAt: new Date(NOON + 3_600_000) }, 35118],
  ['magic From 0001', { ...GOOD, from: '+15005550001' }, 21212],
  ['magic From 0007', { ...GOOD, from: '+15005550007' }, 21606],
  ['magic From 0008', { ...GOOD, from: '+15005550008' }, 21611],
  ['magic To 0001', { ...GOOD, to: '+15005550001' }, 21211],
  ['magic To 0002', { ...GOOD, to: '+15005550002' }, 21612],
  ['magic To 0003', { ...GOOD, to: '+15005550003' }, 21408],
  ['magic To 0004', { ...GOOD, to: '+15005550004' }, 21610],
  ['magic To 0009', { ...GOOD, to: '+15005550009' }, 21614],
] as const)('%s is refused', async (_what, params, code) => {
  const simulator = await simulate();
  const error = await refusal(clientOf(simulator).messages.create(params as never));
  expect(error).toMatchObject({ status: 400, code, moreInfo: `https://www.twilio.com/docs/errors/${code}` });
  expect(simulator.messages()).toEqual([]);
});

test('1,600 characters are accepted, and so is a body of emoji, NUL and right-to-left text, as it is', async () => {
  const simulator = await simulate();
  const client = clientOf(simulator);
  expect((await client.messages.create({ ...GOOD, body: 'x'.repeat(1600) })).numSegments).toBe('11');
  const body = 'Hi 👩‍⚕️ \u0000 שלום +%&=#;';
  expect((await client.messages.create({ ...GOOD, body })).body).toBe(body);
});

test('a picture makes it an MM', async () => {
  const message = await clientOf(await simulate()).messages.create({
    to: CINDY,
    from: FROM,
    mediaUrl: ['http://localhost/a.png', 'http://localhost/b.png'],
  });
  expect(message.sid).toMatch(/^MM[0-9a-f]{32}$/);
  expect(message).toMatchObject({ numMedia: '2', body: '' });
});

const SERVICE = `MG${'0'.repeat(32)}`;

test('a messaging service picks the sender later', async () => {
  const simulator = await simulate();
  const client = clientOf(simulator);
  const created = await client.messages.create({ to: CINDY, messagingServiceSid: SERVICE, body: 'hello' });
  expect(created).toMatchObject({ status: 'accepted', from: null, numSegments: '0' });
  await simulator.clock.advance(5_000);
  expect(await client.messages(created.sid).fetch()).toMatchObject({
    status: 'delivered',
    from: FROM,
    numSegments: '1',
  });
});

test('a scheduled message waits for its time, or is cancelled before it', async () => {
  const simulator = await simulate();
  const client = clientOf(simulator);
  const sendAt = new Date(NOON + 3_600_000);
  const params = {
    to: CINDY,
    messagingServiceSid: SERVICE,
    body: 'hello',
    scheduleType: 'fixed',
    sendAt,
  } as const;
  const sent = await client.messages.create(params);
  const cancelled = await client.messages.create(params);
  expect(sent.status).toBe('scheduled');
  expect((await client.messages(cancelled.sid).update({ status: 'canceled' })).status).toBe('canceled');
  await simulator.clock.advance(3_599_999);
  expect((await client.messages(sent.sid).fetch()).status).toBe('scheduled');
  await simulator.clock.advance(5_000);
  expect((await client.messages(sent.sid).fetch()).status).toBe('delivered');
  expect((await client.messages(cancelled.sid).fetch()).status).toBe('canceled');
  expect(await refusal(client.messages(sent.sid).update({ status: 'canceled' }))).toMatchObject({
    code: 30409,
  });
});

test.each([
  ['too soon', 300_000, 35115],
  ['too far', 36 * 86_400_000, 35115],
])('a time %s ahead is refused', async (_what, lead, code) => {
  const client = clientOf(await simulate());
  const params = { to: CINDY, messagingServiceSid: SERVICE, body: 'hello', scheduleType: 'fixed' } as const;
  expect(await refusal(client.messages.create({ ...params, sendAt: new Date(NOON + lead) }))).toMatchObject({
    code,
  });
});

test.each([
  ['2026-01-01T13:00:00Z', 201, null],
  ['2026-01-01T14:00:00+01:00', 201, null],
  ['2026-01-01T13:00:00', 201, null],
  ['2026-01-01', 400, 35114],
  ['2026-01-01T25:00:00Z', 400, 35114],
  ['in an hour', 400, 35114],
])('SendAt=%s answers %i', async (SendAt, status, code) => {
  const simulator = await simulate();
  const form = { To: CINDY, MessagingServiceSid: SERVICE, Body: 'hello', ScheduleType: 'fixed', SendAt };
  const { accountSid: user, authToken: secret } = simulator;
  const path = `/Accounts/${user}/Messages.json`;
  const answer = await rawAs(simulator, { user, secret }, { method: 'POST', path, form });
  expect([answer.status, answer.body['code'] ?? null]).toEqual([status, code]);
  if (status === 201) expect(simulator.messages()[0]?.nextAt).toBe(NOON + 3_600_000);
});

const TEMPLATE = `HX${'a'.repeat(32)}`;

test('a template needs no Body: the phone gets its SID and what is filled in', async () => {
  const simulator = await simulate();
  const client = clientOf(simulator);
  const template = { to: CINDY, from: FROM, contentSid: TEMPLATE };
  await client.messages.create(template);
  await client.messages.create({
    ...template,
    contentVariables: JSON.stringify({ 1: 'Cindy', when: 'at ten' }),
  });
  await simulator.clock.advance(5_000);
  expect(simulator.transcripts(CINDY)[0]?.texts.map(({ body }) => body)).toEqual([
    TEMPLATE,
    `${TEMPLATE} 1=Cindy when=at ten`,
  ]);
});

test.each([
  ['a template that is none', { contentSid: 'HX1' }, 21655],
  ['variables that are no JSON', { contentSid: TEMPLATE, contentVariables: '{1:' }, 21656],
  ['variables that are a list', { contentSid: TEMPLATE, contentVariables: '["a"]' }, 21656],
  ['a variable that is null', { contentSid: TEMPLATE, contentVariables: '{"1":null}' }, 21656],
  ['a ContentRetention that is none', { body: 'hello', contentRetention: 'burn' }, 30029],
  ['an AddressRetention that is none', { body: 'hello', addressRetention: 'burn' }, 30030],
])('%s is refused', async (_what, params, code) => {
  const client = clientOf(await simulate());
  // As the client's types would have it, there are no such words.
  const error = await refusal(client.messages.create({ to: CINDY, from: FROM, ...params } as never));
  expect(error).toMatchObject({ status: 400, code });
});

test('content that is discarded and an address that is obfuscated are gone once the message was sent', async () => {
  const simulator = await simulate();
  const client = clientOf(simulator);
  const { sid, ...created } = await client.messages.create({
    to: CINDY,
    from: FROM,
    body: 'hello',
    mediaUrl: ['http://localhost/a.png'],
    contentRetention: 'discard',
    addressRetention: 'obfuscate',
  });
  expect(created).toMatchObject({ body: 'hello', to: CINDY });
  expect(await client.messages.list({ to: CINDY })).toHaveLength(1);
  await simulator.clock.advance(5_000);
  const gone = { body: '', to: '+1415555XXXX', status: 'delivered', numMedia: '1' };
  expect(await client.messages(sid).fetch()).toMatchObject(gone);
  expect(await client.messages.list()).toMatchObject([gone]);
  expect(await client.messages.list({ to: CINDY })).toEqual([]);
  expect(await client.messages(sid).media.list()).toEqual([]);
  expect(simulator.transcripts(CINDY)[0]?.texts.map(({ body }) => body)).toEqual(['hello']);
});

test('what is retained stays', async () => {
  const simulator = await simulate();
  const client = clientOf(simulator);
  const { sid } = await client.messages.create({
    ...GOOD,
    contentRetention: 'retain',
    addressRetention: 'retain',
  });
  await simulator.clock.advance(5_000);
  expect(await client.messages(sid).fetch()).toMatchObject({ body: 'hello', to: CINDY });
});

test('a message is redacted and deleted, but not before it is sent', async () => {
  const simulator = await simulate();
  const client = clientOf(simulator);
  const { sid } = await client.messages.create(GOOD);
  expect(await refusal(client.messages(sid).update({ body: '' }))).toMatchObject({
    status: 409,
    code: 20009,
  });
  expect(await refusal(client.messages(sid).remove())).toMatchObject({ status: 409, code: 20009 });
  await simulator.clock.advance(5_000);
  expect(await refusal(client.messages(sid).update({ body: 'other' }))).toMatchObject({ code: 20001 });
  expect((await client.messages(sid).update({ body: '' })).body).toBe('');
  expect(await client.messages(sid).remove()).toBe(true);
  expect(await refusal(client.messages(sid).fetch())).toMatchObject({ status: 404, code: 20404 });
});

test('a sender sends its segments at its rate, and another sender does not wait for it', async () => {
  const simulator = await simulate({ mps: 2 });
  const client = clientOf(simulator);
  const sentAt = new Map<string, number>();
  simulator.onEvent((event) => {
    if (event.event === 'message' && event.status === 'sending') sentAt.set(event.sid, event.at - NOON);
  });
  const sids: string[] = [];
  for (const body of ['one', 'x'.repeat(161), 'three']) {
    sids.push((await client.messages.create({ ...GOOD, body })).sid);
  }
  const other = await client.messages.create({ ...GOOD, from: simulator.numbers[1] ?? '' });
  await simulator.clock.advance(60_000);
  expect(sids.map((sid) => sentAt.get(sid))).toEqual([100, 600, 1_600]);
  expect(sentAt.get(other.sid)).toBe(100);
});

test('a message still queued when its validity ends fails, and takes no turn of the sender', async () => {
  const simulator = await simulate({ mps: 0.1 });
  const client = clientOf(simulator);
  await client.messages.create(GOOD);
  const late = await client.messages.create({ ...GOOD, validityPeriod: 5 });
  const patient = await client.messages.create(GOOD);
  await simulator.clock.advance(5_000);
  expect(await client.messages(late.sid).fetch()).toMatchObject({
    status: 'failed',
    errorCode: 30036,
    dateSent: null,
    price: null,
  });
  await simulator.clock.advance(7_000);
  expect((await client.messages(patient.sid).fetch()).status).toBe('delivered');
});

test('a queue of more than ten hours takes no more', async () => {
  const simulator = await simulate({ mps: 0.001 });
  const client = clientOf(simulator);
  for (let i = 0; i < 36; i += 1) await client.messages.create({ ...GOOD, body: `${i}` });
  expect(await refusal(client.messages.create(GOOD))).toMatchObject({ code: 21611 });
  // A service takes it all the same, and fails it.
  const { sid } = await client.messages.create({ to: CINDY, messagingServiceSid: SERVICE, body: 'hello' });
  await simulator.clock.advance(50);
  expect(await client.messages(sid).fetch()).toMatchObject({ status: 'failed', errorCode: 30001 });
});
