/**
 * How much a careful implementation may lose to rounding, in units of its unit roundoff u. These are facts of
 * floating-point arithmetic about the usual formulas, not about any one implementation (docs/tolerance.md).
 */
import type { Step } from '../program/step.js';
import type { Entries } from './kernels.js';
import type { Layout } from './layout.js';
import { nowhere } from './movements.js';
import { leftPosition, type ProductPlan } from './products.js';

/** A step with the values around it. */
export interface Evaluated {
  readonly step: Step;
  readonly layout: Layout;
  readonly args: readonly Entries<number>[];
  readonly out: readonly number[];
}

/** A handful of roundings: an exp or tanh within 2 units in the last place, then a product or two. */
export const few = 4;

/** A sum of n terms: √n roundings with overwhelming probability (Higham and Mary, 2019), times a margin. */
export const summing = (terms: number): number => 4 * Math.sqrt(terms);

/** Rounding errors of the formula of each output entry: those of its value relative to `magnitude`. */
export function coefficients({ step, layout, args, out }: Evaluated): Float64Array {
  const all = new Float64Array(out.length).fill(few);
  const [x, y] = args as [Entries<number>, Entries<number> | undefined];
  switch (step.op) {
    case 'power': {
      // e^(b·ln a) turns the rounding of b·ln a into a relative error of |b·ln a| u.
      const [left, right] = layout.positions as [Int32Array, Int32Array];
      return all.map(
        (c, k) => c + Math.abs((y?.[right[k] as number] ?? 0) * logOf(x[left[k] as number] as number)),
      );
    }
    case 'power_scalar':
      return all.map((c, k) => c + Math.abs(step.scalar * logOf(x[k] as number)));
    case 'matmul':
    case 'conv':
      return all.fill(few + summing(layout.product?.inner ?? 0));
    case 'einsum':
      return all.fill(few + summing(layout.product?.inner ?? layout.slices[0]?.length ?? 0));
    case 'summation':
    case 'mean':
    case 'avg_pool':
      return all.fill(few + summing(layout.slices[0]?.length ?? 0));
    case 'logsumexp':
    case 'softmax':
    case 'logsoftmax': {
      // x - max and x - logsumexp are rounded at the scale of x, and e^(…) makes that a relative error.
      const { slices } = layout;
      const [reduced, logarithmic] = [step.op === 'logsumexp', step.op !== 'softmax'];
      slices.forEach((slice, index) => {
        const top = slice.reduce((most, at) => Math.max(most, Math.abs(x[at] as number)), 0);
        const scale = 2 * few + summing(slice.length) + 2 * top;
        const own = (k: number) => scale + (logarithmic ? few * Math.abs(out[k] as number) : 0);
        if (reduced) all[index] = own(index);
        else for (const position of slice) all[position] = own(position);
      });
      return all;
    }
    default:
      return all;
  }
}

const logOf = (value: number): number => (value === 0 ? 0 : Math.log(Math.abs(value)));

/** The scale at which each output value is rounded: |value|, or the terms' sizes where terms cancel. */
export function magnitudes({ step, layout, args, out }: Evaluated): Float64Array {
  const scale = new Float64Array(out.length);
  for (let k = 0; k < scale.length; k++) scale[k] = Math.abs(out[k] as number);
  const [x, y] = args as [Entries<number>, Entries<number>];
  if (layout.product !== undefined) return productMagnitudes(layout.product, x, y);
  switch (step.op) {
    case 'summation':
    case 'einsum':
    case 'mean':
    case 'avg_pool': {
      const { slices } = layout;
      const averages = step.op === 'mean' || step.op === 'avg_pool';
      const share = averages ? slices[0]?.length || 1 : 1;
      return scale.map(
        (_, k) => (slices[k] as Int32Array).reduce((sum, at) => sum + Math.abs(x[at] as number), 0) / share,
      );
    }
    case 'logsumexp':
    case 'logsoftmax':
      // The rounding of a logarithm is absolute: `coefficients` already counts the size of the result.
      return scale.fill(1);
    default:
      return scale;
  }
}

function productMagnitudes(plan: ProductPlan, x: Entries<number>, y: Entries<number>): Float64Array {
  const { inner, b } = plan;
  return Float64Array.from(b.start, (start, k) => {
    let sum = 0;
    for (let i = 0; i < inner; i++) {
      const p = leftPosition(plan, k, i);
      if (p !== nowhere) sum += Math.abs((x[p] as number) * (y[start + (b.step[i] as number)] as number));
    }
    return sum;
  });
}

/** A probability this small beside its neighbours is as good as zero. */
const negligible = 2 ** -40;

/**
 * The scale at which a rule's derivative is rounded beyond its own size, where the usual formula cancels: 1 - y²
 * for tanh, y(1 - y) for sigmoid and softmax, 1 - p for logsoftmax. `own` says that the derivative is of an
 * output entry by the input entry at its own place.
 */
export function cancellation(step: Step, out: number, own: boolean): number {
  switch (step.op) {
    case 'softmax':
    case 'logsoftmax':
    case 'logsumexp':
      return own && step.op !== 'logsumexp' ? termSize(step, out) : negligible;
    default:
      return termSize(step, out);
  }
}

/** The size of the terms of a derivative's usual formula: what its error is to be compared with. */
export function termSize(step: Step, out: number): number {
  switch (step.op) {
    case 'sigmoid':
    case 'softmax':
      return out;
    case 'tanh':
    case 'logsoftmax':
    case 'logsumexp':
      return 1;
    default:
      return 0;
  }
}
