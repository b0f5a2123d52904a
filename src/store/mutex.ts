// First come, first served: one holder at a time within a process.

export class Mutex {
  #tail: Promise<void> = Promise.resolve();

  /** Resolves with the release function when it is the caller's turn. */
  async lock(): Promise<() => void> {
    let release = (): void => {};
    const before = this.#tail;
    this.#tail = new Promise((resolve) => {
      release = resolve;
    });
    await before;
    return release;
  }
}
