import { expect, test } from 'vitest';
import { ANN, BOB, EVE, OURS, type SceneOptions, since, stage } from './scene.ts';

const DIAL = `<Dial action="/done"><Number url="/whisper">${BOB}</Number></Dial>`;

/** Ann is put through to Bob, who is whispered to first. */
async function whispered(whisper: string, bob = 'hello: none', options: SceneOptions = {}) {
  const { pages = {}, ...rest } = options;
  const scene = await stage({
    phones: `[{number: "${BOB}", ${bob}, hangs-up-after: 20s}]`,
    pages: { '/voice': DIAL, '/whisper': whisper, ...pages },
    ...rest,
  });
  scene.simulator.call({ from: ANN, to: OURS });
  await scene.simulator.clock.advance(200_000);
  return scene;
}

test('the callee alone hears the whisper; then they are joined', async () => {
  const { heard, app, simulator } = await whispered('<Say>A call for you.</Say>');
  expect(heard(BOB)).toEqual(['say: A call for you.', `joined: ${ANN}`]);
  expect(heard(ANN)).toEqual(['ring: ringing', `joined: ${BOB}`]);
  const [parent, child] = simulator.calls();
  expect(app.hooks.find(({ url }) => url === '/whisper')?.params).toMatchObject({
    CallSid: child?.sid,
    ParentCallSid: parent?.sid,
    CallStatus: 'in-progress',
  });
});

const SCREEN = '<Gather numDigits="1" timeout="3" action="/key"><Say>Press a key.</Say></Gather><Hangup/>';

test('a key accepts', async () => {
  const { heard, asked } = await whispered(SCREEN, 'hello: none, presses: [1]', {
    pages: { '/key': '<Say>Connecting.</Say>' },
  });
  expect(heard(BOB)).toEqual(['say: Press a key.', 'say: Connecting.', `joined: ${ANN}`]);
  expect(asked('/done')).toMatchObject([{ DialCallStatus: 'completed', DialBridged: 'true' }]);
});

test('Hangup refuses: the caller is not joined', async () => {
  const { heard, asked, legs } = await whispered(SCREEN);
  expect(heard(ANN)).toEqual(['ring: ringing']);
  expect(legs()[1]).toBe(`outbound-dial ${ANN} ${BOB} completed 4`);
  expect(asked('/done')).toMatchObject([
    { DialCallStatus: 'completed', DialCallDuration: '4', DialBridged: 'false' },
  ]);
});

test('a callee who hangs up during the whisper is not joined', async () => {
  const { asked } = await whispered('<Pause length="60"/>', 'hello: none');
  expect(asked('/done')).toMatchObject([{ DialCallStatus: 'completed', DialBridged: 'false' }]);
});

test('another Dial there is an error: the callee hears an apology and is let go', async () => {
  const { heard, warnings, legs } = await whispered(`<Dial>${EVE}</Dial>`);
  expect(warnings()).toEqual(['error 13201']);
  expect(heard(BOB)).toEqual(["say: We're sorry. An application error has occurred. Goodbye."]);
  expect(legs()).toHaveLength(2);
});

test.each(['<Record/>', '<Enqueue>x</Enqueue>', '<Reject/>'])('%s has no place there', async (verb) => {
  const { warnings, heard } = await whispered(`${verb}<Say>Hi</Say>`);
  expect(warnings()).toEqual(['warning 12200']);
  expect(heard(BOB)).toEqual(['say: Hi', `joined: ${ANN}`]);
});

test('a whisper that fails: the callee hears an apology, the caller is told', async () => {
  const { asked, warnings } = await whispered('', 'hello: none', {
    pages: { '/whisper': () => (response) => response.writeHead(500).end() },
  });
  expect(warnings()).toEqual(['error 11200']);
  expect(asked('/done')).toMatchObject([{ DialCallStatus: 'completed', DialBridged: 'false' }]);
});

test('several at once: whoever accepts first is talked to', async () => {
  const { heard, legs, simulator } = await whispered('', '', {
    phones: `
      - {number: "${BOB}", hello: none, presses: [{digits: 1, after: 3s}]}
      - {number: "${EVE}", hello: none, presses: [{digits: 1, after: 500ms}], hangs-up-after: 20s}`,
    pages: {
      '/voice': `<Dial><Number url="/whisper">${BOB}</Number><Number url="/whisper">${EVE}</Number></Dial>`,
      '/whisper': SCREEN,
    },
  });
  expect(heard(ANN)).toEqual(['ring: ringing', `joined: ${EVE}`]);
  expect(legs()[1]).toBe(`outbound-dial ${ANN} ${BOB} completed 2`);
  expect(since(simulator.calls()[1]?.endedAt)).toBe(1_300 + 720 + 500);
});
