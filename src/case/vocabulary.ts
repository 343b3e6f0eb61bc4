/**
 * What is known of each op without computing it: how many arguments, which attributes, which shape comes
 * out, where it is defined and where it has kinks. Generators, reference, parser and wire read this table.
 */
import { einsumShape } from './equation.js';
import {
  dilateShape,
  embeddingShape,
  expandShape,
  gatherShape,
  padShape,
  runsOf,
  squeezeShape,
  undilateShape,
  unsqueezeShape,
} from './indexing.js';
import { concatShape, splitShape, stackShape } from './joining.js';
import {
  batchAxes,
  checkApproximate,
  checkBounds,
  checkEpsilon,
  crossEntropyShape,
  dropoutShape,
  shapeWithAxis,
  whereShape,
} from './limits.js';
import {
  type Axes,
  allAxes,
  broadcastShapes,
  formatShape,
  normalizeAxes,
  normalizeAxis,
  type Shape,
  ShapeError,
  sameShape,
  sizeOf,
} from './shape.js';
import type { OpName, Step, StepOf } from './step.js';
import { convShape, poolShape } from './windows.js';

/**
 * How an attribute is written in JSON, for the parser and the schemas. Bounds that hold whatever the arguments are have
 * kinds of their own, for the schemas; the parser leaves them to the shapes, whose errors say more.
 */
export type AttributeKind =
  | 'number'
  | 'from-0'
  | 'below-1'
  | 'boolean'
  | 'shape'
  | 'axes'
  | 'axis-list'
  | 'axis-pair'
  | 'integer'
  | 'natural'
  | 'positive'
  | 'bits'
  | 'naturals'
  | 'sizes'
  | 'steps'
  | 'bounds'
  | 'padding'
  | 'bound'
  | 'approximate'
  | 'text';

/** Where an argument may lie for the op to be differentiable there (or to have two one-sided slopes). */
export type Domain = 'real' | 'positive' | 'nonzero';

/**
 * Where the slope jumps: where the argument is zero, where the entries of two arguments tie, where the argument meets
 * a bound, or where entries of one argument tie and their order decides.
 */
export type Kink = 'none' | 'zero' | 'tie' | 'bounds' | 'order';

type Attributes<S extends Step> = { readonly [A in Exclude<keyof S, 'op' | 'args'>]: AttributeKind };

/** How many arguments an op takes: a certain number, or `some`, one or more. */
type Arity<S extends Step> = number extends S['args']['length'] ? 'some' : S['args']['length'];

export interface OpFacts<S extends Step> {
  readonly arity: Arity<S>;
  readonly attributes: Attributes<S>;
  /** Entry k of the (broadcast) arguments alone decides entry k of the output. */
  readonly elementwise: boolean;
  readonly kink: Kink;
  /** The shape of the output. @throws {ShapeError} when the arguments do not fit. */
  shape(step: S, args: readonly Shape[]): Shape;
  domain(step: S): readonly Domain[];
}

const real = { kink: 'none' as Kink, domain: (): readonly Domain[] => ['real'] };
const reals = { ...real, domain: (): readonly Domain[] => ['real', 'real'] };

const same = (_: Step, [a]: readonly Shape[]): Shape => a as Shape;
const broadcast = (step: Step, [a, b]: readonly Shape[]): Shape =>
  broadcastShapes(a as Shape, b as Shape, step.op);

const unary = { arity: 1 as const, attributes: {}, elementwise: true, shape: same, ...real };
const binary = { arity: 2 as const, attributes: {}, elementwise: true, shape: broadcast, ...reals };
const scalar = { ...unary, attributes: { scalar: 'number' as const } };
const movement = { ...unary, elementwise: false };
const reduction = {
  ...movement,
  attributes: { axes: 'axes' as const, keepdims: 'boolean' as const },
  shape: (step: { op: OpName; axes: Axes; keepdims: boolean }, [a]: readonly Shape[]): Shape =>
    reduceShape(a as Shape, step.axes, step.keepdims, step.op),
};
const normalization = {
  ...movement,
  attributes: { axes: 'axes' as const },
  shape(step: { op: OpName; axes: Axes }, [a]: readonly Shape[]): Shape {
    normalizeAxes(step.axes, (a as Shape).length, step.op);
    return a as Shape;
  },
};

const joining = {
  arity: 'some' as const,
  elementwise: false,
  kink: 'none' as Kink,
  domain: ({ args }: Step): readonly Domain[] => args.map(() => 'real'),
};
const pooling = {
  ...movement,
  attributes: { kernel: 'positive' as const, stride: 'positive' as const },
  shape: (step: { op: OpName; kernel: number; stride: number }, [a]: readonly Shape[]): Shape =>
    poolShape(a as Shape, step.kernel, step.stride, step.op),
};
const dilation = { axes: 'axes' as const, dilation: 'natural' as const };

/** x ** n is smooth everywhere for n = 0, 1, 2, …, off zero for negative whole n, else for x > 0. */
function powerDomain(exponent: number): Domain {
  if (!Number.isInteger(exponent)) return 'positive';
  return exponent < 0 ? 'nonzero' : 'real';
}

export const vocabulary: { readonly [Name in OpName]: OpFacts<StepOf<Name>> } = {
  add: binary,
  subtract: binary,
  multiply: binary,
  divide: { ...binary, domain: () => ['real', 'nonzero'] },
  power: { ...binary, domain: () => ['positive', 'real'] },
  maximum: { ...binary, kink: 'tie' },
  minimum: { ...binary, kink: 'tie' },
  add_scalar: scalar,
  mul_scalar: scalar,
  divide_scalar: scalar,
  power_scalar: { ...scalar, domain: (step) => [powerDomain(step.scalar)] },
  negate: unary,
  exp: unary,
  log: { ...unary, domain: () => ['positive'] },
  sqrt: { ...unary, domain: () => ['positive'] },
  sin: unary,
  cos: unary,
  tanh: unary,
  sigmoid: unary,
  relu: { ...unary, kink: 'zero' },
  abs: { ...unary, kink: 'zero' },
  where: {
    ...binary,
    elementwise: false,
    attributes: { condition: 'bits' },
    shape: ({ condition }, [a, b]) => whereShape(a as Shape, b as Shape, condition),
  },
  clip: {
    ...unary,
    attributes: { min: 'bound', max: 'bound' },
    kink: 'bounds',
    shape({ min, max }, [a]) {
      checkBounds(min, max);
      return a as Shape;
    },
  },
  softplus: unary,
  gelu: {
    ...unary,
    attributes: { approximate: 'approximate' },
    shape({ approximate }, [a]) {
      checkApproximate(approximate);
      return a as Shape;
    },
  },
  max: { ...reduction, kink: 'order' },
  min: { ...reduction, kink: 'order' },
  var: { ...reduction, attributes: { ...reduction.attributes, correction: 'number' } },
  cumsum: {
    ...movement,
    attributes: { axis: 'integer' },
    shape: ({ axis }, [a]) => shapeWithAxis(a as Shape, axis, 'cumsum'),
  },
  sort: {
    ...movement,
    attributes: { axis: 'integer', descending: 'boolean' },
    kink: 'order',
    shape: ({ axis }, [a]) => shapeWithAxis(a as Shape, axis, 'sort'),
  },
  dropout: {
    ...unary,
    attributes: { p: 'below-1', mask: 'bits' },
    shape: ({ p, mask }, [a]) => dropoutShape(a as Shape, p, mask),
  },
  cross_entropy: {
    ...movement,
    attributes: { labels: 'naturals' },
    shape: ({ labels }, [a]) => crossEntropyShape(a as Shape, labels),
  },
  mse_loss: {
    ...binary,
    elementwise: false,
    shape(step, [a, b]) {
      broadcastShapes(a as Shape, b as Shape, step.op);
      return [];
    },
  },
  layer_norm: {
    ...movement,
    attributes: { axes: 'axes', eps: 'from-0' },
    shape({ axes, eps }, [a]) {
      normalizeAxes(axes, (a as Shape).length, 'layer_norm');
      checkEpsilon(eps, 'layer_norm');
      return a as Shape;
    },
  },
  batch_norm: {
    ...movement,
    attributes: { eps: 'from-0' },
    shape({ eps }, [a]) {
      batchAxes(a as Shape);
      checkEpsilon(eps, 'batch_norm');
      return a as Shape;
    },
  },
  detach: unary,
  transpose: {
    ...movement,
    attributes: { axes: 'axis-pair' },
    shape: (step, [a]) => permuteShape(a as Shape, transposition(step.axes, (a as Shape).length)),
  },
  permute: {
    ...movement,
    attributes: { axes: 'axis-list' },
    shape: (step, [a]) => permuteShape(a as Shape, permutation(step.axes, (a as Shape).length)),
  },
  reshape: {
    ...movement,
    attributes: { shape: 'shape' },
    shape: (step, [a]) => reshapeShape(a as Shape, step.shape),
  },
  broadcast_to: {
    ...movement,
    attributes: { shape: 'shape' },
    shape: (step, [a]) => broadcastToShape(a as Shape, step.shape),
  },
  summation: reduction,
  mean: reduction,
  logsumexp: reduction,
  softmax: normalization,
  logsoftmax: normalization,
  matmul: { ...binary, elementwise: false, shape: (_, [a, b]) => matmulShape(a as Shape, b as Shape) },
  stack: {
    ...joining,
    attributes: { axis: 'integer' },
    shape: ({ axis }, shapes) => stackShape(shapes, axis),
  },
  concat: {
    ...joining,
    attributes: { axis: 'integer' },
    shape: ({ axis }, shapes) => concatShape(shapes, axis),
  },
  split: {
    ...movement,
    attributes: { axis: 'integer', index: 'natural' },
    shape: ({ axis, index }, [a]) => splitShape(a as Shape, axis, index),
  },
  flip: {
    ...movement,
    attributes: { axes: 'axes' },
    shape({ axes }, [a]) {
      normalizeAxes(axes, (a as Shape).length, 'flip');
      return a as Shape;
    },
  },
  dilate: {
    ...movement,
    attributes: dilation,
    shape: (step, [a]) => dilateShape(a as Shape, step.axes, step.dilation),
  },
  undilate: {
    ...movement,
    attributes: dilation,
    shape: (step, [a]) => undilateShape(a as Shape, step.axes, step.dilation),
  },
  pad: {
    ...movement,
    attributes: { padding: 'padding' },
    shape: ({ padding }, [a]) => padShape(a as Shape, padding),
  },
  slice: {
    ...movement,
    attributes: { starts: 'bounds', stops: 'bounds', steps: 'steps' },
    shape: (step, [a]) => runsOf(a as Shape, step).map(({ count }) => count),
  },
  squeeze: {
    ...movement,
    attributes: { axes: 'axes' },
    shape: ({ axes }, [a]) => squeezeShape(a as Shape, axes),
  },
  unsqueeze: {
    ...movement,
    attributes: { axes: 'axis-list' },
    shape: ({ axes }, [a]) => unsqueezeShape(a as Shape, axes),
  },
  expand: {
    ...movement,
    attributes: { shape: 'sizes' },
    shape: ({ shape }, [a]) => expandShape(a as Shape, shape),
  },
  gather: {
    ...movement,
    attributes: { axis: 'integer', index: 'naturals', indexShape: 'shape' },
    shape: ({ axis, index, indexShape }, [a]) => gatherShape(a as Shape, axis, index, indexShape),
  },
  embedding: {
    ...movement,
    attributes: { indices: 'naturals', indicesShape: 'shape' },
    shape: ({ indices, indicesShape }, [a]) => embeddingShape(a as Shape, indices, indicesShape),
  },
  einsum: {
    ...joining,
    attributes: { equation: 'text' },
    shape: ({ equation }, shapes) => einsumShape(equation, shapes),
  },
  conv: {
    ...binary,
    elementwise: false,
    attributes: { stride: 'positive', padding: 'natural' },
    shape: ({ stride, padding }, [a, b]) => convShape(a as Shape, b as Shape, stride, padding),
  },
  avg_pool: pooling,
  max_pool: { ...pooling, kink: 'order' },
};

export const opNames = Object.keys(vocabulary) as readonly OpName[];

/** The facts of a step's op, with the step's type forgotten: for code that treats all ops alike. */
export const factsOf = (step: Step): OpFacts<Step> => vocabulary[step.op] as OpFacts<Step>;

/** The shape of a step's output. @throws {ShapeError} when the arguments do not fit. */
export const inferShape = (step: Step, args: readonly Shape[]): Shape => factsOf(step).shape(step, args);

/** Removes the axes, or leaves them at size 1. */
export function reduceShape(shape: Shape, axes: Axes, keepdims: boolean, op: string): Shape {
  const reduced = new Set(normalizeAxes(axes, shape.length, op));
  return keepdims
    ? shape.map((size, axis) => (reduced.has(axis) ? 1 : size))
    : shape.filter((_, axis) => !reduced.has(axis));
}

/** The permutation that swaps two axes; `null` swaps the last two. */
export function transposition(axes: readonly [number, number] | null, rank: number): number[] {
  const order = allAxes(rank);
  if (axes === null && rank < 2) {
    throw new ShapeError(
      `transpose: a rank of at least 2 is needed to swap the last two axes, got rank ${rank}`,
    );
  }
  const [first, second] = axes ?? [-2, -1];
  const [a, b] = [normalizeAxis(first, rank, 'transpose'), normalizeAxis(second, rank, 'transpose')];
  order[a] = b;
  order[b] = a;
  return order;
}

/** A permutation with its axes counted from the front. @throws {ShapeError} unless each axis stands once. */
export function permutation(axes: readonly number[], rank: number): number[] {
  if (axes.length !== rank) {
    throw new ShapeError(
      `permute: axes ${formatShape(axes)} name ${axes.length} axes, but the array has ${rank}`,
    );
  }
  normalizeAxes(axes, rank, 'permute');
  return axes.map((axis) => (axis < 0 ? axis + rank : axis));
}

const permuteShape = (shape: Shape, order: readonly number[]): Shape =>
  order.map((axis) => shape[axis] as number);

function reshapeShape(from: Shape, to: Shape): Shape {
  if (sizeOf(from) !== sizeOf(to)) {
    throw new ShapeError(
      `reshape: cannot make shape ${formatShape(to)} (${sizeOf(to)} entries) of shape ${formatShape(from)} ` +
        `(${sizeOf(from)} entries); the number of entries must stay the same`,
    );
  }
  return to;
}

function broadcastToShape(from: Shape, to: Shape): Shape {
  const fits = from.length <= to.length && sameShape(broadcastShapes(from, to, 'broadcast_to'), to);
  if (!fits) {
    throw new ShapeError(
      `broadcast_to: shape ${formatShape(from)} does not broadcast to ${formatShape(to)}; counted from the right, ` +
        `each size must be equal or 1, and no axis may be dropped`,
    );
  }
  return to;
}

/** NumPy's matmul: a 1-D left operand is a row, a 1-D right one a column, and the added axis is dropped. */
export function matmulShape(a: Shape, b: Shape): Shape {
  if (a.length === 0 || b.length === 0) {
    throw new ShapeError(
      `matmul: operands of shapes ${formatShape(a)} and ${formatShape(b)}: a 0-d operand has no axis to contract; use multiply`,
    );
  }
  const left = a.length === 1 ? [1, ...a] : a;
  const right = b.length === 1 ? [...b, 1] : b;
  const inner = left.at(-1);
  if (inner !== right.at(-2)) {
    throw new ShapeError(
      `matmul: shapes ${formatShape(a)} and ${formatShape(b)} do not fit; the last axis of the left operand (${inner}) ` +
        `must equal the ${b.length === 1 ? 'only' : 'second-last'} axis of the right one (${right.at(-2)})`,
    );
  }
  const batch = broadcastShapes(left.slice(0, -2), right.slice(0, -2), 'matmul (batch axes)');
  const rows = a.length === 1 ? [] : [left.at(-2) as number];
  const columns = b.length === 1 ? [] : [right.at(-1) as number];
  return [...batch, ...rows, ...columns];
}
