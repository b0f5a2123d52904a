// A halt: Twilio refuses whatever is sent, so sending stands still, with one alarm, until a person has mended it.

import { formatId } from '../core/id.ts';
import { sayStop } from '../core/stop.ts';
import { isAboutSender } from '../gateway/error-codes.ts';
import type { Sql } from '../store/db.ts';
import { beginStop, lastEndOf, openStops } from '../store/stops.ts';
import type { DeliveryEvent } from './events.ts';

export interface Halting {
  /** Null for a refusal without one. */
  readonly code: number | null;
  readonly message: string;
  /** Whose sender it was, and which, for what it was sent: a reminder may have a mistyped one of its own. */
  readonly tenantId: number;
  readonly from?: string | undefined;
  readonly reminderId?: number | null | undefined;
  /** When the request was made that was refused. */
  readonly sentAt: number;
}

/**
 * Stops everybody's sending, or the tenant's when only its sender is refused. Returns the alarm of whoever comes
 * first; late news about what was sent before a person let sending go on says nothing about how it is now.
 */
export async function haltSending(sql: Sql, halting: Halting, now: number): Promise<DeliveryEvent[]> {
  const { code, message, from, reminderId, sentAt } = halting;
  const tenantId = code !== null && isAboutSender(code) ? halting.tenantId : null;
  const whose =
    from === undefined || reminderId == null ? '' : ` (${from}, for reminder ${formatId(reminderId)})`;
  const reason = tenantId === null ? message : `${message}${whose}`;
  const endedAt = await lastEndOf(sql, { kind: 'halt', tenantId });
  if (endedAt !== null && sentAt <= endedAt) return [];
  if (!(await beginStop(sql, { kind: 'halt', tenantId, reason }, now))) return [];
  const stop = (await openStops(sql)).find((open) => open.kind === 'halt' && open.tenantId === tenantId);
  if (!stop) throw new Error('a halt vanished in its own transaction');
  return [{ event: 'alarm', kind: 'halt', detail: sayStop(stop) }];
}
