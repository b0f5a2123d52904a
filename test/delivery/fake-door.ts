// A door whose first half is the real one and whose second half answers as a test says.

import type { Allowlist } from '../../src/gateway/allowlist.ts';
import type { Door, Exchanged, Read, Verdict } from '../../src/gateway/door.ts';
import { reserve } from '../../src/gateway/reserve.ts';
import type { Db } from '../../src/store/db.ts';
import { getIntent, type StoredIntent } from '../../src/store/intents.ts';
import type { TestClock } from '../clock.ts';

export interface FakeDoorOptions {
  readonly db: Db;
  readonly clock: TestClock;
  readonly allowlist?: Allowlist;
  readonly workerId?: string;
  readonly leaseMs?: number;
  readonly sidOf?: (intent: StoredIntent) => string;
  /** What Twilio answers to an intent; accepted unless said otherwise. May wait. */
  readonly answer?: (intent: StoredIntent) => Promise<Verdict> | Verdict;
}

export class FakeDoor implements Door {
  readonly accountSid = 'AC00000000000000000000000000000001';
  readonly mode = 'simulator';
  /** Every intent that was sent, in order: the ledger. */
  readonly ledger: StoredIntent[] = [];
  readonly #options: FakeDoorOptions;

  constructor(options: FakeDoorOptions) {
    this.#options = options;
  }

  reserve(...[sql, draft, now]: Parameters<Door['reserve']>): ReturnType<Door['reserve']> {
    const { allowlist, workerId, leaseMs } = this.#options;
    return reserve(sql, draft, {
      accountSid: this.accountSid,
      mode: this.mode,
      workerId: workerId ?? 'worker',
      now,
      leaseUntil: now + (leaseMs ?? 60_000),
      allowlist: allowlist ?? { mode: 'simulator', numbers: [] },
    });
  }

  async exchange(intentId: number): Promise<Exchanged> {
    const intent = await getIntent(this.#options.db, intentId);
    if (!intent) throw new Error('not committed');
    this.ledger.push(intent);
    const verdict = (await this.#options.answer?.(intent)) ?? { class: 'accepted', message: 'accepted' };
    const accepted = verdict.class === 'accepted';
    return {
      intentId,
      verdict,
      httpStatus: accepted ? 201 : null,
      log: undefined,
      row: accepted ? this.#row(intent) : undefined,
    };
  }

  async read(): Promise<Read> {
    return {
      verdict: { class: 'retry', message: 'not now' },
      httpStatus: null,
      row: undefined,
      log: undefined,
    };
  }

  async close(): Promise<void> {}

  #row(intent: StoredIntent): NonNullable<Exchanged['row']> {
    const sid = this.#options.sidOf?.(intent) ?? `SM${String(intent.id).padStart(32, '0')}`;
    const now = this.#options.clock.now();
    const nothing = {
      messagingServiceSid: null,
      errorCode: null,
      errorMessage: null,
      priceMicros: null,
      dateSent: null,
    };
    const value = {
      ...nothing,
      accountSid: this.accountSid,
      sid,
      direction: 'outbound-api',
      from: intent.from,
      to: intent.to,
      body: '',
      status: 'queued',
      numSegments: 1,
      numMedia: 0,
      priceUnit: 'USD',
      dateCreated: now,
      dateUpdated: now,
    };
    return { kind: 'message', value };
  }
}
