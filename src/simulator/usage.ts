// What the account has used, by day: Twilio's bill, which deleting a row does not lower.

import type { Account, World } from './world.ts';

/** What is billed, by Twilio's own usage categories; wider categories are sums of these. */
export type BilledItem =
  | 'sms-outbound-longcode'
  | 'sms-outbound-tollfree'
  | 'sms-inbound-longcode'
  | 'sms-inbound-tollfree'
  | 'mms-outbound-longcode'
  | 'mms-outbound-tollfree'
  | 'mms-inbound-longcode'
  | 'mms-inbound-toll-free'
  | 'calls-outbound'
  | 'calls-inbound-local'
  | 'calls-inbound-tollfree'
  | 'answering-machine-detection'
  | 'recordings'
  | 'transcriptions'
  | 'phonenumbers-local'
  | 'phonenumbers-tollfree'
  | 'phonenumbers-mobile';

/** One item on one day, UTC. Plain data: it is written to the state file as it is. */
export interface UsageDay {
  readonly seq: number;
  /** Its day and its item. */
  readonly sid: string;
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly item: BilledItem;
  /** Messages, calls, numbers. */
  count: number;
  /** Segments, minutes, seconds: Twilio's unit of the category. */
  usage: number;
  priceMicros: number;
}

export interface Charge {
  readonly item: BilledItem;
  readonly usage: number;
  readonly micros: number;
  /** 1 when left out; 0 corrects the price of something that was counted already. */
  readonly count?: number;
  /** Now when left out. */
  readonly at?: number;
}

/** A charge as it went into the books. */
export type Charged = Omit<UsageDay, 'seq' | 'sid'>;

/** Adds to the bill and takes it from the balance. */
export function charge(world: World, account: Account, { item, usage, micros, count = 1, at }: Charge): void {
  const day = usageDay(at ?? world.clock.now());
  const known = account.usage.find(`${day}/${item}`);
  const row: UsageDay = known ?? {
    seq: account.usage.nextSeq(),
    sid: `${day}/${item}`,
    day,
    item,
    count: 0,
    usage: 0,
    priceMicros: 0,
  };
  row.count += count;
  row.usage += usage;
  row.priceMicros += micros;
  account.spentMicros += micros;
  if (known) account.usage.touch(row);
  else account.usage.add(row);
  world.charged(account, { day, item, count, usage, priceMicros: micros });
}

let lastDayStart = Number.NaN;
let lastDay = '';

/** The UTC day of an instant: `YYYY-MM-DD`. */
export function usageDay(instant: number): string {
  const dayStart = Math.floor(instant / 86_400_000);
  // Charges come thousands to a day; writing the same date anew for each was seen in a profile of creates.
  if (dayStart === lastDayStart) return lastDay;
  lastDayStart = dayStart;
  lastDay = new Date(instant).toISOString().slice(0, 10);
  return lastDay;
}
