// How many requests of an account are under way at once, and the most that Twilio takes.

/**
 * How long a request takes at least while there is a limit, in real ms. Twilio needs some tens of ms for a create
 * (Twilio-Request-Duration in recorded answers: 0.05 to 0.13); in less than that, no two would ever meet.
 */
export const SERVICE_MS = 50;

export class Concurrency {
  /** 0 is no limit. */
  readonly #most: number;
  readonly #underWay = new Map<string, number>();

  constructor(most: number) {
    this.#most = most;
  }

  get isLimited(): boolean {
    return this.#most > 0;
  }

  /** One more is under way: how many there are now. */
  enter(accountSid: string): number {
    const now = (this.#underWay.get(accountSid) ?? 0) + 1;
    this.#underWay.set(accountSid, now);
    return now;
  }

  leave(accountSid: string): void {
    this.#underWay.set(accountSid, (this.#underWay.get(accountSid) ?? 1) - 1);
  }

  /** Whether that many are more than Twilio takes. */
  isTooMany(underWay: number): boolean {
    return this.#most > 0 && underWay > this.#most;
  }
}
