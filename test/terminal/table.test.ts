// Tables for a person's eyes.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitWidths, renderTable } from '../../src/terminal/table.ts';
import { displayWidth } from '../../src/terminal/width.ts';

const ROWS = [
  ['7', 'scheduled', 'Hi Cindy, see you tomorrow at 14:30, Dr. Best'],
  ['10', 'held:quiet-hours', 'Short'],
];
const HEADINGS = ['ID', 'STATE', 'BODY'];

test('columns are as wide as their widest cell, two spaces apart', () => {
  expect(renderTable({ headings: HEADINGS, rows: ROWS, width: 100 })).toBe(
    [
      'ID  STATE             BODY',
      '7   scheduled         Hi Cindy, see you tomorrow at 14:30, Dr. Best',
      '10  held:quiet-hours  Short',
    ].join('\n'),
  );
});

test('on a narrow terminal the widest column ends in an ellipsis', () => {
  const table = renderTable({ headings: HEADINGS, rows: ROWS, width: 44 });
  expect(table).toBe(
    [
      'ID  STATE             BODY',
      '7   scheduled         Hi Cindy, see you tom…',
      '10  held:quiet-hours  Short',
    ].join('\n'),
  );
});

test('prose gives way before the widest column, but not to nothing', () => {
  const rows = [['America/Argentina/Buenos_Aires', 'See you tomorrow']];
  const lines = (width: number) =>
    renderTable({ headings: ['ZONE', 'BODY'], rows, width, prose: 1 }).split('\n');
  expect(lines(42)[1]).toBe('America/Argentina/Buenos_Aires  See you t…');
  expect(lines(36)[1]).toBe(
    'America/Argentina/Bueno…    See you…'.replace('    ', '  ').replace('Bueno…', 'Buenos_…'),
  );
});

test('a cell that is cut keeps its distance from the next', () => {
  const rows = [['a'.repeat(20), 'b'.repeat(20), 'c'.repeat(20)]];
  expect(renderTable({ headings: ['A', 'B', 'C'], rows, width: 40 }).split('\n')[1]).toBe(
    `${'a'.repeat(11)}…  ${'b'.repeat(11)}…  ${'c'.repeat(11)}…`,
  );
});

test('an emoji and Chinese take two columns each', () => {
  const table = renderTable({
    headings: ['A', 'B'],
    rows: [
      ['👍好', 'x'],
      ['abcd', 'y'],
    ],
    width: 80,
  });
  expect(table).toBe('A     B\n👍好  x\nabcd  y');
});

describe('widths', () => {
  test('fit the terminal whenever every column can have eight', () => {
    const columns = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(columns, fc.integer({ min: 100, max: 250 }), (natural, width) => {
        const widths = fitWidths(natural, width);
        const total = widths.reduce((sum, each) => sum + each, 0) + 2 * (widths.length - 1);
        expect(total).toBeLessThanOrEqual(Math.max(width, 0));
        for (const [index, each] of widths.entries()) {
          expect(each).toBeLessThanOrEqual(natural[index] ?? 0);
          expect(each).toBeGreaterThanOrEqual(Math.min(8, natural[index] ?? 0));
        }
      }),
    );
  });

  test('are left alone when there is room, and stop at eight when there is none', () => {
    expect(fitWidths([5, 30], 80)).toEqual([5, 30]);
    expect(fitWidths([30, 40, 3], 10)).toEqual([8, 8, 3]);
  });

  test.each([
    ['abc', 3],
    ['', 0],
    ['é', 1],
    ['e\u0301', 1],
    ['好', 2],
    ['👍', 2],
    ['👩‍👩‍👧', 2],
    ['❤️', 2],
    ['\x1b[31mred\x1b[39m', 3],
    ['שלום', 4],
  ])('of %j is %d', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });
});
