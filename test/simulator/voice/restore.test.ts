import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startApp } from '../app.ts';
import { cleanUp, clientOf, simulate } from '../harness.ts';
import { ANN, BOB, EVE, OURS } from './scene.ts';

test('what was cut off by a stop is over in the next run: calls, recordings, conferences, queues', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'simulator-voice-'));
  cleanUp(() => rmSync(folder, { recursive: true }));
  const stateFile = join(folder, 'state.json');
  const app = await startApp(({ params }) => {
    const pages: Record<string, string> = {
      [ANN]: '<Dial><Conference>Room</Conference></Dial>',
      [BOB]: `<Dial record="true">${EVE}</Dial>`,
      '+14155550106': '<Enqueue waitUrl="">support</Enqueue>',
    };
    return `<Response>${pages[params['From'] ?? ''] ?? ''}</Response>`;
  });
  const first = await simulate({ stateFile });
  first.setNumber(OURS, { voiceUrl: app.url });
  for (const from of [ANN, BOB, '+14155550106']) first.call({ from, to: OURS });
  await first.clock.advance(5_000);
  expect(first.calls().map(({ status }) => status)).toEqual(Array(4).fill('in-progress'));
  await first.clock.advance(1_000);
  first.call({ from: BOB, to: OURS });
  await first.clock.advance(200);
  await first.stop();

  const second = await simulate({ stateFile, virtualTime: { speed: 0 } });
  const client = clientOf(second);
  await second.clock.advance(60_000);
  expect(second.calls().map(({ direction, status }) => `${direction} ${status}`)).toEqual([
    'inbound completed',
    'inbound completed',
    'inbound completed',
    'outbound-dial completed',
    'inbound completed',
    // It had been dialled and did not ring yet: nobody dials it a second time.
    'outbound-dial failed',
  ]);
  expect((await client.recordings.list())[0]).toMatchObject({ status: 'completed', duration: '5' });
  const [conference] = await client.conferences.list();
  expect(conference?.status).toBe('completed');
  expect(await client.conferences(conference?.sid ?? '').participants.list()).toEqual([]);
  expect((await client.queues.list())[0]).toMatchObject({ friendlyName: 'support', currentSize: 0 });
  expect(second.clock.pending()).toBe(0);
});
