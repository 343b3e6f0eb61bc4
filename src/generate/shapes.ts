/** Shapes of inputs, and shapes that fit a given one. */
import fc from 'fast-check';
import { broadcastShapes, type Shape, sameShape, sizeOf } from '../case/shape.js';
import { longSizes, mostEntries } from './long.js';
import type { Ranks } from './ranks.js';
import { broadcastBiases, shapeBiases } from './shape-biases.js';
import { simplestFirst } from './simplest-first.js';
import { firstAllowed, type Space } from './space.js';

/** Makes a shape of such a rank; without empty axes when it must hold numbers. */
export type ShapeMaker = (ranks: Ranks, mayBeEmpty: boolean) => Shape;

const usualRanks = [1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 3, 4, 5, 0, 0] as const;
/** For ops that show something only on several axes. */
export const highRanks = [1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 4, 4, 5, 0, 0] as const;
export const size = simplestFirst([1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5]);
/** For arrays that will be stretched. */
export const manyOnes = simplestFirst([1, 1, 1, 1, 2, 2, 3, 4]);
/** No size exceeds the cap, so that equal sizes shrink together: a failure may need a square. */
const caps = simplestFirst([2, 3, ...Array<number>(20).fill(5)]);
/** One array in five has equal axes (except those of size 1), whatever was drawn for them. */
const alike = simplestFirst([false, false, false, false, true]);
const emptyAxis = simplestFirst([...Array<undefined>(22), 0, 1]);

export const shapes = (
  space: Space,
  ranks: readonly number[] = usualRanks,
  sizes: fc.Arbitrary<number> = size,
): fc.Arbitrary<ShapeMaker> =>
  fc
    .tuple(simplestFirst(ranks), caps, alike, emptyAxis, sizes, sizes, sizes, sizes, sizes)
    .map(([drawn, cap, same, empty, ...five]) => ({ least, most }, mayBeEmpty) => {
      const rank = Math.max(
        least,
        Math.min(drawn, most, mostRank(space)),
        space.biases.has('zero-d') ? 0 : 1,
      );
      const capped = five.slice(5 - rank).map((n) => Math.min(n, cap));
      const wide = capped.find((n) => n > 1) ?? 1;
      const shape = fitted(
        same && space.biases.has('equal-dimensions') ? capped.map((n) => (n > 1 ? wide : n)) : capped,
        space,
      );
      return mayBeEmpty && space.biases.has('empty')
        ? shape.map((n, axis) => (axis === empty ? 0 : n))
        : shape;
    });

const mostRank = ({ biases }: Space): number => {
  const oneWide = !biases.has('equal-dimensions') && !biases.has('distinct-dimensions');
  if (oneWide && !biases.has('size-1-axis')) return 1;
  if (!biases.has('high-rank')) return 2;
  // Without equal sizes or sizes of 1 there are not enough small ones for five axes.
  const enough = biases.has('equal-dimensions') || biases.has('size-1-axis');
  return biases.has('five-axes') && enough ? 5 : 4;
};

const mostSize = (rank: number, axis: number): number => (rank < 3 ? 5 : rank === 3 || axis === 2 ? 3 : 2);

/** The nearest sizes that keep arrays small and avoid what the space leaves out. */
function fitted(drawn: readonly number[], { biases }: Space): Shape {
  const least = biases.has('size-1-axis') ? 1 : 2;
  const small = drawn.map((n, axis) => Math.max(least, Math.min(n, mostSize(drawn.length, axis))));
  const wide = small.find((n) => n > 1);
  if (biases.has('equal-dimensions')) {
    return biases.has('distinct-dimensions') ? small : small.map((n) => (n > 1 ? (wide as number) : n));
  }
  if (!biases.has('distinct-dimensions'))
    return small.map((n, axis) => (axis === small.indexOf(wide ?? 0) ? n : 1));
  const used = new Set<number>();
  return small.map((n) => {
    const free = [n, 2, 3, 4, 5].find((other) => other === 1 || !used.has(other)) ?? 1;
    used.add(free);
    return free;
  });
}

/** Arrays hold few entries, usually far fewer than this. */
export const isSmall = (shape: Shape, most = mostEntries({})): boolean => sizeOf(shape) <= most;

/** The same, beside an operand: what is made of a long one may be long, too. */
export const isSmallBeside = (operand: Shape, shape: Shape): boolean =>
  isSmall(shape, isSmall(operand) ? mostEntries({}) : 2 * sizeOf(operand));

/**
 * Given the shape of the first operand, the shape of a further one; undefined if the space allows none.
 * @param between the shapes of the operands between these two
 */
export type Partner = (shape: Shape, between?: readonly Shape[]) => Shape | undefined;

const often = (more: number) => simplestFirst([...Array<number>(more).fill(0), 1, 2, 3]);
const bits = simplestFirst([0, 0, 0, 0, 0, 0, 0, 1, 2, 4, 3, 5, 6, 7]);
const has = (mask: number, axis: number): boolean => (mask & (1 << axis)) !== 0;

/** The sizes that axes of size 1 grow to, occasionally 0. */
const growths = simplestFirst([1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3, 4, 4, 4, 5, 0, 0]);

/** Beside an empty operand a long one has no gradient whose tail could be lost. */
const growthsIn = ({ long }: Space): fc.Arbitrary<number> =>
  long === undefined
    ? growths
    : fc.oneof(
        growths.map((n) => n || 2),
        longSizes[long],
      );

/** Second operands of elementwise ops: the same shape, or one that broadcasts with it. */
export function partners(space: Space, shows = elementwise): fc.Arbitrary<Partner> {
  if (!space.broadcasts) return fc.constant((shape) => shape);
  return fc
    .tuple(often(9), often(9), bits, bits, growthsIn(space))
    .map(([dropped, added, ones, grown, larger]) => (shape) => {
      const stretched = shape.map((n, axis) => {
        if (n === 1) return has(grown, axis) ? larger : n;
        return has(ones, axis) ? 1 : n;
      });
      const extended = [
        ...Array<number>(Math.min(added, 4 - Math.min(4, shape.length))).fill(larger),
        ...stretched,
      ];
      const options = [extended.slice(dropped), extended, stretched.slice(dropped), stretched];
      const few = options.filter((option) =>
        isSmall(broadcastShapes(shape, option, 'operands'), mostEntries(space)),
      );
      return firstAllowed(space, [...few, shape], (option) => shows(shape, option));
    });
}

const elementwise = (a: Shape, b: Shape) => [...shapeBiases(b), ...broadcastBiases(a, b)];

/** Targets of broadcast_to: size-1 axes grow, axes are added in front. */
export const broadcastTargets = (space: Space): fc.Arbitrary<(shape: Shape) => Shape> =>
  fc.tuple(often(2), bits, size, growthsIn(space)).map(([added, kept, first, larger]) => (shape) => {
    const grown = shape.map((n, axis) => (n === 1 && !has(kept, axis) ? larger : n));
    const front = [first, larger, 2].slice(0, Math.max(0, Math.min(added, 4 - shape.length)));
    const options = [[...front, ...grown], grown, [...front, ...shape]].filter((to) =>
      isSmall(to, mostEntries(space)),
    );
    const shows = (to: Shape) => [
      ...broadcastBiases(shape, to),
      ...(to.includes(0) ? (['empty'] as const) : []),
    ];
    return firstAllowed(space, options, shows) ?? shape;
  });

/** Whether broadcast operands may have such shapes, in a space that may not broadcast. */
export const broadcasting = (a: Shape, b: Shape, { broadcasts }: Space): boolean =>
  broadcasts ? broadcastable(a, b) : sameShape(a, b);

export function broadcastable(a: Shape, b: Shape): boolean {
  const shared = Math.min(a.length, b.length);
  const [tailA, tailB] = [a.slice(a.length - shared), b.slice(b.length - shared)];
  return tailA.every((size, axis) => size === tailB[axis] || size === 1 || tailB[axis] === 1);
}
