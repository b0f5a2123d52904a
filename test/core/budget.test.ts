import { describe, expect, test } from 'vitest';
import {
  completeBudgets,
  DEFAULT_BUDGETS,
  describeBudget,
  formatBudget,
  parseBudget,
} from '../../src/core/budget.ts';
import { estimateSend } from '../../src/core/spend.ts';

describe('parseBudget', () => {
  test.each([
    ['500,50USD', 500, 50_000_000, '500,50USD'],
    ['50usd, 500', 500, 50_000_000, '500,50USD'],
    ['$50', null, 50_000_000, '50USD'],
    ['1000', 1_000, null, '1000'],
    ['0.01USD', null, 10_000, '0.01USD'],
    ['$12.5,1', 1, 12_500_000, '1,12.50USD'],
  ])('%s', (text, sends, micros, written) => {
    const wish = parseBudget(text, 'budget.day');
    expect(wish).toEqual({ sends, micros });
    expect(formatBudget(wish)).toBe(written);
  });

  test.each([
    '',
    'unlimited',
    '0',
    '-1',
    '1,2',
    '$1,$2',
    '0USD',
    '1e9',
    '10000001',
    '2000000USD',
    '1,000,5USD',
    '1.5',
  ])('"%s" is refused', (text) => {
    expect(() => parseBudget(text, 'budget.day')).toThrow(/^budget\.day: /);
  });
});

describe('what holds when it is set in part', () => {
  test('the defaults', () => {
    const day = { sends: 2_000, micros: 50_000_000 };
    const month = { sends: 40_000, micros: 1_000_000_000 };
    expect(DEFAULT_BUDGETS).toEqual({
      everybody: { hour: day, day, month },
      tenant: { hour: day, day, month },
    });
  });

  test('an hour follows the day, a month is twenty, a tenant may use all', () => {
    const { everybody, tenant } = completeBudgets({
      everybody: { day: { sends: 30, micros: null } },
      tenant: { hour: { sends: null, micros: 7 } },
    });
    expect(everybody.hour).toEqual({ sends: 30, micros: 50_000_000 });
    expect(everybody.month).toEqual({ sends: 600, micros: 1_000_000_000 });
    expect(tenant).toEqual({ ...everybody, hour: { sends: 30, micros: 7 } });
  });

  test('never more than can be set', () => {
    const { everybody } = completeBudgets({
      everybody: { day: { sends: 10_000_000, micros: null } },
      tenant: {},
    });
    expect(everybody.month.sends).toBe(10_000_000);
  });
});

test('a budget in words', () => {
  expect(describeBudget({ sends: 500, micros: 50_000_000 }, 'day')).toBe('500 sends and $50.00 a day');
});

describe('estimateSend', () => {
  const send = (changes: object) =>
    estimateSend({ kind: 'message', targetSid: null, to: '+12025550123', params: {}, ...changes });

  test.each([
    ['one segment', { params: { Body: 'a'.repeat(160) } }, 12_500],
    ['two segments', { params: { Body: 'a'.repeat(161) } }, 25_000],
    ['letters that count twice', { params: { Body: '€'.repeat(81) } }, 25_000],
    ['another alphabet', { params: { Body: '中'.repeat(71) } }, 25_000],
    ['a picture', { params: { Body: 'a', MediaUrl: 'https://x' } }, 50_000],
    ['a short call', { kind: 'call', params: { Twiml: '<Response><Say>Hello</Say></Response>' } }, 14_000],
    [
      'a long call',
      { kind: 'call', params: { Twiml: `<Response><Say>${'a'.repeat(1_000)}</Say></Response>` } },
      28_000,
    ],
    [
      'said twice',
      { kind: 'call', params: { Twiml: `<Response><Say loop="2">${'a'.repeat(500)}</Say></Response>` } },
      28_000,
    ],
    ['a script at a URL', { kind: 'call', params: { Url: 'https://x' } }, 28_000],
    ['a dear country', { to: '+8613800000000', params: { Body: 'a' } }, 150_000],
    ['the end of a call', { kind: 'call-update', targetSid: 'CA1', params: { Status: 'canceled' } }, 0],
    ['a number', { kind: 'number' }, 0],
  ])('%s', (_name, changes, micros) => {
    expect(send(changes)).toBe(micros);
  });
});
