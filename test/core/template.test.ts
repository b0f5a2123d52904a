import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/core/errors.ts';
import { listVariables, render } from '../../src/core/template.ts';

describe('render', () => {
  test.each([
    ['Hi {{name}}!', 'Hi Cindy!'],
    ['{{ name }} at {{time}}', 'Cindy at 2:30 PM'],
    ['{{name}}{{name}}', 'CindyCindy'],
    ['no variables', 'no variables'],
    ['a { brace } and {one}', 'a { brace } and {one}'],
    ['{{room_no}}', ''],
    ['{{{name}}}', '{Cindy}'],
  ])('%s becomes %s', (body, text) => {
    const values = { name: 'Cindy', time: '2:30 PM', room_no: '' };
    expect(render(body, values)).toBe(text);
  });

  test('values are put in literally', () => {
    expect(render('{{name}} {{time}}', { name: '{{time}} $& $1', time: '9' })).toBe('{{time}} $& $1 9');
  });

  test('an unknown variable is refused, and the known ones are listed', () => {
    const refuse = () => render('Hi {{nmae}} and {{you}}', { name: 'Cindy', time: '9' });
    expect(refuse).toThrow(UsageError);
    expect(refuse).toThrow('{{nmae}}, {{you}}');
    expect(refuse).toThrow(expect.objectContaining({ hint: 'known are {{name}}, {{time}}' }));
  });

  test('what every object inherits is no variable', () => {
    expect(() => render('{{constructor}}', {})).toThrow('{{constructor}}');
    expect(() => render('{{toString}}', {})).toThrow(UsageError);
  });

  test.each(['{{name', 'name}}', '{{na me}}', '{{}}', '{{ {{name}} }}', '{{1st}}', '{{name}'])(
    '"%s" is refused as unbalanced',
    (body) => {
      expect(() => render(body, { name: 'Cindy' })).toThrow('is not closed, or its name cannot be read');
    },
  );

  test('text without pairs of braces comes out as it went in', () => {
    const plain = fc.string({ unit: 'grapheme' }).filter((text) => !/\{\{|\}\}/.test(text));
    fc.assert(fc.property(plain, (text) => render(text, {}) === text));
  });

  test('any value at all is put in unchanged', () => {
    fc.assert(fc.property(fc.string(), (value) => render('<{{name}}>', { name: value }) === `<${value}>`));
  });
});

test('variables are listed once, in their order', () => {
  expect(listVariables('{{time}} {{ name }} {{time}}')).toEqual(['time', 'name']);
});
