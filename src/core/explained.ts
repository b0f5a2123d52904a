// Which of Twilio's rows requests of unknown end may account for: each request for one row at the most.

import { SKEW_MS } from './match.ts';

interface Request {
  readonly kind: 'message' | 'call';
  readonly to: string;
  readonly createdAt: number;
  readonly leaseUntil: number;
  /** It waits for its answer right now: whatever instant its row names, since clocks may have been set. */
  readonly isUnderWay?: boolean;
}

interface Row {
  readonly kind: 'message' | 'call';
  readonly to: string;
  readonly at: number;
}

/** The rows that no request accounts for. By recipient and time alone: whoever is in doubt accuses nobody. */
export function unexplained<R extends Row>(
  rows: readonly R[],
  requests: readonly Request[],
  requestTimeoutMs: number,
): R[] {
  const left = [...requests];
  return rows.filter((row) => {
    const at = left.findIndex(({ kind, to, createdAt, leaseUntil, isUnderWay }) => {
      const isInTime = row.at >= createdAt - SKEW_MS && row.at <= leaseUntil + requestTimeoutMs + SKEW_MS;
      return kind === row.kind && to === row.to && (isInTime || isUnderWay);
    });
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
