/** Axes in every form that NumPy accepts, made to fit a rank that is known later. */

import fc from 'fast-check';
import { at } from '../case/at.js';
import { type Axes, normalizeAxis } from '../case/shape.js';
import type { Bias } from './bias.js';
import { simplestFirst } from './simplest-first.js';

const mask = fc.nat({ max: 31 });
const signs = simplestFirst([0, 0, 0, 1, 2, 3, 5, 7, 31]);
const bit = (value: number, axis: number): boolean => (value & (1 << axis)) !== 0;
export const upTo = (rank: number): number[] => Array.from({ length: rank }, (_, axis) => axis);
const signed = (axes: readonly number[], negative: number, rank: number): number[] =>
  axes.map((axis, index) => (bit(negative, index) ? axis - rank : axis));

const forms = simplestFirst([
  ...Array<'list'>(4).fill('list'),
  ...Array<'integer'>(3).fill('integer'),
  ...(['null', 'null', 'all', 'none'] as const),
]);

/** For a rank, axes in the drawn form, then in plainer ones. */
export type AxesOptions = (rank: number) => Axes[];

export const axes: fc.Arbitrary<AxesOptions> = fc
  .tuple(forms, mask, signs, simplestFirst([false, true]))
  .map(([form, named, negative, unordered]) => (rank) => {
    if (rank === 0) return form === 'list' ? [[], null] : [null, []];
    const single = named % rank;
    const some = upTo(rank).filter((axis) => bit(named, axis));
    const list = form === 'all' ? upTo(rank) : some.length === 0 ? [single] : some;
    const written = signed(unordered ? [...list.slice(1), ...list.slice(0, 1)] : list, negative, rank);
    const plain = [signed(list, negative, rank), list, [single]];
    if (form === 'null') return [null, written, ...plain];
    if (form === 'none') return [[], written, ...plain];
    const integers = [...signed([single], negative, rank), single];
    return form === 'integer' ? [...integers, written, ...plain] : [written, ...plain];
  });

type Pair = readonly [number, number];

/** For a rank of at least 2, two axes to swap, or null for the last two. */
export const axisPairs: fc.Arbitrary<(rank: number) => (Pair | null)[]> = fc
  .tuple(simplestFirst([false, false, false, true]), mask, mask, signs)
  .map(([last, from, offset, negative]) => (rank) => {
    const first = from % rank;
    const second = (first + 1 + (offset % (rank - 1))) % rank;
    const plain: Pair = [first, second];
    const written = signed(plain, negative, rank) as unknown as Pair;
    const options = [written, plain, [rank - 2, rank - 1] as const];
    return last ? [null, ...options] : options;
  });

/** For a rank, a permutation; then its plainer forms: axes reversed, and unmoved. */
export const permutations: fc.Arbitrary<(rank: number) => number[][]> = fc
  .tuple(mask, mask, mask, mask, signs)
  .map(([first, second, third, fourth, negative]) => (rank) => {
    const left = upTo(rank);
    const order = [first, second, third, fourth, 0, 0].flatMap((pick) =>
      left.splice(pick % Math.max(1, left.length), 1),
    );
    return [signed(order, negative, rank), order, upTo(rank).reverse(), upTo(rank)];
  });

/** For a rank, one axis: sometimes counted from the back, else from the front. */
export const singleAxis = (max: number): fc.Arbitrary<(rank: number) => number[]> =>
  fc.tuple(fc.nat({ max }), simplestFirst([false, false, false, true])).map(([drawn, negative]) => (rank) => {
    const axis = drawn % rank;
    return negative ? [axis - rank, axis] : [axis];
  });

export const negativeAxis = (axes: readonly number[]): Bias[] =>
  axes.some((axis) => axis < 0) ? ['negative-axis'] : [];

/** 'all-axes' is a list that names every axis of several; 'no-axes' the empty list, which reduces nothing. */
export function axesBiases(axes: Axes, rank: number): Bias[] {
  if (axes === null) return ['null-axes'];
  const found: Bias[] = [];
  const list = typeof axes === 'number' ? [axes] : axes;
  const normal = list.map((axis) => normalizeAxis(axis, rank, 'axes'));
  if (typeof axes === 'number') found.push('integer-axis');
  if (list.some((axis) => axis < 0)) found.push('negative-axis');
  if (normal.some((axis, index) => index > 0 && axis < at(normal, index - 1))) found.push('unordered-axes');
  if (list.length === 0) found.push('no-axes');
  if (rank > 1 && list.length === rank) found.push('all-axes');
  return found;
}
