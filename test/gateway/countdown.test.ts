import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { monotonicCountdown } from '../../src/gateway/countdown.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('fires once, when its time has passed and whatever the wall clock says', () => {
  const fire = vi.fn();
  monotonicCountdown(30_000, fire);
  vi.setSystemTime(Date.UTC(2100, 0, 1));
  vi.advanceTimersByTime(29_999);
  expect(fire).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  vi.advanceTimersByTime(60_000);
  expect(fire).toHaveBeenCalledTimes(1);
});

it('never fires once it is cancelled', () => {
  const fire = vi.fn();
  const cancel = monotonicCountdown(1_000, fire);
  vi.advanceTimersByTime(999);
  cancel();
  cancel();
  vi.advanceTimersByTime(10_000);
  expect(fire).not.toHaveBeenCalled();
  expect(vi.getTimerCount()).toBe(0);
});
