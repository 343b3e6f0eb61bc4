/** The fields of a definition: how each is read. */
import { type Kind, kindOf, listOf, oneOf, optional, record } from '../../case/json-kinds.js';
import { parseWith } from '../../case/parse.js';
import { Reader } from '../../case/reader.js';
import { anyAxes } from '../../generate/index.js';
import type { ExerciseDefinition, WrongAnswer, WrongRule } from './definition.js';

/** Half a sentence or more, on one line. */
const text = kindOf<string>(
  'a text',
  {},
  (value) => typeof value === 'string' && value.trim() !== '' && !value.includes('\n'),
);

const written = <F>(what: string): Kind<F> =>
  kindOf<F>(`a function: ${what}`, {}, (value) => typeof value === 'function');

/** An object whose fields are all of one kind. */
const tableOf = <T>(
  what: string,
  names: RegExp,
  entry: Kind<T>,
  least = 0,
): Kind<Readonly<Record<string, T>>> => ({
  schema: {},
  read(reader, value, path) {
    const isTable = typeof value === 'object' && value !== null && !Array.isArray(value);
    const entries = Object.entries(isTable ? value : {});
    if (!isTable || entries.length < least)
      reader.expected(`${what}, by name${least > 0 ? ', at least one' : ''}`, value, path);
    for (const [name] of entries) {
      if (!names.test(name)) reader.problem(`${path}.${name}`, `the name of ${what} looks like ${names}`);
    }
    return Object.fromEntries(
      entries.map(([name, each]) => [name, entry.read(reader, each, `${path}.${name}`)]),
    );
  },
});

const size = kindOf<string | number>(
  `a size: a whole number from 1, or a name such as 'n'`,
  {},
  (value) =>
    isCount(value) || (typeof value === 'string' && (value === anyAxes || /^[a-z]\w*$/i.test(value))),
);

/** Sizes beyond this would make a truth that takes minutes. */
const mostSize = 64;

const isCount = (value: unknown): boolean =>
  Number.isInteger(value) && Number(value) >= 1 && Number(value) <= mostSize;

const pairOf = (what: string, fits: (low: number, high: number) => boolean) =>
  kindOf<readonly [number, number]>(what, {}, (value) => {
    const [low, high, ...more] = Array.isArray(value) ? value : [];
    return more.length === 0 && Number.isFinite(low) && Number.isFinite(high) && fits(low, high);
  });

const interval = pairOf('[low, high]', (low, high) => low < high);
const sets = ['real', 'positive', 'nonzero', 'integer'] as const;
const domain = kindOf<(typeof sets)[number] | readonly [number, number]>(
  `one of ${sets.join(', ')}, or [low, high]`,
  {},
  (value) =>
    parseWith(new Reader(), (reader) => oneOf([...sets]).read(reader, value, '')).ok ||
    parseWith(new Reader(), (reader) => interval.read(reader, value, '')).ok,
);

const fields = {
  points: kindOf<number>(
    'points, a number above 0',
    {},
    (value) => Number.isFinite(value) && Number(value) > 0,
  ),
  inputs: tableOf(
    'inputs',
    /^[a-z]\w*$/i,
    record({ shape: listOf('sizes', size), domain: optional(domain) }),
    1,
  ),
  sizes: optional(
    tableOf(
      'sizes',
      /^[a-z]\w*$/i,
      pairOf(
        `[least, most], from 1 to ${mostSize}`,
        (least, most) => isCount(least) && isCount(most) && least <= most,
      ),
    ),
  ),
  order: optional(oneOf([0, 1, 2], '0, 1 or 2')),
  answer: optional(oneOf(['vjp', 'jacobian'])),
  by: optional(listOf('names of inputs', text, { minItems: 1 })),
  definition: kindOf<ExerciseDefinition['definition']>(
    `a function: (x) => …, or an expression such as 'x * sigmoid(x)'`,
    {},
    (value) => typeof value === 'function' || typeof value === 'string',
  ),
  misconceptions: tableOf(
    'wrong rules',
    /^[a-z0-9]+(-[a-z0-9]+)*$/,
    record({
      says: text,
      hint: text,
      gradient: optional(written<WrongRule['gradient']>('({ outGrad }, x) => …')),
      returns: optional(written<WrongAnswer['returns']>('(x) => …')),
    }),
  ),
  hints: optional(listOf('texts', text)),
} as const;

export const exercise = record({ title: text, ...fields });

export const chapter = record({
  title: text,
  exercises: tableOf(
    'exercises',
    /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
    record({ title: optional(text), ...fields }),
    1,
  ),
});
