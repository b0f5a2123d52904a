import { expect, test } from 'vitest';
import { refusal } from '../harness.ts';
import { ANN, BOB, OURS, stage } from './scene.ts';

/** Ann talks to Bob, both for as long as they are let. */
async function talking(dial = `<Dial action="/done">${BOB}</Dial>`) {
  const scene = await stage({
    phones: `[{number: "${BOB}", hello: none}]`,
    pages: { '/voice': dial, '/done': '<Say>Done.</Say>' },
  });
  scene.simulator.call({ from: ANN, to: OURS });
  await scene.simulator.clock.advance(5_000);
  const [parent, child] = scene.simulator.calls();
  return { ...scene, parent: parent?.sid ?? '', child: child?.sid ?? '' };
}

const ELSEWHERE = { twiml: '<Response><Say>Elsewhere.</Say></Response>' };

test('the child is ended: the parent goes on', async () => {
  const { client, child, simulator, legs, asked, heard } = await talking();
  await client.calls(child).update({ status: 'completed' });
  await simulator.clock.advance(10_000);
  expect(legs()).toEqual([`inbound ${ANN} ${OURS} completed 6`, `outbound-dial ${ANN} ${BOB} completed 4`]);
  expect(asked('/done')).toMatchObject([{ DialCallStatus: 'completed', DialCallDuration: '4' }]);
  expect(heard(ANN).at(-1)).toBe('say: Done.');
});

test('the parent is ended: so is the child', async () => {
  const { client, parent, simulator, legs, asked } = await talking();
  await client.calls(parent).update({ status: 'completed' });
  await simulator.clock.advance(10_000);
  expect(legs()).toEqual([`inbound ${ANN} ${OURS} completed 5`, `outbound-dial ${ANN} ${BOB} completed 4`]);
  expect(asked('/done')).toMatchObject([{ CallStatus: 'completed', DialCallStatus: 'completed' }]);
});

test('the parent is sent elsewhere: the child is let go, and no action is asked', async () => {
  const { client, parent, simulator, legs, heard, asked } = await talking();
  await client.calls(parent).update(ELSEWHERE);
  await simulator.clock.advance(10_000);
  expect(legs()).toEqual([`inbound ${ANN} ${OURS} completed 6`, `outbound-dial ${ANN} ${BOB} completed 4`]);
  expect(heard(ANN)).toEqual(['ring: ringing', `joined: ${BOB}`, 'say: Elsewhere.']);
  expect(asked('/done')).toEqual([]);
});

test('the child is sent elsewhere: both go on, each on its own', async () => {
  const { client, child, simulator, legs, heard, asked } = await talking();
  await client.calls(child).update(ELSEWHERE);
  await simulator.clock.advance(10_000);
  expect(heard(BOB)).toEqual([`joined: ${ANN}`, 'say: Elsewhere.']);
  expect(heard(ANN).at(-1)).toBe('say: Done.');
  expect(asked('/done')).toEqual([
    { CallStatus: 'in-progress', DialCallStatus: 'completed', DialCallSid: child, DialBridged: 'true' },
  ]);
  expect(legs()).toEqual([`inbound ${ANN} ${OURS} completed 6`, `outbound-dial ${ANN} ${BOB} completed 5`]);
});

test('a child that was sent elsewhere may dial', async () => {
  const { client, child, simulator, legs } = await talking();
  await client.calls(child).update({ twiml: '<Response><Dial timeLimit="3">+14155550199</Dial></Response>' });
  await simulator.clock.advance(30_000);
  expect(legs()[2]).toBe(`outbound-dial ${ANN} +14155550199 completed 3`);
  expect(simulator.calls()[2]?.parentCallSid).toBe(child);
});

test('a child that rings is cancelled, and cannot be sent elsewhere', async () => {
  const scene = await stage({
    phones: `[{number: "${BOB}", is: no-answer}]`,
    pages: { '/voice': `<Dial action="/done">${BOB}</Dial>` },
  });
  scene.simulator.call({ from: ANN, to: OURS });
  await scene.simulator.clock.advance(5_000);
  const child = scene.simulator.calls()[1]?.sid ?? '';
  expect(await refusal(scene.client.calls(child).update(ELSEWHERE))).toMatchObject({ code: 21220 });
  await scene.client.calls(child).update({ status: 'canceled' });
  await scene.simulator.clock.advance(5_000);
  expect(scene.legs()[1]).toBe(`outbound-dial ${ANN} ${BOB} canceled`);
  expect(scene.asked('/done')).toMatchObject([{ DialCallStatus: 'canceled' }]);
});

test('a new StatusCallback is told of the end', async () => {
  const { client, parent, simulator, asked, app } = await talking();
  await client.calls(parent).update({ statusCallback: `${app.url}/new-status`, statusCallbackMethod: 'GET' });
  await client.calls(parent).update({ status: 'completed' });
  await simulator.clock.advance(1_000);
  expect(asked('/new-status')).toMatchObject([{ CallStatus: 'completed', CallDuration: '5' }]);
  expect(asked('/status')).toEqual([]);
});

test('an inbound call is sent elsewhere by URL, with the method asked for', async () => {
  const { client, parent, simulator, app } = await talking();
  await client.calls(parent).update({ url: `${app.url}/elsewhere`, method: 'GET' });
  await simulator.clock.advance(1_000);
  const hook = app.hooks.find(({ url }) => url.startsWith('/elsewhere'));
  expect(hook?.method).toBe('GET');
});
