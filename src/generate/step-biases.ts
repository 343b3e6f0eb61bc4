/** The biases of one step: its attributes, and how the shapes of its operands meet. */
import { expandShape } from '../case/indexing.js';
import {
  type Axes,
  broadcastAxes,
  broadcastShapes,
  indexOf,
  normalizeAxis,
  type Shape,
  sameShape,
} from '../case/shape.js';
import type { Operation, StepOf } from '../case/step.js';
import { permutation, transposition } from '../case/vocabulary.js';
import type { Bias } from './bias.js';

export function stepBiases(step: Operation, shapes: readonly Shape[]): Bias[] {
  const [a = [], b = []] = shapes;
  switch (step.op) {
    case 'summation':
    case 'mean':
    case 'logsumexp':
    case 'max':
    case 'min':
    case 'var':
      return [...axesBiases(step.axes, a.length), ...(step.keepdims ? (['keepdims'] as const) : [])];
    case 'softmax':
    case 'logsoftmax':
    case 'layer_norm':
    case 'flip':
    case 'dilate':
    case 'undilate':
    case 'squeeze':
      return axesBiases(step.axes, a.length);
    case 'transpose':
      return transposeBiases(step.axes, a.length);
    case 'permute':
      return permuteBiases(step.axes, a.length);
    case 'broadcast_to':
      return broadcastBiases(a, step.shape);
    case 'matmul':
      return matmulBiases(a, b);
    case 'add_scalar':
    case 'mul_scalar':
      return step.scalar === 0 ? ['zero-scalar'] : [];
    case 'power_scalar':
      return exponentBiases(step.scalar);
    case 'detach':
      return ['detach'];
    case 'cumsum':
    case 'sort':
    case 'stack':
    case 'concat':
    case 'split':
      return step.axis < 0 ? ['negative-axis'] : [];
    case 'unsqueeze':
      return placeBiases(step.axes, a.length + step.axes.length);
    case 'expand':
      return broadcastBiases(a, expandShape(a, step.shape));
    case 'slice':
      return step.steps.some((by) => by < 0) ? ['negative-step'] : [];
    case 'gather':
      return gatherBiases(step);
    case 'embedding':
      return new Set(step.indices).size < step.indices.length ? ['repeated-index'] : [];
    case 'conv':
      return windowBiases(Math.max(b[0] ?? 1, b[1] ?? 1), step.stride, step.padding);
    case 'avg_pool':
    case 'max_pool':
      return windowBiases(step.kernel, step.stride, 0);
    case 'einsum':
      return [];
    default:
      return shapes.length === 2 ? broadcastBiases(a, b) : [];
  }
}

/** 'all-axes' is a list that names every axis of several; 'no-axes' the empty list, which reduces nothing. */
function axesBiases(axes: Axes, rank: number): Bias[] {
  if (axes === null) return ['null-axes'];
  const found: Bias[] = [];
  const list = typeof axes === 'number' ? [axes] : axes;
  const normal = list.map((axis) => normalizeAxis(axis, rank, 'axes'));
  if (typeof axes === 'number') found.push('integer-axis');
  if (list.some((axis) => axis < 0)) found.push('negative-axis');
  if (normal.some((axis, index) => index > 0 && axis < (normal[index - 1] as number)))
    found.push('unordered-axes');
  if (list.length === 0) found.push('no-axes');
  if (rank > 1 && list.length === rank) found.push('all-axes');
  return found;
}

/** 'outer-transpose' swaps other axes than the last two. */
function transposeBiases(axes: readonly [number, number] | null, rank: number): Bias[] {
  if (axes === null) return ['null-axes'];
  const moved = transposition(axes, rank).flatMap((axis, index) => (axis === index ? [] : [index]));
  return [
    ...(axes.some((axis) => axis < 0) ? (['negative-axis'] as const) : []),
    ...(moved.some((axis) => axis < rank - 2) ? (['outer-transpose'] as const) : []),
  ];
}

/** 'cyclic-permutation' is one that is not its own inverse. */
function permuteBiases(axes: readonly number[], rank: number): Bias[] {
  const order = permutation(axes, rank);
  return [
    ...(axes.some((axis) => axis < 0) ? (['negative-axis'] as const) : []),
    ...(order.some((axis, index) => order[axis] !== index) ? (['cyclic-permutation'] as const) : []),
  ];
}

/**
 * 'stretched-axis': size 1 meets a larger one. 'mutual-broadcast': both operands are repeated. 'broadcast-to-empty': an
 * axis of size 1 meets an empty one, and an operand that has entries leaves none.
 */
function broadcastBiases(a: Shape, b: Shape): Bias[] {
  if (sameShape(a, b)) return [];
  const found: Bias[] = [];
  const result = broadcastShapes(a, b, 'operands');
  const stretched = (shape: Shape) =>
    broadcastAxes(shape, result).some((axis) => axis >= result.length - shape.length);
  if (a.length !== b.length) found.push('differing-ranks');
  if (stretched(a) || stretched(b)) found.push('stretched-axis');
  if (!sameShape(a, result) && !sameShape(b, result)) found.push('mutual-broadcast');
  if (result.includes(0) && !(a.includes(0) && b.includes(0))) found.push('broadcast-to-empty');
  return found;
}

/** 'batch-axes': more than two axes. 'batch-broadcast': batch axes that differ between the operands. */
function matmulBiases(a: Shape, b: Shape): Bias[] {
  const found = broadcastBiases(a.slice(0, -2), b.slice(0, -2));
  if (found.length > 0) found.push('batch-broadcast');
  if (a.length > 2 || b.length > 2) found.push('batch-axes');
  if (a.length === 1 || b.length === 1) found.push('one-d-operand');
  return found;
}

function exponentBiases(exponent: number): Bias[] {
  if (exponent === 0) return ['zero-exponent'];
  return [
    ...(exponent < 0 ? (['negative-exponent'] as const) : []),
    ...(Number.isInteger(exponent) ? [] : (['fractional-exponent'] as const)),
  ];
}

/** Of the places where axes are put in, which are all named. */
const placeBiases = (axes: readonly number[], rank: number): Bias[] =>
  axesBiases(axes, rank).filter((bias) => bias === 'negative-axis' || bias === 'unordered-axes');

/** 'repeated-index': an entry is read more than once. */
function gatherBiases({ axis, index, indexShape }: Omit<StepOf<'gather'>, 'args'>): Bias[] {
  const along = normalizeAxis(axis, indexShape.length, 'gather');
  const read = index.map((at, position) => indexOf(position, indexShape).with(along, at).join());
  return [
    ...(axis < 0 ? (['negative-axis'] as const) : []),
    ...(new Set(read).size < read.length ? (['repeated-index'] as const) : []),
  ];
}

const windowBiases = (kernel: number, stride: number, padding: number): Bias[] => [
  ...(stride < kernel ? (['overlapping-windows'] as const) : []),
  ...(padding > 0 ? (['padded-windows'] as const) : []),
];
