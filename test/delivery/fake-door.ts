// A door whose first half is the real one and whose second half answers as a test says, with a ledger of Twilio's.

import type { Allowlist } from '../../src/gateway/allowlist.ts';
import type { Door, Exchanged, Read, Verdict } from '../../src/gateway/door.ts';
import { reserve } from '../../src/gateway/reserve.ts';
import type { WireRequest } from '../../src/gateway/wire.ts';
import type { Db } from '../../src/store/db.ts';
import { getIntent, type StoredIntent } from '../../src/store/intents.ts';
import type { TestClock } from '../clock.ts';
import { FakeTwilio } from './fake-twilio.ts';

export interface FakeDoorOptions {
  readonly db: Db;
  readonly clock: TestClock;
  readonly allowlist?: Allowlist;
  readonly workerId?: string;
  readonly leaseMs?: number;
  readonly sidOf?: (intent: StoredIntent) => string;
  /** What Twilio answers to an intent; accepted unless said otherwise. May wait. */
  readonly answer?: (intent: StoredIntent) => Promise<Verdict> | Verdict;
  /** Whether the request got to Twilio, whatever was answered; unless said otherwise, when it was accepted. */
  readonly arrives?: (intent: StoredIntent) => boolean;
  /** Shared by the doors of several processes. */
  readonly twilio?: FakeTwilio;
}

const ACCOUNT = 'AC00000000000000000000000000000001';

export class FakeDoor implements Door {
  readonly accountSid = ACCOUNT;
  readonly mode = 'simulator';
  /** Every intent that was sent, in order: the ledger. */
  readonly ledger: StoredIntent[] = [];
  /** What Twilio took of it. */
  readonly twilio: FakeTwilio;
  readonly #options: FakeDoorOptions;

  constructor(options: FakeDoorOptions) {
    this.#options = options;
    this.twilio = options.twilio ?? new FakeTwilio(ACCOUNT, () => options.clock.now());
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
    const { db, answer, arrives, sidOf } = this.#options;
    const intent = await getIntent(db, intentId);
    if (!intent) throw new Error('not committed');
    this.ledger.push(intent);
    const verdict = (await answer?.(intent)) ?? { class: 'accepted', message: 'accepted' };
    const accepted = verdict.class === 'accepted';
    const arrived = arrives?.(intent) ?? accepted;
    const taken = arrived ? this.twilio.accept(intent, sidOf ? { sid: sidOf(intent) } : {}) : undefined;
    const row = accepted ? taken : undefined;
    return { intentId, verdict, httpStatus: accepted ? 201 : null, log: undefined, row };
  }

  async read(request: WireRequest, intentId: number | null = null): Promise<Read> {
    return this.twilio.read(request, intentId);
  }

  async close(): Promise<void> {}
}
