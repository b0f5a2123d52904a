import { expect, test } from 'vitest';
import { startApp } from './app.ts';
import { CINDY, clientOf, simulate } from './harness.ts';

const FROM = '+15005550006';

test('a hundred calls at once talk to the application without a warning of the runtime', async () => {
  const warnings: string[] = [];
  const note = (warning: Error) => warnings.push(warning.message);
  process.on('warning', note);
  const app = await startApp();
  const simulator = await simulate();
  const client = clientOf(simulator);
  const url = {
    url: app.url,
    statusCallback: app.url,
    statusCallbackEvent: ['initiated', 'ringing', 'completed'],
  };
  await Promise.all(
    Array.from({ length: 100 }, () => client.calls.create({ to: CINDY, from: FROM, ...url })),
  );
  await simulator.clock.advance(20_000);
  process.off('warning', note);
  expect(app.hooks).toHaveLength(400);
  expect(simulator.calls().every(({ status }) => status === 'completed')).toBe(true);
  expect(warnings).toEqual([]);
});

test('a virtual week of messages passes in a moment, each delivered in its time', async () => {
  const simulator = await simulate({ mps: 1 });
  const client = clientOf(simulator);
  for (let day = 0; day < 7; day += 1) {
    for (let i = 0; i < 20; i += 1)
      await client.messages.create({ to: CINDY, from: FROM, body: `${day}/${i}` });
    await simulator.clock.advance(86_400_000);
  }
  const texts = simulator.transcripts(CINDY)[0]?.texts ?? [];
  expect(texts).toHaveLength(140);
  expect((texts[19]?.at ?? 0) - (texts[0]?.at ?? 0)).toBe(19_000);
});
