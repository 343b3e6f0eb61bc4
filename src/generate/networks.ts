/** Forms of what neural networks add: choices by condition, bound or order, and losses and norms with attributes. */
import fc from 'fast-check';
import { broadcastShapes, type Shape, sizeOf } from '../case/shape.js';
import { allowed, type Form, unary } from './form.js';
import { pattern, scattered } from './pattern.js';
import { epsilons } from './reductions.js';
import { anyRank, partners } from './shapes.js';
import { simplestFirst } from './simplest-first.js';
import type { Space } from './space.js';

type NetworkOp =
  | 'where'
  | 'clip'
  | 'gelu'
  | 'cumsum'
  | 'sort'
  | 'dropout'
  | 'cross_entropy'
  | 'mse_loss'
  | 'batch_norm';

const nat = fc.nat({ max: 23 });
/** None of them a number that many pools hold, so that bounds are met where they are sought. */
const bounds = simplestFirst([
  [-1.25, 1.75],
  [null, 1.25],
  [-0.625, null],
  [1.125, 2.75],
  [-1.75, -1.75],
] as const);
const probabilities = simplestFirst([0.5, 0.25, 0.75, 0.2, 0]);
const usuallyNot = simplestFirst([false, false, false, true]);

export function networkForms(op: NetworkOp, space: Space): fc.Arbitrary<Form> {
  switch (op) {
    case 'where':
      return fc.tuple(partners(space), pattern).map(([partner, drawn]) => {
        const on = (...shapes: readonly Shape[]) => {
          const [a, b] = shapes as [Shape, Shape];
          return { op, condition: scattered(drawn, sizeOf(broadcastShapes(a, b, op)), 2) };
        };
        return {
          op,
          ranks: anyRank,
          operation: (shape) => on(shape, shape),
          complete: on,
          count: 2,
          partner,
        };
      });
    case 'clip':
      return bounds.map(([min, max]) => unary(op, () => ({ op, min, max })));
    case 'gelu':
      return simplestFirst(['none', 'tanh'] as const).map((approximate) =>
        unary(op, () => ({ op, approximate })),
      );
    case 'cumsum':
    case 'sort':
      return fc.tuple(nat, usuallyNot, simplestFirst([false, true])).map(([drawn, negative, descending]) => {
        const on = (axis: number) => (op === 'sort' ? { op, axis, descending } : { op, axis });
        return unary(
          op,
          (shape) => {
            const axis = drawn % shape.length;
            return allowed([...(negative ? [on(axis - shape.length)] : []), on(axis)], [shape], space);
          },
          1,
        );
      });
    case 'dropout':
      return fc
        .tuple(probabilities, pattern)
        .map(([p, drawn]) => unary(op, (shape) => ({ op, p, mask: scattered(drawn, sizeOf(shape), 2) })));
    case 'cross_entropy':
      return pattern.map((drawn) => ({
        ...unary(op, ([rows = 0, classes = 0]) =>
          rows * classes === 0 ? undefined : { op, labels: scattered(drawn, rows, classes) },
        ),
        ranks: { least: 2, most: 2 },
      }));
    case 'mse_loss':
      return partners(space).map((partner) => ({
        op,
        ranks: anyRank,
        operation: (shape) => (shape.includes(0) ? undefined : { op }),
        count: 2,
        partner(shape) {
          const other = partner(shape);
          return other?.includes(0) ? shape : other;
        },
      }));
    case 'batch_norm':
      return epsilons.map((eps) => unary(op, () => ({ op, eps }), 2));
  }
}
