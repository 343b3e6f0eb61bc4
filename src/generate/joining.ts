/** Forms of the ops that join arrays, and cut them apart. */
import fc from 'fast-check';
import type { Shape } from '../case/shape.js';
import { shapeBiases } from './biases-of.js';
import { allowed, type Form, unary } from './form.js';
import { anyRank } from './shapes.js';
import { simplestFirst } from './simplest-first.js';
import { firstAllowed, type Space } from './space.js';

const operands = simplestFirst([1, 2, 2, 2, 2, 3, 3]);
const lengths = simplestFirst([1, 2, 3, 4]);
const nat = fc.nat({ max: 11 });

/** For a number of axes, one of them: counted from the front, from the back, or the first. */
const axes = fc
  .tuple(nat, simplestFirst([false, false, false, true]))
  .map(([drawn, negative]) => (rank: number): number[] => {
    const axis = drawn % rank;
    return negative ? [axis - rank, axis] : [axis];
  });

export function joiningForms(op: 'stack' | 'concat' | 'split', space: Space): fc.Arbitrary<Form> {
  switch (op) {
    case 'stack':
      return fc.tuple(axes, operands).map(([options, count]) => ({
        op,
        ranks: { ...anyRank, most: 4 },
        operation: (shape) =>
          allowed(
            options(shape.length + 1).map((axis) => ({ op, axis })),
            [shape],
            space,
          ),
        count,
        partner: count === 1 ? undefined : (shape) => shape,
      }));
    case 'concat':
      return fc.tuple(axes, operands, lengths).map(([options, count, length]) => ({
        op,
        ranks: { ...anyRank, least: 1 },
        operation: (shape) =>
          allowed(
            options(shape.length).map((axis) => ({ op, axis })),
            [shape],
            space,
          ),
        count,
        partner:
          count === 1
            ? undefined
            : (shape) => {
                const longer = shape.with(options(shape.length).at(-1) as number, length);
                return firstAllowed(space, [longer, shape], shapeBiases);
              },
      }));
    case 'split':
      return fc.tuple(axes, nat).map(([options, piece]) => {
        const pieces = (shape: Shape) =>
          options(shape.length).map((axis) => ({
            op,
            axis,
            index: piece % Math.max(1, shape.at(axis) as number),
          }));
        return unary(
          op,
          (shape) =>
            shape.at(options(shape.length)[0] as number) === 0
              ? undefined
              : allowed(pieces(shape), [shape], space),
          1,
        );
      });
  }
}
