import { expect, test } from 'vitest';
import { ANN, BOB, EVE, OURS, type SceneOptions, SECOND, since, stage } from './scene.ts';

const quiet = (number: string, does = '') => `{number: "${number}", hello: none${does && `, ${does}`}}`;

/** Callers of the first number wait in a queue; callers of the second take them out. */
async function desk(
  enqueue: string,
  dequeue = '<Dial action="/agent"><Queue>support</Queue></Dial>',
  options: SceneOptions = {},
) {
  const { pages = {}, ...rest } = options;
  return stage({
    phones: `[${[ANN, BOB, EVE].map((number) => quiet(number)).join(', ')}]`,
    pages: {
      '/voice': ({ params }) =>
        `<Response>${params['To'] === OURS ? `${enqueue}<Say>After the queue.</Say>` : dequeue}</Response>`,
      '/waited': '<Say>You waited.</Say>',
      '/agent': '<Say>Next.</Say>',
      ...pages,
    },
    ...rest,
  });
}

const WAIT = '<Enqueue action="/waited">support</Enqueue>';

test('a caller waits with music, is taken, talks, and goes on when the agent hangs up', async () => {
  const { simulator, heard, asked, legs, client } = await desk(WAIT, undefined, {
    phones: `[${quiet(ANN, 'says: [{words: At last, at: 11s}]')}, ${quiet(EVE, 'says: [{words: Hello, at: 3s}], hangs-up-after: 5s')}]`,
  });
  const ann = simulator.call({ from: ANN, to: OURS }).sid;
  await simulator.clock.advance(10_000);
  const [queue] = await client.queues.list();
  expect(queue).toMatchObject({
    friendlyName: 'support',
    currentSize: 1,
    maxSize: 1_000,
    averageWaitTime: 10,
  });
  simulator.call({ from: EVE, to: SECOND });
  await simulator.clock.advance(30_000);
  expect(heard(ANN)).toEqual(['music: hold music…', `joined: ${EVE}`, 'speech: Hello', 'say: You waited.']);
  expect(heard(EVE)).toEqual([`joined: ${ANN}`, 'speech: At last']);
  expect(asked('/waited')).toEqual([
    { CallStatus: 'in-progress', QueueResult: 'bridged', QueueSid: queue?.sid, QueueTime: '10' },
  ]);
  expect(asked('/agent')).toEqual([
    {
      CallStatus: 'completed',
      DialCallStatus: 'completed',
      DialBridged: 'true',
      DialCallSid: ann,
      DialCallDuration: '5',
      QueueSid: queue?.sid,
      QueueTime: '10',
    },
  ]);
  expect(legs()[1]).toBe(`inbound ${EVE} ${SECOND} completed 5`);
  expect((await client.queues.list())[0]?.currentSize).toBe(0);
});

test('without an action the next verb runs; when the caller hangs up, the agent goes on', async () => {
  const { simulator, heard, asked } = await desk('<Enqueue>support</Enqueue>', undefined, {
    phones: `[${quiet(ANN)}, ${quiet(BOB, 'hangs-up-after: 8s')}, ${quiet(EVE)}]`,
  });
  simulator.call({ from: BOB, to: OURS });
  await simulator.clock.advance(5_000);
  simulator.call({ from: EVE, to: SECOND });
  await simulator.clock.advance(10_000);
  expect(heard(EVE).slice(-1)).toEqual(['say: Next.']);
  expect(asked('/agent')).toMatchObject([
    { CallStatus: 'in-progress', DialCallStatus: 'completed', DialCallDuration: '3' },
  ]);
  simulator.call({ from: ANN, to: OURS });
  await simulator.clock.advance(2_000);
  const agent = simulator.call({ from: EVE, to: SECOND, does: { hangsUpAfterMs: 2_000 } });
  await simulator.clock.advance(10_000);
  expect(agent.sid).toBeDefined();
  expect(heard(ANN).at(-1)).toBe('say: After the queue.');
});

test('first come, first served', async () => {
  const { simulator, heard } = await desk(
    WAIT,
    '<Dial timeLimit="3"><Queue>support</Queue></Dial><Redirect>/voice</Redirect>',
  );
  simulator.call({ from: ANN, to: OURS });
  await simulator.clock.advance(1_000);
  simulator.call({ from: BOB, to: OURS });
  await simulator.clock.advance(1_000);
  simulator.call({ from: EVE, to: SECOND });
  await simulator.clock.advance(10_000);
  expect(heard(EVE).slice(0, 2)).toEqual([`joined: ${ANN}`, `joined: ${BOB}`]);
});

test('an agent waits for a caller, for the timeout', async () => {
  const scene = await desk(WAIT, '<Dial action="/agent" timeout="20"><Queue>support</Queue></Dial>');
  const { simulator, heard, asked } = scene;
  simulator.call({ from: ANN, to: OURS, does: { hangsUpAfterMs: 1_000 } });
  await simulator.clock.advance(5_000);
  simulator.call({ from: EVE, to: SECOND });
  await simulator.clock.advance(10_000);
  simulator.call({ from: BOB, to: OURS });
  await simulator.clock.advance(1_000);
  expect(heard(EVE)).toEqual([`joined: ${BOB}`]);
  await simulator.clock.advance(60_000);
  simulator.call({ from: ANN, to: SECOND });
  await simulator.clock.advance(30_000);
  expect(asked('/agent').at(-1)).toMatchObject({ DialCallStatus: 'no-answer', DialBridged: 'false' });
});

test('a queue that there is not: the Dial fails', async () => {
  const { simulator, asked, heard } = await desk(WAIT);
  simulator.call({ from: EVE, to: SECOND });
  await simulator.clock.advance(5_000);
  expect(asked('/agent')).toEqual([
    { CallStatus: 'in-progress', DialCallStatus: 'failed', DialBridged: 'false' },
  ]);
  expect(heard(EVE)).toEqual(['say: Next.']);
});

test('the wait document is told how things are, and is asked again when it is at its end', async () => {
  const { simulator, asked, heard } = await desk(
    '<Enqueue waitUrl="/music" waitUrlMethod="GET">support</Enqueue>',
    undefined,
    {
      pages: { '/music': '<Say>0123456789</Say><Pause length="9"/>' },
    },
  );
  simulator.call({ from: ANN, to: OURS });
  await simulator.clock.advance(4_000);
  simulator.call({ from: BOB, to: OURS });
  await simulator.clock.advance(10_000);
  const told = asked('/music').map(
    ({ QueuePosition, QueueTime, AvgQueueTime, CurrentQueueSize, MaxQueueSize }) =>
      [QueuePosition, QueueTime, AvgQueueTime, CurrentQueueSize, MaxQueueSize].join(' '),
  );
  expect(told).toEqual(['1 0 0 1 1000', '2 0 2 2 1000', '1 9 7 2 1000', '2 9 11 2 1000']);
  expect(heard(ANN).slice(0, 3)).toEqual(['say: 0123456789', 'pause: ', 'say: 0123456789']);
});

test.each([
  ['Leave', '<Say>Wait.</Say><Leave/>', 'leave', 'say: You waited.'],
  ['a document that fails', '', 'error', 'say: You waited.'],
])('%s leaves the queue', async (_what, music, result, last) => {
  const { simulator, asked, heard, client } = await desk(
    '<Enqueue action="/waited" waitUrl="/music">support</Enqueue>',
    undefined,
    {
      pages: { '/music': music === '' ? () => (response) => response.writeHead(500).end() : music },
    },
  );
  simulator.call({ from: ANN, to: OURS });
  await simulator.clock.advance(5_000);
  expect(asked('/waited')).toMatchObject([{ QueueResult: result, QueueTime: '0' }]);
  expect(heard(ANN).at(-1)).toBe(last);
  expect((await client.queues.list())[0]?.currentSize).toBe(0);
});

test('Hangup in the wait document ends the call', async () => {
  const { simulator, legs } = await desk('<Enqueue waitUrl="/music">support</Enqueue>', undefined, {
    pages: { '/music': '<Pause length="3"/><Hangup/>' },
  });
  simulator.call({ from: ANN, to: OURS });
  await simulator.clock.advance(10_000);
  expect(legs()).toEqual([`inbound ${ANN} ${OURS} completed 3`]);
});

test('a key in the wait document may lead out of the queue', async () => {
  const { simulator, heard } = await desk('<Enqueue waitUrl="/music">support</Enqueue>', undefined, {
    phones: `[${quiet(ANN, 'presses: [9]')}]`,
    pages: {
      '/music': '<Gather numDigits="1" action="/key"><Say>Press 9 to leave.</Say></Gather>',
      '/key': ({ params }) => (params['Digits'] === '9' ? '<Response><Leave/></Response>' : '<Response/>'),
    },
  });
  simulator.call({ from: ANN, to: OURS });
  await simulator.clock.advance(10_000);
  expect(heard(ANN)).toEqual(['say: Press 9 to leave.', 'say: After the queue.']);
});

test('a wait document without end that takes no time is ended, not the simulator', async () => {
  const { simulator, warnings, asked, heard } = await desk(
    '<Enqueue action="/waited" waitUrl="/music">support</Enqueue>',
  );
  simulator.call({ from: ANN, to: OURS });
  await simulator.clock.advance(5_000);
  // The action would be one document too many in the same second, too.
  expect(warnings()).toEqual(['error 11215', 'error 11215']);
  expect(asked('/waited')).toEqual([]);
  expect(heard(ANN)).toEqual(["say: We're sorry. An application error has occurred. Goodbye."]);
});

test('whoever is taken is whispered to before the bridge', async () => {
  const { simulator, heard, asked, app } = await desk(
    WAIT,
    '<Dial><Queue url="/whisper">support</Queue></Dial>',
    {
      pages: { '/whisper': '<Say>You are connected.</Say>' },
    },
  );
  const ann = simulator.call({ from: ANN, to: OURS }).sid;
  await simulator.clock.advance(10_000);
  const eve = simulator.call({ from: EVE, to: SECOND }).sid;
  await simulator.clock.advance(10_000);
  expect(heard(ANN).slice(1)).toEqual(['say: You are connected.', `joined: ${EVE}`]);
  expect(asked('/whisper')).toEqual([
    {
      CallStatus: 'in-progress',
      QueueSid: expect.stringMatching(/^QU/),
      QueueTime: '10',
      DequeingCallSid: eve,
    },
  ]);
  expect(app.hooks.find(({ url }) => url === '/whisper')?.params['CallSid']).toBe(ann);
});

test('a whisper with a Dial in it is an error: neither is connected', async () => {
  const { simulator, warnings, asked } = await desk(
    WAIT,
    '<Dial action="/agent"><Queue url="/whisper">support</Queue></Dial>',
    { pages: { '/whisper': `<Dial>${BOB}</Dial>` } },
  );
  simulator.call({ from: ANN, to: OURS });
  await simulator.clock.advance(1_000);
  simulator.call({ from: EVE, to: SECOND });
  await simulator.clock.advance(5_000);
  expect(warnings()).toEqual(['error 13201']);
  expect(asked('/waited')).toMatchObject([{ QueueResult: 'error' }]);
  expect(asked('/agent')).toMatchObject([{ DialCallStatus: 'failed', DialBridged: 'false' }]);
});

test('a caller who hangs up in the queue: the action is told all the same', async () => {
  const { simulator, asked, client } = await desk(WAIT, undefined, {
    phones: `[${quiet(ANN, 'hangs-up-after: 7s')}]`,
  });
  simulator.call({ from: ANN, to: OURS });
  await simulator.clock.advance(10_000);
  expect(asked('/waited')).toMatchObject([
    { CallStatus: 'completed', QueueResult: 'hangup', QueueTime: '7' },
  ]);
  expect((await client.queues.list())[0]?.currentSize).toBe(0);
});

test('a call that is sent elsewhere leaves the queue, or the bridge', async () => {
  const { simulator, asked, client, heard } = await desk(WAIT);
  const twiml = '<Response><Say>Elsewhere.</Say></Response>';
  const waiting = simulator.call({ from: ANN, to: OURS }).sid;
  await simulator.clock.advance(3_000);
  await client.calls(waiting).update({ twiml });
  await simulator.clock.advance(3_000);
  expect(heard(ANN).at(-1)).toBe('say: Elsewhere.');
  const talking = simulator.call({ from: BOB, to: OURS }).sid;
  await simulator.clock.advance(1_000);
  simulator.call({ from: EVE, to: SECOND });
  await simulator.clock.advance(3_000);
  await client.calls(talking).update({ twiml });
  await simulator.clock.advance(3_000);
  expect(heard(EVE).at(-1)).toBe('say: Next.');
  expect(asked('/waited').map(({ QueueResult }) => QueueResult)).toEqual([
    'redirected',
    'redirected-from-bridged',
  ]);
});

test('a full queue takes nobody in', async () => {
  const { simulator, asked, warnings, client } = await desk(WAIT);
  await client.queues.create({ friendlyName: 'support', maxSize: 1 });
  simulator.call({ from: ANN, to: OURS });
  simulator.call({ from: BOB, to: OURS });
  await simulator.clock.advance(2_000);
  expect(warnings()).toEqual(['warning 14207']);
  expect(asked('/waited')).toEqual([{ CallStatus: 'in-progress', QueueResult: 'queue-full' }]);
});

test('maxQueueSize keeps a call out of a queue that would take it', async () => {
  const { simulator, asked, warnings } = await desk(WAIT.replace('<Enqueue', '<Enqueue maxQueueSize="1"'));
  simulator.call({ from: ANN, to: OURS });
  simulator.call({ from: BOB, to: OURS });
  await simulator.clock.advance(2_000);
  expect(warnings()).toEqual(['warning 14207']);
  expect(asked('/waited')).toEqual([{ CallStatus: 'in-progress', QueueResult: 'queue-full' }]);
});

test('a maxQueueSize that is none is a warning, and no limit', async () => {
  const { simulator, asked, warnings } = await desk(WAIT.replace('<Enqueue', '<Enqueue maxQueueSize="0"'));
  simulator.call({ from: ANN, to: OURS });
  simulator.call({ from: BOB, to: OURS });
  await simulator.clock.advance(2_000);
  expect(warnings()).toEqual(['warning 12200', 'warning 12200']);
  expect(asked('/waited')).toEqual([]);
});

test.each([
  ['no name', '<Enqueue action="/waited"/>', 14204],
  ['a long name', `<Enqueue action="/waited">${'x'.repeat(65)}</Enqueue>`, 14205],
  ['a workflow', '<Enqueue action="/waited" workflowSid="WW0"><Task>{}</Task></Enqueue>', 14220],
])('%s: an error, told to the action', async (_what, enqueue, code) => {
  const { simulator, asked, warnings } = await desk(enqueue);
  simulator.call({ from: ANN, to: OURS });
  await simulator.clock.advance(2_000);
  expect(warnings()).toEqual([`error ${code}`]);
  expect(asked('/waited')).toEqual([{ CallStatus: 'in-progress', QueueResult: 'error' }]);
});

test.each([
  ['<Enqueue method="PUT" action="/waited">support</Enqueue>', 14201],
  ['<Enqueue waitUrl="/music" waitUrlMethod="PUT">support</Enqueue>', 14206],
])('%s is a warning', async (enqueue, code) => {
  const { simulator, warnings } = await desk(enqueue, undefined, {
    pages: { '/music': '<Pause length="60"/>' },
  });
  simulator.call({ from: ANN, to: OURS });
  await simulator.clock.advance(2_000);
  expect(warnings()).toEqual([`warning ${code}`]);
});

test('queues over REST: members in their order, one taken out by URL, the front by its name', async () => {
  const { simulator, client, heard, app, asked } = await desk(WAIT, undefined, {
    pages: { '/out': '<Say>Out.</Say>' },
  });
  const ann = simulator.call({ from: ANN, to: OURS }).sid;
  await simulator.clock.advance(5_000);
  const bob = simulator.call({ from: BOB, to: OURS }).sid;
  await simulator.clock.advance(5_000);
  const [queue] = await client.queues.list();
  const members = client.queues(queue?.sid ?? '').members;
  expect(
    (await members.list()).map(({ callSid, position, waitTime }) => [callSid, position, waitTime]),
  ).toEqual([
    [ann, 1, 10],
    [bob, 2, 5],
  ]);
  expect(
    await client
      .queues(queue?.sid ?? '')
      .members('Front')
      .fetch(),
  ).toMatchObject({ callSid: ann, position: 1 });
  await client
    .queues(queue?.sid ?? '')
    .members(bob)
    .update({ url: `${app.url}/out` });
  await simulator.clock.advance(3_000);
  expect(heard(BOB).at(-1)).toBe('say: Out.');
  expect(asked('/waited')).toMatchObject([{ QueueResult: 'redirected' }]);
  expect((await members.list()).map(({ callSid }) => callSid)).toEqual([ann]);
  expect(since(simulator.calls()[0]?.endedAt)).toBeNull();
});
