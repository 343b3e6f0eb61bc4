/**
 * The forward computation of every op, written once over an Arithmetic. A kernel is made for one step and the
 * shapes of its arguments, and then run many times: differences evaluate the same step at many points.
 */
import type { Shape } from '../program/shape.js';
import type { Step, StepOf } from '../program/step.js';
import { factsOf } from '../program/vocabulary.js';
import type { Arithmetic } from './arithmetic.js';
import { type Layout, layoutOf } from './layout.js';
import { isMovement, type MovementOp, nowhere } from './movements.js';
import { leftPosition, type ProductPlan } from './products.js';

export type Entries<T> = ArrayLike<T>;
export type Kernel<T> = (args: readonly Entries<T>[]) => T[];
/** An elementwise op on single entries; unary ops ignore b. */
export type ScalarFunction<T> = (a: T, b: T) => T;

type ElementwiseOp =
  | 'add'
  | 'subtract'
  | 'multiply'
  | 'divide'
  | 'power'
  | 'maximum'
  | 'minimum'
  | 'add_scalar'
  | 'mul_scalar'
  | 'divide_scalar'
  | 'power_scalar'
  | 'negate'
  | 'exp'
  | 'log'
  | 'sqrt'
  | 'sin'
  | 'cos'
  | 'tanh'
  | 'sigmoid'
  | 'relu'
  | 'abs'
  | 'detach';

type ScalarTable = {
  readonly [Op in ElementwiseOp]: <T>(m: Arithmetic<T>, step: StepOf<Op>) => ScalarFunction<T>;
};

const scalarTable: ScalarTable = {
  add: (m) => m.add,
  subtract: (m) => m.subtract,
  multiply: (m) => m.multiply,
  divide: (m) => m.divide,
  power: (m) => m.power,
  maximum: (m) => (a, b) => (m.compare(a, b) >= 0 ? a : b),
  minimum: (m) => (a, b) => (m.compare(a, b) <= 0 ? a : b),
  add_scalar: (m, { scalar }) => withScalar(m, scalar, m.add),
  mul_scalar: (m, { scalar }) => withScalar(m, scalar, m.multiply),
  divide_scalar: (m, { scalar }) => withScalar(m, scalar, m.divide),
  power_scalar: (m, { scalar }) => withScalar(m, scalar, m.power),
  negate: (m) => {
    const zero = m.from(0);
    return (a) => m.subtract(zero, a);
  },
  exp: (m) => (a) => m.exp(a),
  log: (m) => (a) => m.log(a),
  sqrt: (m) => (a) => m.sqrt(a),
  sin: (m) => (a) => m.sin(a),
  cos: (m) => (a) => m.cos(a),
  tanh: (m) => (a) => m.tanh(a),
  sigmoid: (m) => {
    const [zero, one] = [m.from(0), m.from(1)];
    // e^-|x| cannot overflow: σ(x) is 1 / (1 + e^-x) for x ≥ 0 and e^x / (1 + e^x) below.
    return (a) => {
      const small = m.exp(m.subtract(zero, m.abs(a)));
      return m.divide(m.compare(a, zero) >= 0 ? one : small, m.add(one, small));
    };
  },
  relu: (m) => {
    const zero = m.from(0);
    return (a) => (m.compare(a, zero) <= 0 ? zero : a);
  },
  abs: (m) => (a) => m.abs(a),
  detach: () => (a) => a,
};

function withScalar<T>(m: Arithmetic<T>, scalar: number, f: ScalarFunction<T>): ScalarFunction<T> {
  const constant = m.from(scalar);
  return (a) => f(a, constant);
}

/** The function that an elementwise step applies to each entry. */
export function scalarFunction<T>(step: Step, m: Arithmetic<T>): ScalarFunction<T> {
  const make = scalarTable[step.op as ElementwiseOp] as (m: Arithmetic<T>, step: Step) => ScalarFunction<T>;
  return make(m, step);
}

/** The kernel of a step whose arguments have these shapes. */
export function kernelOf<T>(
  step: Step,
  shapes: readonly Shape[],
  m: Arithmetic<T>,
  layout: Layout = layoutOf(step, shapes),
): Kernel<T> {
  if (factsOf(step).elementwise) return elementwiseKernel(scalarFunction(step, m), layout.positions);
  if (isMovement(step)) return movement(layout.positions, m);
  switch (step.op) {
    case 'summation':
      return reduction(layout.slices, (x, slice) => sum(x, slice, m));
    case 'mean':
    case 'avg_pool':
      return reduction(layout.slices, (x, slice) => m.divide(sum(x, slice, m), m.from(slice.length)));
    case 'logsumexp':
      return reduction(layout.slices, (x, slice) => logSumExp(x, slice, m));
    case 'softmax':
      return normalization(layout.slices, (x, slice) => {
        const top = largest(x, slice, m);
        const total = sumOf(slice, m, (at) => m.exp(m.subtract(x[at] as T, top)));
        return (at) => m.divide(m.exp(m.subtract(x[at] as T, top)), total);
      });
    case 'logsoftmax':
      return normalization(layout.slices, (x, slice) => {
        const total = logSumExp(x, slice, m);
        return (at) => m.subtract(x[at] as T, total);
      });
    case 'einsum':
      if (layout.product !== undefined) return sumOfProducts(layout.product, m);
      return reduction(layout.slices, (x, slice) => sum(x, slice, m));
    case 'matmul':
    case 'conv':
      return sumOfProducts(layout.product as ProductPlan, m);
    default:
      throw new Error(`the reference has no kernel for ${step.op satisfies ElementwiseOp | MovementOp}`);
  }
}

/** Reads every output entry where it says; zero where it is read nowhere. */
function movement<T>(positions: readonly Int32Array[], m: Arithmetic<T>): Kernel<T> {
  const zero = m.from(0);
  return (args) => {
    const out = new Array<T>(positions[0]?.length ?? 0).fill(zero);
    positions.forEach((ofArgument, argument) => {
      const x = args[argument] as Entries<T>;
      for (let k = 0; k < out.length; k++) {
        const at = ofArgument[k] as number;
        if (at !== nowhere) out[k] = x[at] as T;
      }
    });
    return out;
  };
}

function elementwiseKernel<T>(f: ScalarFunction<T>, [left, right]: readonly Int32Array[]): Kernel<T> {
  if (right === undefined) {
    return ([x]) => {
      const entries = x as Entries<T>;
      const out = new Array<T>(entries.length);
      for (let k = 0; k < out.length; k++) out[k] = f(entries[k] as T, entries[k] as T);
      return out;
    };
  }
  const [p, q] = [left as Int32Array, right];
  return ([x, y]) => {
    const [a, b] = [x as Entries<T>, y as Entries<T>];
    const out = new Array<T>(p.length);
    for (let k = 0; k < out.length; k++) out[k] = f(a[p[k] as number] as T, b[q[k] as number] as T);
    return out;
  };
}

function reduction<T>(
  slices: readonly Int32Array[],
  collapse: (x: Entries<T>, slice: Int32Array) => T,
): Kernel<T> {
  return ([x]) => slices.map((slice) => collapse(x as Entries<T>, slice));
}

function normalization<T>(
  slices: readonly Int32Array[],
  prepare: (x: Entries<T>, slice: Int32Array) => (position: number) => T,
): Kernel<T> {
  return ([x]) => {
    const entries = x as Entries<T>;
    const out = new Array<T>(entries.length);
    for (const slice of slices) {
      const entry = prepare(entries, slice);
      for (const position of slice) out[position] = entry(position);
    }
    return out;
  };
}

function sumOf<T>(slice: Int32Array, m: Arithmetic<T>, term: (position: number) => T): T {
  let total = m.from(0);
  for (const position of slice) total = m.add(total, term(position));
  return total;
}

const sum = <T>(x: Entries<T>, slice: Int32Array, m: Arithmetic<T>): T => sumOf(slice, m, (at) => x[at] as T);

function largest<T>(x: Entries<T>, slice: Int32Array, m: Arithmetic<T>): T {
  let top = x[slice[0] as number] as T;
  for (const position of slice) if (m.compare(x[position] as T, top) > 0) top = x[position] as T;
  return top;
}

/** log Σ eˣ = t + log Σ eˣ⁻ᵗ with t the largest x, so that no exponential overflows. */
function logSumExp<T>(x: Entries<T>, slice: Int32Array, m: Arithmetic<T>): T {
  if (slice.length === 0) return m.from(Number.NEGATIVE_INFINITY);
  const top = largest(x, slice, m);
  return m.add(top, m.log(sumOf(slice, m, (at) => m.exp(m.subtract(x[at] as T, top)))));
}

function sumOfProducts<T>(plan: ProductPlan, m: Arithmetic<T>): Kernel<T> {
  const zero = m.from(0);
  const { inner, b } = plan;
  return ([x, y]) => {
    const [left, right] = [x as Entries<T>, y as Entries<T>];
    const out = new Array<T>(b.start.length);
    for (let k = 0; k < out.length; k++) {
      let total = zero;
      for (let i = 0; i < inner; i++) {
        const p = leftPosition(plan, k, i);
        const q = (b.start[k] as number) + (b.step[i] as number);
        if (p !== nowhere) total = m.add(total, m.multiply(left[p] as T, right[q] as T));
      }
      out[k] = total;
    }
    return out;
  };
}
