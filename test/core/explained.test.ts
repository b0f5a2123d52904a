import { expect, it } from 'vitest';
import { unexplained } from '../../src/core/explained.ts';
import { MINUTE_MS } from '../../src/core/wall.ts';

const NINE = Date.parse('2026-11-23T09:00:00Z');
const request = { kind: 'message', to: '+1', createdAt: NINE, leaseUntil: NINE + MINUTE_MS } as const;
const row = { sid: 'SM1', kind: 'message', to: '+1', at: NINE + 1_000 } as const;

it('a request of unknown end accounts for one row of its time and recipient, and for no second one', () => {
  const second = { ...row, sid: 'SM2' };
  expect(unexplained([row, second], [request], 30_000)).toEqual([second]);
  expect(unexplained([row, second], [request, request], 30_000)).toEqual([]);
  expect(unexplained([{ ...row, to: '+2' }], [request], 30_000)).toHaveLength(1);
  expect(unexplained([{ ...row, kind: 'call' }], [request], 30_000)).toHaveLength(1);
  expect(unexplained([{ ...row, at: NINE + 10 * MINUTE_MS }], [request], 30_000)).toHaveLength(1);
  expect(unexplained([{ ...row, at: NINE - 6 * MINUTE_MS }], [request], 30_000)).toHaveLength(1);
});

it('one that waits for its answer accounts for a row of any time: a clock may have been set meanwhile', () => {
  const early = { ...row, at: NINE - 60 * MINUTE_MS };
  const underWay = { ...request, isUnderWay: true };
  expect(unexplained([early], [underWay], 30_000)).toEqual([]);
  expect(unexplained([{ ...early, to: '+2' }], [underWay], 30_000)).toHaveLength(1);
});
