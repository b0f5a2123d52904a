// The real clock, with Node's timers faked: no test waits.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../src/system/clock.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('at', () => {
  it('fires once at its instant, not before', () => {
    const fire = vi.fn();
    systemClock.at(1_000_500, fire);
    vi.advanceTimersByTime(499);
    expect(fire).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(fire).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(10_000);
    expect(fire).toHaveBeenCalledTimes(1);
  });

  it('does not fire in the turn that asked, even when already due', () => {
    const fire = vi.fn();
    systemClock.at(0, fire);
    expect(fire).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(fire).toHaveBeenCalledTimes(1);
  });

  it('looks again when a timer fires early', () => {
    const fire = vi.fn();
    systemClock.at(1_000_500, fire);
    // The wall clock stands 1 ms behind what the timers count.
    vi.setSystemTime(999_999);
    vi.advanceTimersByTime(500);
    expect(fire).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(fire).toHaveBeenCalledTimes(1);
  });

  it('waits for an instant beyond the 2^31 ms of setTimeout', () => {
    const fire = vi.fn();
    const sixtyDays = 60 * 86_400_000;
    systemClock.at(1_000_000 + sixtyDays, fire);
    vi.advanceTimersByTime(sixtyDays - 1);
    expect(fire).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(fire).toHaveBeenCalledTimes(1);
  });

  it('notices within a minute that the wall clock jumped forward', () => {
    const fire = vi.fn();
    systemClock.at(1_000_000 + 3_600_000, fire);
    vi.setSystemTime(1_000_000 + 4_000_000);
    vi.advanceTimersByTime(60_000);
    expect(fire).toHaveBeenCalledTimes(1);
  });

  it('never fires once cancelled, whenever that is', () => {
    const fire = vi.fn();
    const cancel = systemClock.at(1_000_000 + 90_000, fire);
    vi.advanceTimersByTime(70_000);
    cancel();
    cancel();
    vi.advanceTimersByTime(100_000);
    expect(fire).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('sleep', () => {
  it('ends after its time', async () => {
    const woke = vi.fn();
    const slept = systemClock.sleep(250).then(woke);
    await vi.advanceTimersByTimeAsync(249);
    expect(woke).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    await slept;
    expect(woke).toHaveBeenCalled();
  });

  it('ends at once on abort, without throwing and leaving no timer', async () => {
    const stop = new AbortController();
    const slept = systemClock.sleep(3_600_000, stop.signal);
    stop.abort();
    await slept;
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not start when already aborted', async () => {
    await systemClock.sleep(3_600_000, AbortSignal.abort());
    expect(vi.getTimerCount()).toBe(0);
  });

  it('sleeps longer than setTimeout can', async () => {
    const woke = vi.fn();
    const slept = systemClock.sleep(2 ** 31 + 5_000).then(woke);
    await vi.advanceTimersByTimeAsync(2 ** 31);
    expect(woke).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(5_000);
    await slept;
  });
});
