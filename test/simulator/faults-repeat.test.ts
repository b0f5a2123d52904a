import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Target } from '../../src/simulator/faults/aim.ts';
import { FAULT_KINDS, FAULT_NAMES, kindOf, strikesRequests } from '../../src/simulator/faults/kinds.ts';
import { type FaultSpec, Faults } from '../../src/simulator/faults.ts';
import { seededRandom } from '../../src/simulator/random.ts';
import { faultsOf } from '../../src/simulator/rest/spoil.ts';
import { startApp } from './app.ts';
import { CINDY, clientOf, simulate } from './harness.ts';

const FROM = '+15005550006';

const faultsOfSeed = (seed: number, specs: readonly FaultSpec[]) =>
  new Faults((label) => seededRandom(seed, label), specs);

const spec = fc
  .record({ name: fc.constantFrom(...FAULT_NAMES), probability: fc.double({ min: 0, max: 1, noNaN: true }) })
  .map(
    ({ name, probability }): FaultSpec => ({
      name,
      probability,
      ...(kindOf(name).ms === 'needed' && { delayMs: 10 }),
    }),
  );
const target = fc.record<Target>({
  resource: fc.constantFrom('messages', 'calls', 'keys'),
  what: fc.constantFrom('creates', 'lists', 'fetches'),
});

/** Which faults hit each of these requests. */
function fates(faults: Faults, targets: readonly Target[]): (string | null)[] {
  return targets.map((target) => {
    const verdict = faults.draw(target);
    faults.count(verdict);
    return faultsOf(verdict);
  });
}

test('the same seed and the same requests: the same fates', () => {
  fc.assert(
    fc.property(fc.integer(), fc.array(spec, { maxLength: 6 }), fc.array(target), (seed, specs, targets) => {
      expect(fates(faultsOfSeed(seed, specs), targets)).toEqual(fates(faultsOfSeed(seed, specs), targets));
    }),
  );
});

test('requests that a fault is not for change nothing for those it is for', () => {
  fc.assert(
    fc.property(fc.integer(), fc.array(target, { minLength: 1 }), (seed, targets) => {
      const specs: FaultSpec[] = [{ name: 'drop-reply', probability: 0.5, on: 'calls/creates' }];
      const isFor = ({ resource, what }: Target) => resource === 'calls' && what === 'creates';
      const all = fates(faultsOfSeed(seed, specs), targets).filter((_, index) =>
        isFor(targets[index] as Target),
      );
      expect(all).toEqual(fates(faultsOfSeed(seed, specs), targets.filter(isFor)));
    }),
  );
});

test('one more fault, or one fewer, shifts no other', () => {
  const delays = (specs: readonly FaultSpec[], seed: number) => {
    const faults = faultsOfSeed(seed, specs);
    return Array.from({ length: 50 }, () => faults.draw({ resource: 'calls', what: 'creates' }).delayMs);
  };
  const delay: FaultSpec = { name: 'delay', probability: 0.5, delayMs: 1 };
  fc.assert(
    fc.property(fc.integer(), fc.array(spec), (seed, others) => {
      const rest = others.filter(({ name }) => name !== 'delay');
      expect(delays([...rest, delay], seed)).toEqual(delays([delay], seed));
    }),
  );
});

test('faults alike have luck of their own', () => {
  const twice: FaultSpec[] = [
    { name: 'delay', probability: 0.5, delayMs: 1 },
    { name: 'delay', probability: 0.5, delayMs: 10 },
  ];
  const faults = faultsOfSeed(1, twice);
  const seen = Array.from({ length: 40 }, () => faults.draw({ resource: 'calls', what: 'creates' }).delayMs);
  expect(new Set(seen)).toEqual(new Set([0, 1, 10, 11]));
});

test('each strikes about as often as it should', () => {
  for (const name of FAULT_NAMES.filter(strikesRequests)) {
    const faults = faultsOfSeed(3, [{ name, probability: 0.3, delayMs: 5 }]);
    const what = FAULT_KINDS[name].strikes === 'lists' ? 'lists' : 'creates';
    const hit = fates(faults, Array(2_000).fill({ resource: 'messages', what })).filter(
      (fate) => fate === name,
    );
    expect(hit.length, name).toBeGreaterThan(500);
    expect(hit.length, name).toBeLessThan(700);
  }
});

test('callbacks fare by the SID they are about, whatever the order they come in', () => {
  const specs: FaultSpec[] = [
    { name: 'lose-callback', probability: 0.3 },
    { name: 'duplicate-callback', probability: 0.3 },
    { name: 'wrong-signature', probability: 0.3 },
  ];
  const sids = ['CA1', 'CA2', 'SM3'];
  fc.assert(
    fc.property(fc.integer(), fc.array(fc.constantFrom(...sids), { maxLength: 40 }), (seed, order) => {
      const faults = faultsOfSeed(seed, specs);
      const seen = order.map((sid) => [sid, faults.drawCallback(sid), faults.drawForgery(sid)] as const);
      for (const sid of sids) {
        const alone = faultsOfSeed(seed, specs);
        const expected = order
          .filter((other) => other === sid)
          .map(() => [sid, alone.drawCallback(sid), alone.drawForgery(sid)] as const);
        expect(seen.filter(([other]) => other === sid)).toEqual(expected);
      }
    }),
  );
});

test('a whole run repeats: twenty calls at once, each with callbacks that come twice, late, forged or not at all', async () => {
  const run = async (seed: number) => {
    const app = await startApp(() => '<Response><Say>hello</Say></Response>');
    const simulator = await simulate({
      seed,
      faults: [
        { name: 'lose-callback', probability: 0.2 },
        { name: 'duplicate-callback', probability: 0.2 },
        { name: 'reorder-callbacks', probability: 0.2 },
        { name: 'delay-callback', probability: 0.2, delayMs: 4_000 },
        { name: 'error-before', probability: 0.2 },
      ],
    });
    const client = clientOf(simulator);
    const params = {
      to: CINDY,
      from: FROM,
      url: app.url,
      statusCallback: `${app.url}/status`,
      statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
    };
    for (let index = 0; index < 20; index += 1) await client.calls.create(params).catch(() => {});
    await simulator.clock.advance(60_000);
    const told = new Map<string, string[]>();
    for (const { url, params } of app.hooks.filter(({ url }) => url === '/status')) {
      const of = told.get(params['CallSid'] ?? '') ?? [];
      told.set(params['CallSid'] ?? '', [...of, `${url} ${params['CallStatus']}`]);
    }
    return [...told].sort();
  };
  const first = await run(11);
  expect(await run(11)).toEqual(first);
  expect(await run(12)).not.toEqual(first);
  expect(first.length).toBeGreaterThan(10);
  expect(new Set(first.map(([, events]) => events.join())).size).toBeGreaterThan(5);
});
