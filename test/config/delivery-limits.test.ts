// The order of lease, timeout and grace that keeps a reminder from being sent twice.

import { expect, it } from 'vitest';
import { assertDeliveryLimits } from '../../src/config/delivery-limits.ts';
import { UsageError } from '../../src/core/errors.ts';

const limits = (lease: number, requestTimeout: number, unknownGrace: number) =>
  Object.fromEntries(
    Object.entries({ lease, requestTimeout, unknownGrace }).map(([key, value]) => [
      key,
      { value, source: 'default' },
    ]),
  ) as unknown as Parameters<typeof assertDeliveryLimits>[0];

it.each([
  [60_000, 30_000, 120_000],
  [35_000, 30_000, 65_000],
  [5_200, 200, 5_400],
])('accepts lease %i, timeout %i, grace %i', (lease, timeout, grace) => {
  expect(() => assertDeliveryLimits(limits(lease, timeout, grace))).not.toThrow();
});

it.each([
  [34_999, 30_000, 120_000, /REMIND_LEASE \(34s999ms, default\) is shorter/],
  [35_000, 30_000, 64_999, /REMIND_UNKNOWN_GRACE/],
  [60_000, 0, 120_000, /REMIND_REQUEST_TIMEOUT is 0s: too short/],
])('refuses lease %i, timeout %i, grace %i', (lease, timeout, grace, message) => {
  expect(() => assertDeliveryLimits(limits(lease, timeout, grace))).toThrow(UsageError);
  expect(() => assertDeliveryLimits(limits(lease, timeout, grace))).toThrow(message);
});
