import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import * as attributes from '../../src/case/attributes.js';
import type { Json } from '../../src/case/json.js';
import { Reader } from '../../src/case/reader.js';
import { vocabulary } from '../../src/case/vocabulary.js';

const kinds = Object.entries<attributes.Attribute>(attributes);
const simple: readonly Json[] = [
  ...[null, true, false, 'none', 'tanh', 'ij->i', 'NaN', '-0', 'Infinity', '-Infinity'],
  ...[-2, -1, 0, 0.5, 1, 3, 1e300, {}],
];
const lists: readonly Json[] = [[], ...simple.map((value) => [value]), ...simple.map((value) => [value, 1])];
const values: readonly Json[] = [...simple, ...lists, ...lists.map((value) => [value])];

describe.each(kinds)('the attribute kind %s', (_, { read, schema }) => {
  const fits = new Ajv2020({ strict: false }).compile(schema);

  it('reads whatever its schema takes, as it is written', () => {
    for (const value of values.filter((each) => fits(each))) {
      const reader = new Reader();
      const got = read(reader, value, '$');
      expect([value, reader.problems]).toEqual([value, []]);
      if (typeof value !== 'string' || fits('any text')) expect(got).toEqual(value);
    }
  });

  it('takes some values and refuses others, and says what it expected', () => {
    const problems = values.map((value) => {
      const reader = new Reader();
      read(reader, value, '$');
      return reader.problems.map(({ message }) => message);
    });
    expect(problems.filter((each) => each.length === 0).length).toBeGreaterThan(0);
    const refused = problems.filter((each) => each.length > 0);
    expect(refused.length).toBeGreaterThan(0);
    for (const messages of refused) expect(messages[0]).toMatch(/^expected .*, got /);
  });
});

it('every kind is an attribute of some op', () => {
  const used = new Set(Object.values(vocabulary).flatMap((entry) => Object.values(entry.attributes)));
  expect(kinds.filter(([, kind]) => !used.has(kind)).map(([name]) => name)).toEqual([]);
});
