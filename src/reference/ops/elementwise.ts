/** Ops that compute each entry of the output from the entries at its own place. */
import type { Step, StepOf } from '../../case/vocabulary.js';
import type { Arithmetic } from '../arithmetic.js';
import type { Entries, Facts, Family, Kernel, ReferenceEntry } from '../entry.js';
import { choosing, curved, exact, straight } from '../facts.js';
import { onePosition } from '../groups.js';
import { broadcasting } from '../layout.js';
import { byValue, constant, each, few, type OfSlopes, plain, type Rounding } from '../rounding.js';
import { listOf } from '../zeros.js';

/** An elementwise op on the entries at one place, which is entry k of the output; unary ops ignore b. */
type ScalarFunction<T> = (a: T, b: T, k: number) => T;

/** An op with attributes, which its scalar function reads. */
const pointwiseBy = <S extends Step>(
  facts: Facts<S>,
  scalar: <T>(m: Arithmetic<T>, step: S) => ScalarFunction<T>,
): ReferenceEntry<S> => ({
  ...facts,
  layout: broadcasting,
  groups: onePosition,
  kernel: (step, m, { positions }) => applied(scalar(m, step), positions),
});
const pointwise = pointwiseBy<Step>;

/** The kernel that applies f to the entries at these positions. */
function applied<T>(f: ScalarFunction<T>, [left, right]: readonly Int32Array[]): Kernel<T> {
  if (right === undefined) {
    return ([x], out) => {
      const entries = x as Entries<T>;
      for (let k = 0; k < out.length; k++) out[k] = f(entries[k] as T, entries[k] as T, k);
    };
  }
  const [p, q] = [left as Int32Array, right];
  return ([x, y], out) => {
    const [a, b] = [x as Entries<T>, y as Entries<T>];
    for (let k = 0; k < out.length; k++) out[k] = f(a[p[k] as number] as T, b[q[k] as number] as T, k);
  };
}

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

const logOf = (value: number): number => (value === 0 ? 0 : Math.log(Math.abs(value)));

/** e^(b·ln a) turns the rounding of b·ln a into a relative error of |b·ln a| u. */
const powerRounding: Rounding = {
  ...plain,
  coefficients: each((_, k, { layout: { positions }, args: [a, b] }) => {
    const [left, right] = positions as [Int32Array, Int32Array];
    return few + Math.abs((b?.[right[k] as number] as number) * logOf(a?.[left[k] as number] as number));
  }),
};
const powerScalarRounding: Rounding<StepOf<'power_scalar'>> = {
  ...plain,
  coefficients: each(
    (_, k, { step: { scalar }, args: [a] }) => few + Math.abs(scalar * logOf(a?.[k] as number)),
  ),
};

/** Rules whose derivative cancels terms of this size. */
const cancelling = (size: (out: number) => number): Rounding => ({
  ...plain,
  terms: byValue(size),
  cancellation: byValue(size),
});

/** Two elementary functions, as e^-|x| and ln(1 + …). */
const two = constant(() => 2 * few);

/** ½x(1 + erf …) cancels where erf is near -1; so does Φ(x) + xφ(x), whose terms are at most 1, in its first. */
const geluTerms: OfSlopes<StepOf<'gelu'>> = ({ step, args: [x], out }) => {
  const exact = step.approximate === 'none';
  // The other form has ½x(1 - t²)z′, with terms of the size of ½xz′ for all x.
  const inner = (entry: number) => Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * entry * entry);
  return listOf(out.length, (k) => {
    const entry = x?.[k] as number;
    return 1 + (exact ? 0 : (Math.abs(entry) / 2) * inner(entry));
  });
};
const geluRounding: Rounding<StepOf<'gelu'>> = {
  coefficients: two,
  magnitudes: each((_, k, { args: [x] }) => Math.abs(x?.[k] as number)),
  terms: geluTerms,
  cancellation: geluTerms,
};

/** As of logsumexp: a - b is rounded at the scale of a and b, and e^(a - b) makes that a relative error. */
const logAddExpRounding: Rounding = {
  // Each slope is 1 less the other.
  ...cancelling(() => 1),
  coefficients: each((out, k, { layout: { positions }, args }) => {
    const size = (argument: number) =>
      Math.abs(args[argument]?.[positions[argument]?.[k] as number] as number);
    return 2 * few + 2 * Math.max(size(0), size(1)) + few * Math.abs(out);
  }),
  magnitudes: constant(() => 1),
};

/** σ(x) + xσ(x)(1 - σ(x)), and y + σ(x)(1 - y), which has terms of the size of x to the right. */
const siluTerms: OfSlopes = ({ args: [x], out }) =>
  listOf(out.length, (k) => {
    const entry = x?.[k] as number;
    return (1 + Math.abs(entry)) / (1 + Math.exp(-entry));
  });
const siluRounding: Rounding = { ...plain, terms: siluTerms, cancellation: siluTerms };

/** Of e^(-x²), the rounding of x² makes a relative error of x² u. */
const erfRounding: Rounding = {
  ...plain,
  cancellation: ({ args: [x], out }) =>
    listOf(out.length, (k) => {
      const square = (x?.[k] as number) ** 2;
      return square * Math.exp(-square);
    }),
};

/** Of x·(x/6 + ½) the gate cancels near -3; of its slope, (2x + 3)/6, the terms are about 1. */
const hardswishRounding: Rounding = {
  ...cancelling(() => 1),
  magnitudes: each((_, k, { args: [x] }) => Math.abs(x?.[k] as number)),
};

/** x/r² and -y/r², with r² = x² + y², do not cancel; the slopes of 2 arctan(y/(r + x)) have terms of 1/r that do. */
const angleTerms: OfSlopes = ({ layout: { positions }, args, out }) =>
  listOf(out.length, (k) => {
    const [y, x] = args.map((arg, argument) => arg[positions[argument]?.[k] as number] as number);
    return 1 / Math.hypot(y as number, x as number);
  });
const angular: Facts = {
  ...curved,
  squares: true,
  scale: Math.abs,
  rounding: { ...plain, terms: angleTerms, cancellation: angleTerms },
};

const unitScaled: Facts = { ...curved, slopes: 'curved over 1' };

export const elementwise = {
  add: pointwise(straight, (m) => m.add),
  subtract: pointwise(straight, (m) => m.subtract),
  multiply: pointwise({ ...straight, slopes: 'bilinear' }, (m) => m.multiply),
  divide: pointwise({ ...curved, squares: true, cheap: true }, (m) => m.divide),
  power: pointwise({ ...curved, exponent: 1, rounding: powerRounding }, (m) => m.power),
  maximum: pointwise(choosing, (m) => (a, b) => (m.compare(a, b) >= 0 ? a : b)),
  minimum: pointwise(choosing, (m) => (a, b) => (m.compare(a, b) <= 0 ? a : b)),
  add_scalar: pointwiseBy<StepOf<'add_scalar'>>(straight, (m, { scalar }) => withScalar(m, scalar, m.add)),
  mul_scalar: pointwiseBy<StepOf<'mul_scalar'>>(straight, (m, { scalar }) =>
    withScalar(m, scalar, m.multiply),
  ),
  divide_scalar: pointwiseBy<StepOf<'divide_scalar'>>(straight, (m, { scalar }) =>
    withScalar(m, scalar, m.divide),
  ),
  power_scalar: pointwiseBy<StepOf<'power_scalar'>>(
    { ...curved, rounding: powerScalarRounding },
    (m, { scalar }) => withScalar(m, scalar, m.power),
  ),
  negate: pointwise(exact, (m) => {
    const zero = m.from(0);
    return (a) => m.subtract(zero, a);
  }),
  exp: pointwise(unitScaled, (m) => (a) => m.exp(a)),
  log: pointwise(curved, (m) => (a) => m.log(a)),
  sqrt: pointwise({ ...curved, cheap: true }, (m) => (a) => m.sqrt(a)),
  sin: pointwise(unitScaled, (m) => (a) => m.sin(a)),
  cos: pointwise(unitScaled, (m) => (a) => m.cos(a)),
  // Its slope is 1 - y².
  tanh: pointwise({ ...unitScaled, rounding: cancelling(() => 1) }, (m) => (a) => m.tanh(a)),
  // Its slope is y(1 - y), or a quarter of 1 - tanh²(x/2), which cancels on the left as well.
  sigmoid: pointwise({ ...unitScaled, rounding: cancelling((y) => Math.max(y, 1 / 4)) }, (m) => {
    const [zero, one] = [m.from(0), m.from(1)];
    // e^-|x| cannot overflow: σ(x) is 1 / (1 + e^-x) for x ≥ 0 and e^x / (1 + e^x) below.
    return (a) => {
      const small = m.exp(m.subtract(zero, m.abs(a)));
      return m.divide(m.compare(a, zero) >= 0 ? one : small, m.add(one, small));
    };
  }),
  relu: pointwise(exact, (m) => {
    const zero = m.from(0);
    return (a) => (m.compare(a, zero) <= 0 ? zero : a);
  }),
  abs: pointwise(exact, (m) => (a) => m.abs(a)),
  clip: pointwiseBy<StepOf<'clip'>>(exact, (m, { min, max }) => {
    const low = min === null ? undefined : m.from(min);
    const high = max === null ? undefined : m.from(max);
    return (a) => {
      if (low !== undefined && m.compare(a, low) < 0) return low;
      return high !== undefined && m.compare(a, high) > 0 ? high : a;
    };
  }),
  softplus: pointwise({ ...unitScaled, rounding: { ...plain, coefficients: two } }, (m) => {
    const zero = m.from(0);
    // ln(1 + eˣ) = max(x, 0) + ln(1 + e^-|x|), where no exponential overflows.
    return (a) => m.add(m.compare(a, zero) > 0 ? a : zero, m.log1p(m.exp(m.subtract(zero, m.abs(a)))));
  }),
  logaddexp: pointwise({ ...unitScaled, cancels: true, shares: true, rounding: logAddExpRounding }, (m) => {
    const zero = m.from(0);
    // ln(eᵃ + eᵇ) = max(a, b) + ln(1 + e^-|a - b|), where no exponential overflows; ∞ - ∞ must not be taken.
    return (a, b) => {
      if (!m.isFinite(a) && !m.isFinite(b)) return m.log(m.add(m.exp(a), m.exp(b)));
      const gap = m.abs(m.subtract(a, b));
      return m.add(m.compare(a, b) > 0 ? a : b, m.log1p(m.exp(m.subtract(zero, gap))));
    };
  }),
  gelu: pointwiseBy<StepOf<'gelu'>>(
    { ...unitScaled, cancels: true, squares: true, rounding: geluRounding },
    (m, { approximate }) => (approximate === 'none' ? exactGelu(m) : tanhGelu(m)),
  ),
  silu: pointwise({ ...unitScaled, rounding: siluRounding }, (m) => {
    const [zero, one] = [m.from(0), m.from(1)];
    // As of sigmoid, whose exponential cannot overflow.
    return (a) => {
      const small = m.exp(m.subtract(zero, m.abs(a)));
      return m.divide(m.compare(a, zero) >= 0 ? a : m.multiply(a, small), m.add(one, small));
    };
  }),
  // Its slope is (2x + 3)/6 between the bounds.
  hardswish: pointwise({ ...unitScaled, cheap: true, rounding: hardswishRounding }, (m) => {
    const [zero, three, six] = [m.from(0), m.from(3), m.from(6)];
    return (a) => {
      if (m.compare(a, three) >= 0) return a;
      const above = m.add(a, three);
      return m.compare(above, zero) <= 0 ? zero : m.divide(m.multiply(a, above), six);
    };
  }),
  erf: pointwise({ ...unitScaled, rounding: erfRounding }, (m) => (a) => m.erf(a)),
  // Its slope is y + 1.
  expm1: pointwise({ ...unitScaled, rounding: cancelling(() => 1) }, (m) => (a) => m.expm1(a)),
  log1p: pointwise({ ...curved, scale: (a) => 1 + a }, (m) => (a) => m.log1p(a)),
  atan2: pointwise(angular, (m) => (y, x) => m.atan2(y, x)),
  dropout: pointwiseBy<StepOf<'dropout'>>(straight, (m, { p, mask }) => {
    const [zero, kept] = [m.from(0), m.subtract(m.from(1), m.from(p))];
    return (a, _, k) => (mask[k] === 1 ? m.divide(a, kept) : zero);
  }),
  detach: pointwise({ ...exact, stops: true }, () => (a) => a),
} satisfies Family;
