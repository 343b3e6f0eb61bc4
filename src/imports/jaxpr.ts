/**
 * The primitives of a jaxpr that are known. Their operands are listed under `in`, beside their parameters by JAX's names:
 * https://docs.jax.dev/en/latest/jaxpr.html.
 */
import { at } from '../case/at.js';
import { allAxes, type Shape } from '../case/shape.js';
import { broadcastEntries, type Entries, type Entry, type Node, type Value } from './node.js';

type Plain = 'negate' | 'exp' | 'log' | 'sqrt' | 'sin' | 'cos' | 'tanh' | 'sigmoid' | 'abs' | 'erf';
type Other = 'expm1' | 'log1p' | 'detach';
type Pair = 'add' | 'subtract' | 'multiply' | 'divide' | 'maximum' | 'minimum' | 'atan2' | 'power';

const operand = (n: Node, index = 0): Value => n.listed('in').value(String(index));

const one =
  (op: Plain | Other): Entry =>
  (n) =>
    n.add({ op }, operand(n));
const power =
  (scalar: number): Entry =>
  (n) =>
    n.add({ op: 'power_scalar', scalar }, operand(n));
const same: Entry = (n) => operand(n);

/** The number that an operand is, if it is written as a literal. */
function literal(n: Node, index: number): number | undefined {
  const list = n.listed('in');
  return list.isNumber(String(index)) ? list.number(String(index)) : undefined;
}

/** A literal is a number, broadcast; it becomes part of the op, or an input of its own. */
const two =
  (
    op: Pair,
    withRight?: (n: Node, a: Value, scalar: number) => Value,
    withLeft?: (n: Node, scalar: number, b: Value) => Value,
  ): Entry =>
  (n) => {
    const [left, right] = [literal(n, 0), literal(n, 1)];
    if (right !== undefined && withRight) return withRight(n, operand(n, 0), right);
    if (left !== undefined && withLeft) return withLeft(n, left, operand(n, 1));
    const [a, b] = [left, right].map((number, index) =>
      number === undefined ? operand(n, index) : n.constant(number),
    );
    return n.add({ op }, a as Value, b as Value);
  };

const plus = (n: Node, a: Value, scalar: number) => n.add({ op: 'add_scalar', scalar }, a);
const times = (n: Node, a: Value, scalar: number) => n.add({ op: 'mul_scalar', scalar }, a);
const over = (n: Node, a: Value, scalar: number) => n.add({ op: 'divide_scalar', scalar }, a);
const raised = (n: Node, a: Value, scalar: number) => n.add({ op: 'power_scalar', scalar }, a);

const reduced =
  (op: 'summation' | 'max' | 'min' | 'prod'): Entry =>
  (n) => {
    const axes = n.numbers('axes');
    return axes.length === 0 ? operand(n) : n.add({ op, axes, keepdims: false }, operand(n));
  };

const running =
  (op: 'cumsum' | 'cumprod'): Entry =>
  (n) => {
    n.only(!n.flag('reverse'), 'it runs backwards');
    return n.add({ op, axis: n.number('axis') }, operand(n));
  };

/** Axis i of the operand becomes axis broadcast_dimensions[i]; the others are new. */
function broadcast(n: Node): Value {
  const shape = n.out();
  const number = literal(n, 0);
  if (number !== undefined) return n.spread(n.constant(number), shape);
  const places = n.numbers('broadcast_dimensions');
  n.only(
    places.every((place, index) => index === 0 || at(places, index - 1) < place),
    'it turns axes round',
  );
  const a = operand(n);
  const beside = shape.map((_, axis) => (places.includes(axis) ? at(a.shape, places.indexOf(axis)) : 1));
  return n.spread(n.reshaped(a, beside), shape);
}

/** Axes of batches first, then the left operand's own, then the right one's. */
function dotGeneral(n: Node): Value {
  const [contracted, batched] = ['0', '1'].map((which) => {
    const both = n.listed('dimension_numbers').listed(which);
    return [both.numbers('0'), both.numbers('1')] as const;
  }) as [readonly [number[], number[]], readonly [number[], number[]]];
  const [a, b] = [operand(n, 0), operand(n, 1)];
  if (isMatmul(a.shape, b.shape, contracted, batched)) return n.add({ op: 'matmul' }, a, b);
  let next = 0;
  const letter = () => String.fromCharCode(97 + next++);
  const left = a.shape.map(letter);
  const right = b.shape.map((_, axis) => {
    for (const [own, others] of [contracted, batched]) {
      const place = others.indexOf(axis);
      if (place !== -1) return at(left, at(own, place));
    }
    return letter();
  });
  const free = (letters: readonly string[], side: 0 | 1) =>
    letters.filter((_, axis) => !contracted[side].includes(axis) && !batched[side].includes(axis));
  const out = [...batched[0].map((axis) => at(left, axis)), ...free(left, 0), ...free(right, 1)];
  return n.add({ op: 'einsum', equation: `${left.join('')},${right.join('')}->${out.join('')}` }, a, b);
}

/** Whether the last axis meets the last but one, and those before are batches. */
function isMatmul(
  a: Shape,
  b: Shape,
  [own, other]: readonly [number[], number[]],
  [batchA, batchB]: readonly [number[], number[]],
): boolean {
  const before = allAxes(a.length - 2).join();
  const isOne = own.length === 1 && own[0] === a.length - 1 && other[0] === b.length - 2;
  return (
    a.length >= 2 && a.length === b.length && isOne && batchA.join() === before && batchB.join() === before
  );
}

/** The case that a known condition names. */
function select(n: Node): Value {
  const list = n.listed('in');
  n.only(n.list('in').length === 3, 'it has more than two cases');
  const condition = broadcastEntries(list.known('0'), n.out());
  const [no, yes] = [1, 2].map((index) => {
    const number = literal(n, index);
    return number === undefined ? operand(n, index) : n.constant(number);
  });
  return n.spread(n.add({ op: 'where', condition }, yes as Value, no as Value), n.out());
}

function clamp(n: Node): Value {
  const [min, max] = [literal(n, 0), literal(n, 2)];
  n.only(min !== undefined && max !== undefined, 'its bounds are arrays');
  return n.add({ op: 'clip', min: min ?? null, max: max ?? null }, operand(n, 1));
}

function sliced(n: Node): Value {
  const a = operand(n);
  const steps = n.isNull('strides') ? a.shape.map(() => 1) : n.numbers('strides');
  return n.add(
    { op: 'slice', starts: n.numbers('start_indices'), stops: n.numbers('limit_indices'), steps },
    a,
  );
}

function padded(n: Node): Value {
  n.only(literal(n, 1) === 0, 'it pads with another number than 0');
  const rows = n.listed('padding_config');
  const padding = n.list('padding_config').map((_, axis): readonly [number, number] => {
    const [before = 0, after = 0, between] = rows.numbers(String(axis));
    n.only(between === 0, 'it puts entries between others');
    return [before, after];
  });
  return n.add({ op: 'pad', padding }, operand(n));
}

/** Rows of a matrix, as an embedding looks them up. */
function rowsOf(n: Node): Value {
  const how = n.within('dimension_numbers');
  const table = operand(n);
  const { shape, data } = n.listed('in').known('1');
  const rank = n.out().length;
  const isRows =
    table.shape.length === 2 &&
    how.numbers('collapsed_slice_dims').join() === '0' &&
    how.numbers('start_index_map').join() === '0' &&
    how.numbers('offset_dims').join() === String(rank - 1) &&
    n.numbers('slice_sizes').join() === [1, at(table.shape, 1)].join();
  n.only(isRows && shape.at(-1) === 1, 'it does not look up rows of a matrix');
  return n.add({ op: 'embedding', indices: data, indicesShape: shape.slice(0, -1) }, table);
}

export const jaxpr: Entries = {
  add: two('add', plus, (n, scalar, b) => plus(n, b, scalar)),
  add_any: two('add'),
  sub: two(
    'subtract',
    (n, a, scalar) => plus(n, a, -scalar),
    (n, scalar, b) => plus(n, n.add({ op: 'negate' }, b), scalar),
  ),
  mul: two('multiply', times, (n, scalar, b) => times(n, b, scalar)),
  div: two('divide', over),
  pow: two('power', raised),
  integer_pow: (n) => raised(n, operand(n), n.number('y')),
  max: two('maximum', (n, a, scalar) =>
    scalar === 0 ? n.add({ op: 'relu' }, a) : n.add({ op: 'clip', min: scalar, max: null }, a),
  ),
  min: two('minimum', (n, a, scalar) => n.add({ op: 'clip', min: null, max: scalar }, a)),
  atan2: two('atan2'),
  neg: one('negate'),
  exp: one('exp'),
  expm1: one('expm1'),
  log: one('log'),
  log1p: one('log1p'),
  sqrt: one('sqrt'),
  rsqrt: power(-0.5),
  square: power(2),
  sin: one('sin'),
  cos: one('cos'),
  tanh: one('tanh'),
  logistic: one('sigmoid'),
  abs: one('abs'),
  erf: one('erf'),
  erfc: (n) => plus(n, n.add({ op: 'negate' }, n.add({ op: 'erf' }, operand(n))), 1),
  stop_gradient: one('detach'),
  copy: same,
  convert_element_type: same,
  reduce_precision: same,
  dot_general: dotGeneral,
  transpose: (n) => n.add({ op: 'permute', axes: n.numbers('permutation') }, operand(n)),
  reshape: (n) => n.reshaped(operand(n), n.out()),
  squeeze: (n) => n.reshaped(operand(n), n.out()),
  expand_dims: (n) => n.reshaped(operand(n), n.out()),
  broadcast_in_dim: broadcast,
  reduce_sum: reduced('summation'),
  reduce_max: reduced('max'),
  reduce_min: reduced('min'),
  reduce_prod: reduced('prod'),
  cumsum: running('cumsum'),
  cumprod: running('cumprod'),
  select_n: select,
  clamp,
  concatenate: (n) => n.add({ op: 'concat', axis: n.number('dimension') }, ...n.values('in')),
  slice: sliced,
  rev: (n) => n.add({ op: 'flip', axes: n.numbers('dimensions') }, operand(n)),
  pad: padded,
  gather: rowsOf,
};
