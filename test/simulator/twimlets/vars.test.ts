import { expect, test } from 'vitest';
import { parseVars, type Vars } from '../../../src/simulator/twimlets/vars.ts';

function plain(vars: Vars): unknown {
  return Object.fromEntries(
    [...vars].map(([key, value]) => [key, typeof value === 'string' ? value : plain(value)]),
  );
}

test.each([
  ['a=1&b=2', { a: '1', b: '2' }],
  ['a=1&a=2', { a: '2' }],
  ['a[]=1&a[]=2', { a: { 0: '1', 1: '2' } }],
  ['a%5B%5D=1', { a: { 0: '1' } }],
  ['a[5]=1&a[]=2&a[x]=3&a[]=4', { a: { 5: '1', 6: '2', x: '3', 7: '4' } }],
  ['a[]=1&a[0]=2&a[]=3', { a: { 0: '2', 1: '3' } }],
  ['a[07]=1&a[-3]=2&a[]=3', { a: { '07': '1', '-3': '2', 0: '3' } }],
  ['a[b][c]=1&a[b][d]=2', { a: { b: { c: '1', d: '2' } } }],
  ['a[][b]=1&a[][b]=2', { a: { 0: { b: '1' }, 1: { b: '2' } } }],
  ['a=1&a[]=2', { a: { 0: '2' } }],
  ['a[]=1&a=2', { a: '2' }],
  ['a[b]c=1', { a: { b: '1' } }],
  ['a[b=1', { a_b: '1' }],
  ['a.b c=1', { a_b_c: '1' }],
  [' a=1', { a: '1' }],
  ['[a]=1', { '_a]': '1' }],
  ['=1&&a', { a: '' }],
  ['a=b=c', { a: 'b=c' }],
  ['a=%zz%', { a: '%zz%' }],
  ['', {}],
])('%s', (text, vars) => {
  expect(plain(parseVars(text))).toEqual(vars);
});

test('no name reaches what objects inherit', () => {
  const vars = parseVars('__proto__[a]=1&constructor=2&x[__proto__]=3');
  expect([...vars.keys()]).toEqual(['__proto__', 'constructor', 'x']);
  expect(({} as Record<string, unknown>)['a']).toBeUndefined();
});

test('beyond a thousand variables or sixty-four levels, what is more is dropped', () => {
  expect(parseVars('a[]=1&'.repeat(1_500)).get('a')).toHaveProperty('size', 1_000);
  expect(parseVars(`a${'[b]'.repeat(64)}=1`).size).toBe(1);
  expect(parseVars(`a${'[b]'.repeat(65)}=1`).size).toBe(0);
});
