// What is committed about the intents that are about to leave, read for all those of one moment together.

import type { Stop } from '../core/stop.ts';
import type { Db } from '../store/db.ts';
import { intentsById, type StoredIntent } from '../store/intents.ts';
import { openStops } from '../store/stops.ts';

interface Seen {
  readonly intents: ReadonlyMap<number, StoredIntent>;
  readonly stops: readonly Stop[];
}

export interface CommittedIntent {
  /** Undefined when it is not committed. */
  readonly intent: StoredIntent | undefined;
  /** What holds sending back for its tenant, begun by whatever process. */
  readonly stop: Stop | undefined;
}

/**
 * Reads on a second connection, which sees only what is committed. Whoever asks in the same run of microtasks, as the
 * claims of one turn do, shares two statements: one by one they took a tenth of all the time of a send.
 */
export class Committed {
  readonly #db: Db;
  #wanted: number[] = [];
  #reading: Promise<Seen> | undefined;

  constructor(db: Db) {
    this.#db = db;
  }

  /** As of now: nothing is kept from one reading to the next. */
  async read(id: number): Promise<CommittedIntent> {
    this.#wanted.push(id);
    this.#reading ??= this.#readAll();
    const { intents, stops } = await this.#reading;
    const intent = intents.get(id);
    const holds = ({ tenantId }: Stop) => tenantId === null || tenantId === intent?.tenantId;
    return { intent, stop: intent && stops.find(holds) };
  }

  async #readAll(): Promise<Seen> {
    // The others of this moment ask before it goes on.
    await undefined;
    const ids = this.#wanted;
    this.#wanted = [];
    this.#reading = undefined;
    const intents = await intentsById(this.#db, ids);
    return {
      intents: new Map(intents.map((intent) => [intent.id, intent])),
      stops: await openStops(this.#db),
    };
  }
}
