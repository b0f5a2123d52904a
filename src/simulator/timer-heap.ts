// A queue of timers ordered by instant, then by the order they were set in.

export interface Timer {
  readonly at: number;
  readonly order: number;
  /** Cleared when cancelled: taking it out of the middle of a heap would cost more than skipping it. */
  fire: (() => void) | undefined;
  isQueued: boolean;
}

/**
 * Cancelled timers are thrown out together when they are more than half. Every call leaves one behind, of its time
 * limit of four hours: without this a run of a hundred thousand calls carried a hundred thousand of them.
 */
const FEW = 1_000;

function isBefore(a: Timer, b: Timer): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

/** A binary heap: push and pop in O(log n), which matters with several timers for each of 5,000 messages a second. */
export class TimerHeap {
  #items: Timer[] = [];
  #order = 0;
  #cancelled = 0;

  push(at: number, fire: () => void): Timer {
    const timer: Timer = { at, order: this.#order, fire, isQueued: true };
    this.#order += 1;
    this.#items.push(timer);
    this.#rise(this.#items.length - 1);
    return timer;
  }

  /** Cancelling one that has fired, or twice, does nothing. */
  cancel(timer: Timer): void {
    if (timer.fire === undefined) return;
    timer.fire = undefined;
    if (!timer.isQueued) return;
    this.#cancelled += 1;
    if (this.#cancelled > FEW && this.#cancelled * 2 > this.#items.length) this.#compact();
  }

  /** The earliest instant of a timer not cancelled. */
  next(): number | undefined {
    while (this.#items[0] !== undefined && this.#items[0].fire === undefined) this.#pop();
    return this.#items[0]?.at;
  }

  /** Removes and returns, in order, every timer due at `now`. */
  takeDue(now: number): Timer[] {
    const due: Timer[] = [];
    for (let at = this.next(); at !== undefined && at <= now; at = this.next()) {
      const timer = this.#pop();
      if (timer !== undefined) due.push(timer);
    }
    return due;
  }

  /** How many are not cancelled. */
  pending(): number {
    return this.#items.length - this.#cancelled;
  }

  clear(): void {
    this.#items = [];
    this.#cancelled = 0;
  }

  /** A sorted array is a heap. */
  #compact(): void {
    this.#items = this.#items
      .filter(({ fire }) => fire !== undefined)
      .sort((a, b) => (isBefore(a, b) ? -1 : 1));
    this.#cancelled = 0;
  }

  #pop(): Timer | undefined {
    const top = this.#items[0];
    if (top !== undefined) {
      top.isQueued = false;
      if (top.fire === undefined) this.#cancelled -= 1;
    }
    const last = this.#items.pop();
    if (last !== undefined && this.#items.length > 0) {
      this.#items[0] = last;
      this.#sink(0);
    }
    return top;
  }

  #rise(start: number): void {
    const items = this.#items;
    let child = start;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!isBefore(items[child] as Timer, items[parent] as Timer)) return;
      [items[child], items[parent]] = [items[parent] as Timer, items[child] as Timer];
      child = parent;
    }
  }

  #sink(start: number): void {
    const items = this.#items;
    let parent = start;
    for (;;) {
      let least = parent;
      for (const child of [2 * parent + 1, 2 * parent + 2]) {
        if (child < items.length && isBefore(items[child] as Timer, items[least] as Timer)) least = child;
      }
      if (least === parent) return;
      [items[parent], items[least]] = [items[least] as Timer, items[parent] as Timer];
      parent = least;
    }
  }
}
