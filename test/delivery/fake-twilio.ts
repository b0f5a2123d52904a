// What Twilio has: a ledger of messages and calls that lists show as Twilio's do, newest first, page by page.

import type { TwilioCall, TwilioMessage } from '../../src/core/twilio.ts';
import type { Read, TwilioRow, Verdict } from '../../src/gateway/door.ts';
import type { WireRequest } from '../../src/gateway/wire.ts';
import type { StoredIntent } from '../../src/store/intents.ts';

type Change = Partial<TwilioMessage & TwilioCall>;

/** `visibleAt`: lists show it from then on, though it was made before. */
interface Entry {
  readonly row: TwilioRow;
  readonly visibleAt: number;
}

export class FakeTwilio {
  readonly accountSid: string;
  readonly #now: () => number;
  #entries: Entry[] = [];
  /** Every list and fetch it was asked for. */
  readonly asked: WireRequest[] = [];
  /** But for the lists of whatever has come in. */
  readonly inboundAsked: WireRequest[] = [];
  /** Set: this is what every read gets. */
  down: Verdict | undefined;

  constructor(accountSid: string, now: () => number) {
    this.accountSid = accountSid;
    this.#now = now;
  }

  get rows(): readonly TwilioRow['value'][] {
    return this.#entries.map(({ row }) => row.value);
  }

  /** Takes what an intent says, as if its request had arrived now. */
  accept(intent: StoredIntent, { sid, lagMs = 0 }: { sid?: string; lagMs?: number } = {}): TwilioRow {
    const row = this.row(intent.kind === 'call' ? 'call' : 'message', {
      sid: sid ?? `${intent.kind === 'call' ? 'CA' : 'SM'}${String(intent.id).padStart(32, '0')}`,
      to: intent.to,
      from: intent.from.startsWith('MG') ? null : intent.from,
      messagingServiceSid: intent.from.startsWith('MG') ? intent.from : null,
      body: String(intent.params['Body'] ?? ''),
    });
    this.add(row, lagMs);
    return row;
  }

  add(row: TwilioRow, lagMs = 0): void {
    this.#entries.unshift({ row, visibleAt: this.#now() + lagMs });
  }

  remove(sid: string): void {
    this.#entries = this.#entries.filter(({ row }) => row.value.sid !== sid);
  }

  row(kind: TwilioRow['kind'], change: Change): TwilioRow {
    const now = Math.floor(this.#now() / 1_000) * 1_000;
    const shared = { accountSid: this.accountSid, direction: 'outbound-api', status: 'queued' };
    const money = { priceMicros: null, priceUnit: 'USD', dateCreated: now, dateUpdated: now };
    if (kind === 'call') {
      const times = { startTime: null, endTime: null, durationS: null, queueTimeMs: 0 };
      const value = { ...shared, ...money, ...times, parentCallSid: null, answeredBy: null };
      return { kind, value: { ...value, sid: `CA${'0'.repeat(32)}`, from: null, to: null, ...change } };
    }
    const text = {
      messagingServiceSid: null,
      body: null,
      errorCode: null,
      errorMessage: null,
      dateSent: null,
    };
    const value = { ...shared, ...money, ...text, numSegments: 1, numMedia: 0 };
    return { kind, value: { ...value, sid: `SM${'0'.repeat(32)}`, from: null, to: null, ...change } };
  }

  /** Somebody texts one of the account's numbers. */
  text(from: string, to: string, body: string): TwilioRow {
    const n = String(this.#entries.length + 1).padStart(32, '0');
    const about = { from, to, body, direction: 'inbound', status: 'received' };
    const row = this.row('message', { ...about, sid: `SM${n}`, dateSent: this.#now() });
    this.add(row);
    return row;
  }

  read(request: WireRequest, intentId: number | null): Read {
    const isInbound = /Messages\.json\?(?!.*\bTo=)/.test(request.path);
    (isInbound ? this.inboundAsked : this.asked).push(request);
    const log = { ...LOG, at: this.#now(), accountSid: this.accountSid, intentId, url: request.path };
    if (this.down) return { verdict: this.down, httpStatus: null, row: undefined, log };
    const verdict = { class: 'accepted', message: 'Twilio accepted it' } as const;
    const { pathname, searchParams } = new URL(request.path, 'http://host.invalid');
    const sid = /\/(?:Messages|Calls)\/(\w+)\.json$/.exec(pathname)?.[1];
    if (sid !== undefined) {
      const row = this.#entries.find((entry) => entry.row.value.sid === sid)?.row;
      if (row) return { verdict, httpStatus: 200, row, log };
      return { verdict: { class: 'permanent', message: '20404' }, httpStatus: 404, row, log };
    }
    const kind = pathname.endsWith('/Calls.json') ? 'call' : 'message';
    const all = this.#entries
      .filter(({ row, visibleAt }) => row.kind === kind && visibleAt <= this.#now())
      .map(({ row }) => row)
      .filter(({ value }) => !searchParams.has('To') || value.to === searchParams.get('To'))
      .sort((a, b) => (b.value.dateCreated ?? 0) - (a.value.dateCreated ?? 0));
    const size = Number(searchParams.get('PageSize'));
    const page = Number(searchParams.get('Page') ?? 0);
    searchParams.set('Page', String(page + 1));
    const rows = all.slice(page * size, (page + 1) * size);
    const path = `${pathname}?${searchParams.toString()}`;
    const next = all.length > (page + 1) * size ? ({ method: 'GET', path } as const) : null;
    return { verdict, httpStatus: 200, row: undefined, page: { rows, next }, log };
  }
}

const LOG = {
  method: 'GET',
  request: null,
  status: 200,
  response: '{}',
  error: null,
  durationMs: 1,
  requestId: null,
};
