// A refused sender that a reminder names for itself: mistyped more likely than not, it holds back that reminder alone.

import { formatId } from '../core/id.ts';
import { isAboutSender } from '../gateway/error-codes.ts';
import { raiseOnce } from '../store/alarms.ts';
import type { Sql } from '../store/db.ts';
import type { DeliveryEvent } from './events.ts';

// An import may name one in thousands of rows: a person hears of it once a day, and sees the others in the list.
// Less than a day: a daily rule meets it a few seconds earlier or later each time.
const QUIET_MS = 20 * 3_600_000;

export interface RefusedSender {
  /** Null for a refusal without one. */
  readonly code: number | null;
  /** What the reminder, its tenant and the profile name, each null or undefined when it names none. */
  readonly own: string | null | undefined;
  readonly tenants: string | null | undefined;
  readonly defaults: string | undefined;
}

/** True when Twilio refuses a sender that the reminder alone names. */
export function isOwnSender({ code, own, tenants, defaults }: RefusedSender): boolean {
  return code !== null && isAboutSender(code) && own != null && own !== (tenants ?? defaults);
}

/** The alarm of the first reminder that meets it. */
export async function alarmOwnSender(
  sql: Sql,
  refusal: { readonly from: string; readonly reminderId: number; readonly message: string },
  now: number,
): Promise<DeliveryEvent[]> {
  const { from, reminderId, message } = refusal;
  if (!(await raiseOnce(sql, { key: `sender:${from}`, quietMs: QUIET_MS }, now))) return [];
  const id = formatId(reminderId);
  const detail =
    `Twilio refuses ${from}, which reminder ${id} names as its sender (${message}); what names it is held, the rest goes on; ` +
    `mend it, and let it go, with: remind edit ${id} --from NUMBER`;
  return [{ event: 'alarm', kind: 'halt', detail }];
}
