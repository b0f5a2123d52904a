import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Clock } from '../../src/core/clock.ts';
import { VirtualClock } from '../../src/simulator/clock.ts';

/** A real clock that a test moves: timers fire when told, in a turn of their own. */
function manualClock() {
  let now = 1_000_000;
  let timers: { at: number; fire: () => void }[] = [];
  const clock: Clock = {
    now: () => now,
    at(at, fire) {
      const timer = { at, fire };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    sleep: () => Promise.resolve(),
  };
  const pass = (ms: number) => {
    const end = now + ms;
    for (;;) {
      const due = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      timers = timers.filter((timer) => timer !== due);
      now = Math.max(now, due.at);
      due.fire();
    }
    now = end;
  };
  /** Time goes by while the process is busy: what is due fires at the end only, all of it late. */
  const passBusy = (ms: number) => {
    now += ms;
    pass(0);
  };
  return { clock, pass, passBusy, pending: () => timers.length };
}

/** Lets a clock that is behind fire all that is overdue. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

test('it runs at its speed from its own start', () => {
  const real = manualClock();
  const clock = new VirtualClock(real.clock, { start: 0, speed: 60 });
  real.pass(1_000);
  expect(clock.now()).toBe(60_000);
});

test('a timer fires when it is due, not before, at any speed', () => {
  const real = manualClock();
  const clock = new VirtualClock(real.clock, { start: 0, speed: 10 });
  const fired: number[] = [];
  clock.at(5_000, () => fired.push(clock.now()));
  real.pass(499);
  expect(fired).toEqual([]);
  real.pass(1);
  expect(fired).toEqual([5_000]);
});

test('a change of speed moves the timers', () => {
  const real = manualClock();
  const clock = new VirtualClock(real.clock, { start: 0 });
  const fired: number[] = [];
  clock.at(100_000, () => fired.push(clock.now()));
  real.pass(1_000);
  clock.setSpeed(99);
  real.pass(1_000);
  expect(fired).toEqual([100_000]);
});

test('paused, it stands still and leaves no timer behind on the real clock', () => {
  const real = manualClock();
  const clock = new VirtualClock(real.clock, { start: 0 });
  clock.at(10, () => expect.unreachable());
  clock.pause(true);
  real.pass(1_000);
  expect(clock.state()).toEqual({ now: 0, speed: 1, running: false });
  expect(real.pending()).toBe(0);
  clock.pause(false);
  expect(real.pending()).toBe(1);
});

test('a cancelled timer never fires and stopping twice is harmless', async () => {
  const clock = new VirtualClock(manualClock().clock, { start: 0, speed: 0 });
  const cancel = clock.at(10, () => expect.unreachable());
  cancel();
  cancel();
  await clock.advance(100);
  clock.stop();
  clock.stop();
});

test('advancing fires timers in order, each at its own instant, also those set on the way', async () => {
  const clock = new VirtualClock(manualClock().clock, { start: 0, speed: 0 });
  const seen: [string, number][] = [];
  const note = (name: string) => () => seen.push([name, clock.now()]);
  clock.at(20, note('second'));
  clock.at(10, () => {
    note('first')();
    clock.at(15, note('set on the way'));
    clock.at(5, note('already due'));
  });
  await clock.advance(30);
  expect(seen).toEqual([
    ['first', 10],
    ['already due', 10],
    ['set on the way', 15],
    ['second', 20],
  ]);
  expect(clock.now()).toBe(30);
});

test('time waits for tracked work while it is advanced', async () => {
  const clock = new VirtualClock(manualClock().clock, { start: 0, speed: 0 });
  const seen: string[] = [];
  clock.at(10, async () => {
    await clock.track(new Promise((resolve) => setImmediate(() => setImmediate(resolve))));
    seen.push(`work done at ${clock.now()}`);
    clock.at(12, () => seen.push(`its timer at ${clock.now()}`));
  });
  clock.at(20, () => seen.push(`later timer at ${clock.now()}`));
  await clock.advance(30);
  expect(seen).toEqual(['work done at 10', 'its timer at 12', 'later timer at 20']);
});

test('sleep ends with its time or with its signal', async () => {
  const clock = new VirtualClock(manualClock().clock, { start: 0, speed: 0 });
  const abort = new AbortController();
  const ended: string[] = [];
  void clock.sleep(10).then(() => ended.push('time'));
  void clock.sleep(1_000, abort.signal).then(() => ended.push('signal'));
  await clock.advance(10);
  expect(ended).toEqual(['time']);
  abort.abort();
  await clock.sleep(0, abort.signal);
  expect(ended).toEqual(['time', 'signal']);
});

test('steps asked for at once are made one after the other', async () => {
  const clock = new VirtualClock(manualClock().clock, { start: 0, speed: 0 });
  await Promise.all([clock.advance(10), clock.advance(10), clock.set(15)]);
  expect(clock.now()).toBe(20);
});

test('it is never set back', () => {
  const clock = new VirtualClock(manualClock().clock, { start: 1_000, speed: 0 });
  expect(() => clock.set(999)).toThrow('cannot be set back');
  expect(() => clock.advance(-1)).toThrow('0 ms or more');
  expect(() => clock.advance(1e18)).toThrow('ends with the year 9999');
  expect(() => clock.set(8.64e15)).toThrow('ends with the year 9999');
  expect(() => clock.setSpeed(Number.NaN)).toThrow('speed');
});

test('it runs at a day in a second and no faster, so that no slip of the hand ends it in the year 9999', () => {
  const clock = new VirtualClock(manualClock().clock, { start: 0, speed: 86_400 });
  expect(() => clock.setSpeed(86_401)).toThrow('a clock cannot run at speed 86401');
  expect(clock.state().speed).toBe(86_400);
  expect(() => new VirtualClock(manualClock().clock, { start: 0, speed: 1e99 })).toThrow('at speed 1e+99');
});

test('it stands still at the end of the year 9999, and waits for nothing beyond', async () => {
  const real = manualClock();
  const end = Date.UTC(10_000, 0) - 1;
  const clock = new VirtualClock(real.clock, { start: end - 5_000, speed: 1_000 });
  const fired: string[] = [];
  clock.at(end - 1_000, () => fired.push('before'));
  clock.at(end + 1_000, () => fired.push('beyond'));
  real.pass(60_000);
  await turns(1);
  expect(clock.now()).toBe(end);
  expect(fired).toEqual(['before']);
  expect(real.pending()).toBe(0);
  expect(() => new VirtualClock(real.clock, { start: end + 1 })).toThrow('ends with the year 9999');
});

test('followers hear of speed, pauses and steps', async () => {
  const clock = new VirtualClock(manualClock().clock, { start: 0, speed: 0 });
  const told: unknown[] = [];
  clock.onChange((state) => told.push(state));
  await clock.advance(5);
  clock.setSpeed(2);
  clock.pause(true);
  expect(told).toEqual([
    { now: 5, speed: 1, running: false },
    { now: 5, speed: 2, running: true },
    { now: 5, speed: 2, running: false },
  ]);
});

test('a timer that fires late sees the instant it was due at, and so does what follows from it', async () => {
  const real = manualClock();
  const clock = new VirtualClock(real.clock, { start: 0, speed: 10 });
  const seen: [string, number][] = [];
  clock.at(60_000, async () => {
    seen.push(['timer', clock.now()]);
    await Promise.resolve();
    seen.push(['effect', clock.now()]);
  });
  real.passBusy(6_030);
  await turns(2);
  expect(seen).toEqual([
    ['timer', 60_000],
    ['effect', 60_000],
  ]);
  expect(clock.now()).toBe(60_300);
});

test('overdue timers fire in order, an instant in a turn, and what comes in between sees no later time', async () => {
  const real = manualClock();
  const clock = new VirtualClock(real.clock, { start: 0 });
  const seen: [string, number][] = [];
  const note = (name: string) => () => seen.push([name, clock.now()]);
  clock.at(20, note('c'));
  clock.at(10, note('a'));
  clock.at(10, note('b'));
  real.passBusy(30);
  expect(seen).toEqual([
    ['a', 10],
    ['b', 10],
  ]);
  expect(clock.now()).toBe(10);
  await turns(1);
  expect(seen.slice(2)).toEqual([['c', 20]]);
  expect(clock.now()).toBe(20);
  await turns(1);
  expect(clock.now()).toBe(30);
  expect(real.pending()).toBe(0);
});

test('time does not pass a timer that is overdue before that fires', () => {
  const real = manualClock();
  const late: Clock = { ...real.clock, at: (instant, fire) => real.clock.at(instant + 5, fire) };
  const clock = new VirtualClock(late, { start: 0, speed: 60_000 });
  clock.at(60_000, () => {});
  real.pass(5);
  expect(clock.now()).toBe(60_000);
});

test('a chain of timers keeps its distances at a speed of 60,000', async () => {
  const real = manualClock();
  const clock = new VirtualClock(real.clock, { start: 0, speed: 60_000 });
  const fired: number[] = [];
  const next = () => {
    fired.push(clock.now());
    if (fired.length < 10) clock.at(clock.now() + 1_000, next);
  };
  clock.at(1_000, next);
  real.pass(1);
  await turns(12);
  expect(fired).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((second) => second * 1_000));
  expect(clock.now()).toBe(60_000);
});

test('a pause among overdue timers keeps the rest for later, each still at its instant', async () => {
  const real = manualClock();
  const clock = new VirtualClock(real.clock, { start: 0, speed: 60_000 });
  const fired: number[] = [];
  const note = () => fired.push(clock.now());
  clock.at(10_000, () => clock.pause(true));
  clock.at(20_000, note);
  clock.at(30_000, note);
  real.pass(1);
  await turns(3);
  expect(clock.state()).toEqual({ now: 10_000, speed: 60_000, running: false });
  expect(fired).toEqual([]);
  expect(real.pending()).toBe(0);
  await clock.advance(10_000);
  expect(fired).toEqual([20_000]);
  clock.pause(false);
  expect(real.pending()).toBe(1);
  real.pass(1);
  await turns(2);
  expect(fired).toEqual([20_000, 30_000]);
});

test('it is advanced from where it is among overdue timers', async () => {
  const real = manualClock();
  const clock = new VirtualClock(real.clock, { start: 0 });
  const fired: number[] = [];
  for (const instant of [10, 20, 30, 40]) clock.at(instant, () => fired.push(clock.now()));
  real.passBusy(35);
  await clock.advance(25);
  expect(fired).toEqual([10, 20, 30]);
  expect(clock.now()).toBe(35);
  real.pass(5);
  await turns(2);
  expect(fired).toEqual([10, 20, 30, 40]);
  expect(real.pending()).toBe(0);
});

test('another speed among overdue timers, set by one of them, counts from its instant', async () => {
  const real = manualClock();
  const clock = new VirtualClock(real.clock, { start: 0, speed: 1_000 });
  const fired: number[] = [];
  clock.at(1_000, () => clock.setSpeed(1));
  clock.at(1_005, () => fired.push(clock.now()));
  real.passBusy(10);
  await turns(2);
  expect(clock.now()).toBe(1_000);
  expect(real.pending()).toBe(1);
  real.pass(5);
  expect(fired).toEqual([1_005]);
});

test('stopped by an overdue timer, it fires none of the others', async () => {
  const real = manualClock();
  const clock = new VirtualClock(real.clock, { start: 0 });
  clock.at(10, () => clock.stop());
  clock.at(10, () => expect.unreachable());
  clock.at(20, () => expect.unreachable());
  real.passBusy(30);
  await turns(3);
  expect(real.pending()).toBe(0);
});

test('a timer set for the past fires at once, and time does not go back to it', async () => {
  const real = manualClock();
  const clock = new VirtualClock(real.clock, { start: 0 });
  const fired: number[] = [];
  real.pass(100);
  clock.at(5, () => fired.push(clock.now()));
  expect(clock.now()).toBe(100);
  real.passBusy(10);
  await turns(1);
  expect(fired).toEqual([100]);
  expect(clock.now()).toBe(110);
});

test('whatever timers are set, they fire once, in order, and not early', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(1_000), { maxLength: 60 }), fc.nat(1_000), async (instants, end) => {
      const clock = new VirtualClock(manualClock().clock, { start: 0, speed: 0 });
      const fired: number[] = [];
      for (const instant of instants) {
        clock.at(instant, () => {
          expect(clock.now()).toBe(instant);
          fired.push(instant);
        });
      }
      await clock.advance(end);
      expect(fired).toEqual(instants.filter((instant) => instant <= end).sort((a, b) => a - b));
    }),
    { numRuns: 50 },
  );
});
