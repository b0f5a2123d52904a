// The three delays that keep a send from being made twice, and the order they must be in.

import { formatDuration } from '../core/duration.ts';
import { UsageError } from '../core/errors.ts';
import { LEASE_MARGIN_MS } from '../core/lease.ts';
import type { Sourced } from './load.ts';

// Nothing real answers sooner; a simulator on the same machine may.
const LEAST_TIMEOUT_MS = 100;

export interface DeliveryLimits {
  readonly lease: Sourced<number>;
  readonly requestTimeout: Sourced<number>;
  readonly unknownGrace: Sourced<number>;
}

/**
 * Asked at the daemon's start.
 * @throws UsageError when a lease could end while its request is still out, or an unknown outcome be looked for
 * before the request must have ended.
 */
export function assertDeliveryLimits({ lease, requestTimeout, unknownGrace }: DeliveryLimits): void {
  if (requestTimeout.value < LEAST_TIMEOUT_MS) {
    throw new UsageError(
      `REMIND_REQUEST_TIMEOUT is ${formatDuration(requestTimeout.value)}: too short to be answered`,
      {
        hint: 'Twilio may take up to 26 s; 30s is the default',
      },
    );
  }
  const leastLease = requestTimeout.value + LEASE_MARGIN_MS;
  if (lease.value < leastLease) {
    throw new UsageError(
      `REMIND_LEASE (${formatDuration(lease.value)}, ${lease.source}) is shorter than REMIND_REQUEST_TIMEOUT ` +
        `(${formatDuration(requestTimeout.value)}) and ${formatDuration(LEASE_MARGIN_MS)} of margin: a reminder could be sent twice`,
      { hint: `make it ${formatDuration(leastLease)} or more` },
    );
  }
  const leastGrace = lease.value + requestTimeout.value;
  if (unknownGrace.value < leastGrace) {
    throw new UsageError(
      `REMIND_UNKNOWN_GRACE (${formatDuration(unknownGrace.value)}, ${unknownGrace.source}) is shorter than lease and ` +
        `timeout together: an outcome could be judged while its request is still out`,
      { hint: `make it ${formatDuration(leastGrace)} or more` },
    );
  }
}
