/**
 * The forward computation of every op, written once over an Arithmetic. A kernel is made for one step and the
 * shapes of its arguments, and then run many times: differences evaluate the same step at many points.
 */
import type { Shape } from '../case/shape.js';
import type { Step } from '../case/step.js';
import type { Arithmetic } from './arithmetic.js';
import { elementwiseKernel, isElementwise } from './elementwise.js';
import { crossEntropy, largest, logSumExp, squares, standardized, sum, sumOf } from './folds.js';
import { type Layout, layoutOf } from './layout.js';
import { isMovement, nowhere } from './movements.js';
import { isSelection, selection } from './orders.js';
import type { ProductPlan } from './products.js';

export type Entries<T> = ArrayLike<T>;
export type Kernel<T> = (args: readonly Entries<T>[]) => T[];

/** The kernel of a step whose arguments have these shapes. */
export function kernelOf<T>(
  step: Step,
  shapes: readonly Shape[],
  m: Arithmetic<T>,
  layout: Layout = layoutOf(step, shapes),
): Kernel<T> {
  if (isElementwise(step)) return elementwiseKernel(step, m, layout.positions);
  if (isMovement(step)) return movement(layout.positions, m);
  if (isSelection(step)) return selection(step, layout.slices, m);
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
    case 'cumsum':
      return normalization(layout.slices, (x, slice) => {
        let total = m.from(0);
        const sums = new Map<number, T>();
        for (const at of slice) {
          total = m.add(total, x[at] as T);
          sums.set(at, total);
        }
        return (at) => sums.get(at) as T;
      });
    case 'var': {
      const { correction } = step;
      return reduction(layout.slices, (x, slice) =>
        m.divide(squares(x, slice, m), m.from(slice.length - correction)),
      );
    }
    case 'layer_norm':
    case 'batch_norm': {
      const eps = m.from(step.eps);
      return normalization(layout.slices, (x, slice) => standardized(x, slice, eps, m));
    }
    case 'cross_entropy': {
      const { labels } = step;
      return ([x]) => [crossEntropy(x as Entries<T>, layout.slices, labels, m)];
    }
    case 'mse_loss':
      return meanSquare(layout.positions, m);
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

function meanSquare<T>([p, q]: readonly Int32Array[], m: Arithmetic<T>): Kernel<T> {
  return ([x, y]) => {
    let total = m.from(0);
    p?.forEach((at, k) => {
      const off = m.subtract(x?.[at] as T, y?.[q?.[k] as number] as T);
      total = m.add(total, m.multiply(off, off));
    });
    return [m.divide(total, m.from(p?.length ?? 0))];
  };
}

function sumOfProducts<T>({ inner, a, b, unpadded }: ProductPlan, m: Arithmetic<T>): Kernel<T> {
  const zero = m.from(0);
  return ([x, y]) => {
    const [left, right] = [x as Entries<T>, y as Entries<T>];
    const out = new Array<T>(b.start.length);
    for (let k = 0; k < out.length; k++) {
      const [p, q] = [a.start[k] as number, b.start[k] as number];
      let total = zero;
      for (let i = 0; i < inner; i++) {
        const place = p + (a.step[i] as number);
        const at = unpadded === undefined ? place : (unpadded[place] as number);
        if (at === nowhere) continue;
        total = m.add(total, m.multiply(left[at] as T, right[q + (b.step[i] as number)] as T));
      }
      out[k] = total;
    }
    return out;
  };
}
