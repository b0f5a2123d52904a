import { expect, test } from 'vitest';
import { seededRandom } from '../../src/simulator/random.ts';
import { TimerHeap } from '../../src/simulator/timer-heap.ts';

test('timers come by instant, and in the order they were set when that is the same', () => {
  const heap = new TimerHeap();
  const fired: string[] = [];
  for (const [name, at] of [
    ['c', 3],
    ['a', 1],
    ['b', 1],
    ['d', 9],
  ] as const)
    heap.push(at, () => fired.push(name));
  for (const timer of heap.takeDue(3)) timer.fire?.();
  expect(fired).toEqual(['a', 'b', 'c']);
  expect([heap.next(), heap.pending()]).toEqual([9, 1]);
});

test('however many are cancelled, and when, the others come in their order', () => {
  const random = seededRandom(7, 'timers');
  const heap = new TimerHeap();
  const live = new Map<number, number>();
  const timers = Array.from({ length: 20_000 }, (_, index) => {
    const at = Math.floor(random.next() * 1_000);
    live.set(index, at);
    return heap.push(at, () => void fired.push(index));
  });
  const fired: number[] = [];
  for (let now = 0; now < 1_000; now += 50) {
    for (const [index, timer] of timers.entries()) {
      if (random.next() > 0.1) continue;
      heap.cancel(timer);
      heap.cancel(timer);
      if (timer.at >= now) live.delete(index);
    }
    for (const timer of heap.takeDue(now + 49)) timer.fire?.();
    expect(heap.pending()).toBe([...live].filter(([, at]) => at > now + 49).length);
  }
  const expected = [...live].sort(([i, a], [j, b]) => a - b || i - j).map(([index]) => index);
  expect(fired).toEqual(expected);
  expect(heap.next()).toBeUndefined();
});
