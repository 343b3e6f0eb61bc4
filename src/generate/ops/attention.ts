/** Ops of transformers. */

import fc from 'fast-check';
import { at } from '../../case/at.js';
import { type Shape, sameShape } from '../../case/shape.js';
import { negativeAxis } from '../axes.js';
import { type Draft, unary } from '../form.js';
import { between, magnitude } from '../ranges.js';
import { shapeBiases } from '../shape-biases.js';
import { highRanks, isSmallBeside } from '../shapes.js';
import { simplestFirst } from '../simplest-first.js';
import { firstAllowed, type Space } from '../space.js';
import { moderate } from './defaults.js';
import type { Family } from './entry.js';

const lengths = simplestFirst([1, 2, 2, 3, 3, 4]);
const attentionChoices = fc.record({
  causal: simplestFirst([false, true]),
  /** Of keys and values. */
  length: lengths,
  /** Entries of a value. */
  depth: lengths,
  masked: simplestFirst([false, false, true]),
  /** Whether all of a batch have one mask. */
  shared: simplestFirst([true, false]),
});
type AttentionChoice = typeof attentionChoices extends fc.Arbitrary<infer Drawn> ? Readonly<Drawn> : never;

/** Which axis has the positions, in a rank of at least two. */
const positionAxes = fc.tuple(fc.nat({ max: 23 }), simplestFirst([false, false, true]));

export const attention = {
  attention: {
    forms: (_, space) => attentionChoices.map((drawn) => attentionForm(drawn, space)),
    // Weights that add up to 1.
    range: ([, , values]) => between((values ?? nothing).low, (values ?? nothing).high),
    biases: (_, [queries = [], , , mask]) =>
      mask !== undefined && mask.length < queries.length ? ['differing-ranks'] : [],
    fits: fitsAttention,
    repeats: () => false,
    ranks: highRanks,
    reach: moderate,
  },
  rope: {
    forms: (op, space) =>
      fc
        .tuple(positionAxes, simplestFirst([10_000, 10, 2]), simplestFirst([true, false]))
        .map(([[drawn, negative], base, interleaved]) => ({
          ...unary((shape) => {
            if (at(shape, shape.length - 1) % 2 === 1) return [];
            const axis = drawn % (shape.length - 1);
            const written = negative ? [axis - shape.length, axis] : [axis];
            return written.map((each) => ({ op, axis: each, base, interleaved }));
          }, 2),
          grow: (shape) => evened(shape, space),
        })),
    // A pair keeps its length.
    range: ([a]) => between(-2 * magnitude(a), 2 * magnitude(a)),
    biases: ({ axis }) => negativeAxis([axis]),
    ranks: highRanks,
  },
} satisfies Family;

const nothing = between(0, 0);

/** With an even last axis: grown by one if the space allows that, else exchanged for another or made alike. */
function evened(shape: Shape, space: Space): Shape {
  const last = at(shape, shape.length - 1);
  if (last % 2 === 0) return shape;
  const grown = [last + 1, 2, 4].map((size) => shape.with(-1, size));
  const swapped = shape.flatMap((size, axis) =>
    size % 2 === 0 ? [shape.with(axis, last).with(-1, size)] : [],
  );
  const alike = shape.map((size) => (size === 1 ? 1 : 2)).with(-1, 2);
  return (
    firstAllowed(
      space,
      [...grown.filter((made) => isSmallBeside(shape, made)), ...swapped, alike],
      shapeBiases,
    ) ?? shape
  );
}

function attentionForm({ causal, length, depth, masked, shared }: AttentionChoice, space: Space): Draft {
  const batchOf = (queries: Shape) => queries.slice(0, -2);
  return {
    ...unary((queries) => (at(queries, queries.length - 1) === 0 ? [] : [{ op: 'attention', causal }]), 2),
    count: masked ? 4 : 3,
    partner(queries, [keys, values] = []) {
      const [rows, width] = queries.slice(-2) as [number, number];
      if (keys === undefined) {
        const sizes = [length, 2, 3, rows, width, 4, 5, 1].filter((size) => size > 0);
        const options = sizes
          .map((size) => [...batchOf(queries), size, width])
          .filter((made) => isSmallBeside(queries, made));
        const scores = (shape: Shape) => shape.with(-1, at(shape, shape.length - 2)).with(-2, rows);
        return firstAllowed(space, options, (shape) => [
          ...shapeBiases(shape),
          ...(masked ? shapeBiases(scores(shape)) : []),
        ]);
      }
      const count = at(keys, keys.length - 2);
      if (values === undefined) {
        const options = [depth, width]
          .map((size) => [...batchOf(queries), count, size])
          .filter((made) => isSmallBeside(queries, made));
        return firstAllowed(space, options, shapeBiases);
      }
      const whole = [...batchOf(queries), rows, count];
      const few = shared && space.broadcasts ? [whole.slice(-2), whole] : [whole];
      return firstAllowed(space, few, (mask) => [
        ...shapeBiases(mask),
        ...(mask.length < queries.length ? (['differing-ranks'] as const) : []),
      ]);
    },
  };
}

function fitsAttention(
  queries: Shape,
  further: Shape,
  { broadcasts }: Space,
  [keys, values]: readonly Shape[],
): boolean {
  const batch = queries.slice(0, -2);
  const [count, last] = further.slice(-2) as [number, number];
  if (keys === undefined) {
    return count > 0 && last === queries.at(-1) && sameShape(further, [...batch, count, last]);
  }
  const seen = keys.at(-2) as number;
  if (values === undefined) return further.length > 1 && sameShape(further, [...batch, seen, last]);
  const whole = [...batch, queries.at(-2) as number, seen];
  if (!broadcasts) return sameShape(further, whole);
  return further.length > 1 && sameShape(further, whole.slice(-further.length));
}
