// Inbound texts without a webhook: asks Twilio every half minute what people have written, and heeds each text once.

import type { Clock } from '../core/clock.ts';
import type { TwilioMessage } from '../core/twilio.ts';
import type { Door } from '../gateway/door.ts';
import { listMessages } from '../gateway/requests.ts';
import type { WireRequest } from '../gateway/wire.ts';
import { type ApiExchange, insertExchange } from '../store/api-log.ts';
import type { Db } from '../store/db.ts';
import {
  type InboundMark,
  isHeeded,
  type NewReply,
  readInboundMark,
  writeInboundMark,
} from '../store/replies.ts';
import { upsertMessage } from '../store/twilio-rows.ts';
import { endure } from './endure.ts';
import type { Emit } from './events.ts';
import { type AnswerReminder, heed } from './heed.ts';

const ROUND_MS = 1_000;
const POLL_MS = 30_000;
// Twilio's list and its clock may lag: the last minutes are looked through again, and each text is heeded once.
const OVERLAP_MS = 5 * 60_000;
// Of an account that is new to this database only a day is read: whoever said STOP before is refused by Twilio.
const FIRST_LOOK_MS = 24 * 3_600_000;
// One page holds what this process has sent since the last look, and some more.
const LEAST_PAGE = 20;
const MOST_PAGE = 1_000;
const MAX_PAGES = 100;
// No send waits longer for the first look than this.
const PATIENCE_MS = 3_000;

export interface InboundDeps {
  readonly db: Db;
  readonly door: Door;
  readonly clock: Clock;
  readonly realClock: Clock;
  readonly emit: Emit;
  /** The profile's sender, for reminders and tenants that name none. */
  readonly defaultFrom: string | undefined;
  readonly answer?: AnswerReminder | undefined;
  /** Texts sent by this process so far. */
  readonly sent: () => number;
  /** Something may be due again, or no more. */
  readonly wake: () => void;
  /** Aborts when the daemon is told to stop. */
  readonly signal: AbortSignal;
}

interface Look {
  readonly texts: readonly TwilioMessage[];
  readonly seenTo: number | null;
  readonly logs: readonly ApiExchange[];
  /** Why not everything was seen. */
  readonly failure: string | undefined;
  /** False when the daemon was stopped meanwhile, too. */
  readonly isWhole: boolean;
}

export class Inbound {
  readonly #deps: InboundDeps;
  #sentBefore = 0;
  #failure: string | undefined;

  constructor(deps: InboundDeps) {
    this.#deps = deps;
  }

  /**
   * The first look, before anything is sent, and whenever the last one was: somebody may have said STOP while nothing
   * ran. Not waited for long.
   */
  async begin(): Promise<void> {
    const nap = new AbortController();
    const patience = this.#deps.realClock.sleep(PATIENCE_MS, nap.signal);
    await Promise.race([endure(this.#deps.emit, () => this.#lookOnce({ evenIfNotDue: true })), patience]);
    nap.abort();
  }

  /** A look whenever one is due, until `signal` aborts. */
  async run(signal: AbortSignal): Promise<void> {
    for (;;) {
      await this.#deps.realClock.sleep(ROUND_MS, signal);
      if (signal.aborted) return;
      await endure(this.#deps.emit, () => this.round());
    }
  }

  /** One look if one is due; of several processes one makes it. */
  async round(): Promise<void> {
    const { db, door, clock } = this.#deps;
    // On the reading connection first: nearly always nothing is due.
    if (isDue(await readInboundMark(db, door.accountSid), clock.now()))
      await this.#lookOnce({ evenIfNotDue: false });
  }

  async #lookOnce(wish: { readonly evenIfNotDue: boolean }): Promise<void> {
    const { db, door, clock } = this.#deps;
    const mark = await this.#take(wish);
    if (mark === undefined) return;
    const look = await this.#look(mark.seenTo ?? clock.now() - FIRST_LOOK_MS);
    await this.#heedAll(look);
    if (look.isWhole) {
      const seenTo = Math.max(look.seenTo ?? 0, mark.seenTo ?? clock.now() - FIRST_LOOK_MS);
      await db.tx((sql) => writeInboundMark(sql, door.accountSid, { ...mark, seenTo }, clock.now()));
    }
    this.#tellFailure(look.failure);
  }

  async #take({ evenIfNotDue }: { readonly evenIfNotDue: boolean }): Promise<InboundMark | undefined> {
    const { db, door, clock } = this.#deps;
    return await db.tx(async (sql) => {
      const mark = await readInboundMark(sql, door.accountSid);
      const now = clock.now();
      if (!evenIfNotDue && !isDue(mark, now)) return undefined;
      const taken = { nextAt: now + POLL_MS, seenTo: mark?.seenTo ?? null };
      await writeInboundMark(sql, door.accountSid, taken, now);
      return taken;
    });
  }

  /** Newest first by the date they were sent: everything back to a little before `seenTo`. */
  async #look(seenTo: number): Promise<Look> {
    const { door, signal, sent } = this.#deps;
    const pageSize = Math.min(MOST_PAGE, LEAST_PAGE + Math.max(0, sent() - this.#sentBefore));
    this.#sentBefore = sent();
    const oldest = seenTo - OVERLAP_MS;
    const logs: ApiExchange[] = [];
    const rows: TwilioMessage[] = [];
    let failure: string | undefined;
    let request: WireRequest | null = listMessages(door.accountSid, { pageSize });
    for (let pages = 0; request !== null && failure === undefined && !signal.aborted; pages += 1) {
      const { verdict, page, log } = await door.read(request);
      if (log) logs.push(log);
      if (verdict.class !== 'accepted') failure = verdict.message;
      else if (!page) failure = 'the list cannot be read';
      else if (pages === MAX_PAGES) failure = 'there are too many';
      rows.push(...(page?.rows ?? []).flatMap((row) => (row.kind === 'message' ? [row.value] : [])));
      // What is not sent yet has no date and no certain place in the list; what has come in always has one.
      const isPast = rows.some(({ dateSent }) => dateSent !== null && dateSent < oldest);
      request = isPast ? null : (page?.next ?? null);
    }
    const dates = rows.flatMap(({ dateSent }) => dateSent ?? []);
    const isNew = (row: TwilioMessage): boolean =>
      row.direction === 'inbound' && row.status === 'received' && (row.dateSent ?? 0) >= oldest;
    return {
      texts: rows.filter(isNew).reverse(),
      seenTo: dates.length === 0 ? null : dates.reduce((a, b) => Math.max(a, b)),
      logs,
      failure,
      isWhole: failure === undefined && request === null,
    };
  }

  /** The oldest first, each in a transaction of its own: a START after a STOP counts. */
  async #heedAll({ texts, logs, failure }: Look): Promise<void> {
    const { db, door, clock, emit, wake, defaultFrom, answer } = this.#deps;
    let heeded = 0;
    for (const row of texts) {
      const text = textOf(row);
      if (!text || (await isHeeded(db, door.accountSid, text.messageSid))) continue;
      const event = await db.tx(async (sql) => {
        const now = clock.now();
        await upsertMessage(sql, row, { fetchedAt: now, pollAt: null });
        return await heed(sql, text, { now, defaultFrom, answer });
      });
      if (event) emit(event);
      heeded += 1;
    }
    // Three thousand lists a day in which nothing is new are not kept for two weeks.
    if (heeded > 0 || failure !== undefined) {
      await db.tx(async (sql) => {
        for (const log of logs) await insertExchange(sql, log);
      });
    }
    if (heeded > 0) wake();
  }

  /** Told once, not every half minute. */
  #tellFailure(failure: string | undefined): void {
    if (failure !== undefined && this.#failure === undefined) {
      const detail = `cannot ask Twilio what people have texted (a STOP among it): ${failure}`;
      this.#deps.emit({ event: 'trouble', detail });
    }
    this.#failure = failure;
  }
}

/** A mark far ahead was written before the clock was set back. */
function isDue(mark: InboundMark | undefined, now: number): boolean {
  return mark === undefined || mark.nextAt <= now || mark.nextAt > now + POLL_MS;
}

function textOf({ accountSid, sid, from, to, body, dateSent }: TwilioMessage): NewReply | undefined {
  if (from === null || to === null || dateSent === null) return undefined;
  return { accountSid, messageSid: sid, person: from, sender: to, body: body ?? '', receivedAt: dateSent };
}
