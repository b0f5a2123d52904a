// How a file's reminders press on Twilio's rates: where the queue gets longest, and how late its last one leaves.

/** Twilio's defaults: 1 call a second for an account, 1 segment a second for a US long code. */
export const DEFAULT_RATES = { callsPerSecond: 1, segmentsPerSecond: 1 } as const;

/** The stretch in which the last of a queue leaves latest. */
export interface Rush {
  /** Calls, or messages. */
  readonly count: number;
  readonly from: number;
  readonly until: number;
  /** How long after its due instant the last one leaves. */
  readonly lateMs: number;
}

export interface Load {
  readonly calls: Rush | null;
  readonly messages: Rush | null;
}

interface Second {
  count: number;
  /** Calls, or segments: what the rate counts. */
  units: number;
}

/** Adds up what is due in each second, of calls and, by sender, of messages; then plays the queues through. */
export class LoadMeter {
  readonly #calls = new Map<number, Second>();
  readonly #messages = new Map<string, Map<number, Second>>();

  addCall(dueAt: number): void {
    add(this.#calls, dueAt, 1);
  }

  /** `sender` is the row's own, or empty for the tenant's: the rate of messages is each sender's own. */
  addMessage(dueAt: number, segments: number, sender: string): void {
    let lane = this.#messages.get(sender);
    if (!lane) {
      lane = new Map();
      this.#messages.set(sender, lane);
    }
    add(lane, dueAt, segments);
  }

  load(rates: typeof DEFAULT_RATES = DEFAULT_RATES): Load {
    const lanes = [...this.#messages.values()].map((lane) => worstRush(lane, rates.segmentsPerSecond));
    return {
      calls: worstRush(this.#calls, rates.callsPerSecond),
      messages: lanes.reduce<Rush | null>((worst, each) => later(worst, each), null),
    };
  }
}

function add(lane: Map<number, Second>, dueAt: number, units: number): void {
  const second = Math.floor(dueAt / 1000);
  const entry = lane.get(second);
  if (entry) {
    entry.count += 1;
    entry.units += units;
  } else lane.set(second, { count: 1, units });
}

/** Plays the lane through at `rate` a second; null when it is empty. */
function worstRush(lane: ReadonlyMap<number, Second>, rate: number): Rush | null {
  let worst: Rush | null = null;
  let start = 0;
  let count = 0;
  // The instant, in seconds, at which the queue is empty again.
  let free = Number.NEGATIVE_INFINITY;
  for (const second of [...lane.keys()].sort((a, b) => a - b)) {
    const due = lane.get(second);
    if (!due) continue;
    if (free <= second) {
      start = second;
      count = 0;
      free = second;
    }
    count += due.count;
    free += due.units / rate;
    // The last one leaves one unit's time before the queue is empty.
    const lateMs = Math.max(0, Math.round((free - 1 / rate - second) * 1000));
    worst = later(worst, { count, from: start * 1000, until: second * 1000, lateMs });
  }
  return worst;
}

function later(a: Rush | null, b: Rush | null): Rush | null {
  if (!a || !b) return a ?? b;
  return b.lateMs > a.lateMs ? b : a;
}
