/** Ops that compute each entry of the output from the entries at its own place. */
import type { Step, StepOf } from '../case/step.js';
import type { Arithmetic } from './arithmetic.js';
import type { Entries, Kernel } from './kernels.js';

/** An elementwise op on the entries at one place, which is entry k of the output; unary ops ignore b. */
type ScalarFunction<T> = (a: T, b: T, k: number) => T;

export type ElementwiseOp =
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
  | 'clip'
  | 'softplus'
  | 'gelu'
  | 'dropout'
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
  clip(m, { min, max }) {
    const low = min === null ? undefined : m.from(min);
    const high = max === null ? undefined : m.from(max);
    return (a) => {
      if (low !== undefined && m.compare(a, low) < 0) return low;
      return high !== undefined && m.compare(a, high) > 0 ? high : a;
    };
  },
  softplus(m) {
    const zero = m.from(0);
    // ln(1 + eˣ) = max(x, 0) + ln(1 + e^-|x|), where no exponential overflows.
    return (a) => m.add(m.compare(a, zero) > 0 ? a : zero, m.log1p(m.exp(m.subtract(zero, m.abs(a)))));
  },
  gelu: (m, { approximate }) => (approximate === 'none' ? exactGelu(m) : tanhGelu(m)),
  dropout(m, { p, mask }) {
    const [zero, kept] = [m.from(0), m.subtract(m.from(1), m.from(p))];
    return (a, _, k) => (mask[k] === 1 ? m.divide(a, kept) : zero);
  },
  detach: () => (a) => a,
};

function exactGelu<T>(m: Arithmetic<T>): ScalarFunction<T> {
  const [one, half, root] = [m.from(1), m.from(0.5), m.sqrt(m.from(2))];
  return (a) => m.multiply(m.multiply(a, half), m.add(one, m.erf(m.divide(a, root))));
}

function tanhGelu<T>(m: Arithmetic<T>): ScalarFunction<T> {
  const [one, half, cubic] = [m.from(1), m.from(0.5), m.from(0.044715)];
  const root = m.sqrt(m.divide(m.from(2), m.pi));
  return (a) => {
    const cube = m.multiply(m.multiply(a, a), a);
    const inner = m.multiply(root, m.add(a, m.multiply(cubic, cube)));
    return m.multiply(m.multiply(a, half), m.add(one, m.tanh(inner)));
  };
}

function withScalar<T>(m: Arithmetic<T>, scalar: number, f: (a: T, b: T) => T): ScalarFunction<T> {
  const constant = m.from(scalar);
  return (a) => f(a, constant);
}

export const isElementwise = (step: Step): step is StepOf<ElementwiseOp> => step.op in scalarTable;

/** The function that an elementwise step applies to each entry. */
function scalarFunction<T>(step: StepOf<ElementwiseOp>, m: Arithmetic<T>): ScalarFunction<T> {
  // The table is typed op by op; here the step's op is known only at run time.
  const make = scalarTable[step.op] as (m: Arithmetic<T>, step: Step) => ScalarFunction<T>;
  return make(m, step);
}

/** The kernel of an elementwise step whose output entries read its arguments at these positions. */
export function elementwiseKernel<T>(
  step: StepOf<ElementwiseOp>,
  m: Arithmetic<T>,
  [left, right]: readonly Int32Array[],
): Kernel<T> {
  const f = scalarFunction(step, m);
  if (right === undefined) {
    return ([x]) => {
      const entries = x as Entries<T>;
      const out = new Array<T>(entries.length);
      for (let k = 0; k < out.length; k++) out[k] = f(entries[k] as T, entries[k] as T, k);
      return out;
    };
  }
  const [p, q] = [left as Int32Array, right];
  return ([x, y]) => {
    const [a, b] = [x as Entries<T>, y as Entries<T>];
    const out = new Array<T>(p.length);
    for (let k = 0; k < out.length; k++) out[k] = f(a[p[k] as number] as T, b[q[k] as number] as T, k);
    return out;
  };
}
