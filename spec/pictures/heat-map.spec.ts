import { expect, it } from 'vitest';
import { heatMap, shortNumber } from '../../src/pictures/index.js';

const described = { id: 'j', title: 'J', description: 'a matrix' };
const named = (name: string, count: number) => Array.from({ length: count }, (_, k) => `${name}[${k}]`);

it('a heat map has a cell for each entry, with its number, and marks wrong ones by an outline and a sign', () => {
  const svg = heatMap({
    ...described,
    entries: [
      [1, 0, -0.5],
      [0, 2, Number.NaN],
    ],
    wrong: [
      [false, false, true],
      [false, false, false],
    ],
    rows: named('y', 2),
    columns: named('x', 3),
    largest: 2,
  });
  expect(svg.match(/class="entry/g)).toHaveLength(6);
  expect(svg.match(/class="wrong-cell"/g)).toHaveLength(1);
  expect(svg).toContain('>≠ −0.5</text>');
  expect(svg).toContain('>NaN</text>');
});

it('the largest entries have the strongest colour, zeros none, and the sign chooses which', () => {
  const svg = heatMap({
    ...described,
    entries: [[4, 0, -2]],
    rows: ['y'],
    columns: named('x', 3),
    largest: 4,
  });
  expect(
    [...svg.matchAll(/class="(plus|minus)"[^>]*fill-opacity="([^"]*)"/g)].map(([, sign, of]) => [sign, of]),
  ).toEqual([
    ['plus', '0.550'],
    ['plus', '0.000'],
    ['minus', '0.275'],
  ]);
});

it('a large matrix has no numbers in its cells, and names the ends of its rows and columns', () => {
  const entries = Array.from({ length: 40 }, () => new Array<number>(30).fill(1));
  const svg = heatMap({ ...described, entries, rows: named('y', 40), columns: named('x', 30), largest: 1 });
  expect([...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text)).toEqual([
    'x[0]',
    'x[29]',
    'y[0]',
    'y[39]',
  ]);
});

it.each([
  [0, '0'],
  [-0.123456, '−0.1235'],
  [1.5e-7, '1.5e−7'],
  [-2e9, '−2e9'],
  [Number.NEGATIVE_INFINITY, '−∞'],
])('%d is written %s', (value, text) => {
  expect(shortNumber(value)).toBe(text);
});
