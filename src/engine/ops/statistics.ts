/** Variances and running sums, and normalization by a mean and a variance. */
import { batchAxes, checkEpsilon } from '../../case/limits.js';
import { reduceShape } from '../../case/ops/reduction.js';
import { type Axes, sizeOf } from '../../case/shape.js';
import { type Node, type One, Op } from '../autograd/op.js';
import { mapRuns, reduce, squaredDeviations, sum, varianceWith } from '../kernels/reduce.js';
import type { NDArray } from '../tensor/ndarray.js';
import { record, type Tensor } from '../tensor/tensor.js';
import { addScalar, mulScalar, multiply, subtract } from './elementwise.js';
import { powerScalar } from './exponential.js';
import { flip } from './indexing.js';
import { mean } from './mean.js';
import { reshape } from './shape.js';

export class Var extends Op<One> {
  readonly name = 'var';
  constructor(
    readonly axes: Axes,
    readonly keepdims: boolean,
    readonly correction: number,
  ) {
    super();
  }
  compute(a: NDArray): NDArray {
    return reduce(a, this.axes, this.keepdims, varianceWith(this.correction));
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    const [x] = node.inputs;
    const kept = reduceShape(x.shape, this.axes, true, this.name);
    const count = sizeOf(x.shape) / sizeOf(kept);
    const deviation = subtract(x, mean(x, this.axes, true));
    const scale = mulScalar(reshape(outGrad, kept), 2 / (count - this.correction));
    return [multiply(scale, deviation)]; // 2ḡ(x − x̄) / (N − correction)
  }
}

/**
 * The variance over the axes; default: all axes. The sum of squares is divided by N − correction: 1 for the variance
 * of a sample, 0 for that of a whole population. (`var` cannot name a function in JavaScript.)
 */
export const variance = (a: Tensor, axes: Axes = null, keepdims = false, correction = 1): Tensor =>
  record(new Var(axes, keepdims, correction), [a]);

export class Cumsum extends Op<One> {
  readonly name = 'cumsum';
  constructor(readonly axis: number) {
    super();
  }
  compute(a: NDArray): NDArray {
    return mapRuns(a, this.axis, (run, start, end, out) => {
      let total = 0;
      for (let i = start; i < end; i++) {
        total += run[i] as number;
        out[i] = total;
      }
    });
  }
  gradient(outGrad: Tensor, _: Node<One>): One {
    const backwards = cumsum(flip(outGrad, this.axis), this.axis);
    return [flip(backwards, this.axis)]; // each entry is in every later sum
  }
}

/** The cumulative sums along the axis: of the first entry, the first two, the first three, … */
export const cumsum = (a: Tensor, axis: number): Tensor => record(new Cumsum(axis), [a]);

export class LayerNorm extends Op<One> {
  readonly name = 'layer_norm';
  constructor(
    readonly axes: Axes,
    readonly eps: number,
  ) {
    super();
    checkEpsilon(eps, this.name);
  }
  compute(a: NDArray): NDArray {
    return standardized(a, this.axes, this.eps);
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    return [standardizedGradient(outGrad, node.inputs[0], node, this)];
  }
}

/** (x − mean) / √(variance + eps) over the axes (Ba et al., 2016), without weights: `multiply` and `add` can add them. */
export const layerNorm = (a: Tensor, axes: Axes = -1, eps = 1e-5): Tensor =>
  record(new LayerNorm(axes, eps), [a]);

export class BatchNorm extends Op<One> {
  readonly name = 'batch_norm';
  constructor(readonly eps: number) {
    super();
    checkEpsilon(eps, this.name);
  }
  compute(a: NDArray): NDArray {
    return standardized(a, batchAxes(a.shape), this.eps);
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    return [
      standardizedGradient(outGrad, node.inputs[0], node, { axes: batchAxes(node.shape), eps: this.eps }),
    ];
  }
}

/** (x − mean) / √(variance + eps) over all axes (Ioffe and Szegedy, 2015) except axis 1, which holds the channels; without weights. */
export const batchNorm = (a: Tensor, eps = 1e-5): Tensor => record(new BatchNorm(eps), [a]);

/** (x − mean) / √(variance + eps) over these axes; the shape of `a`. */
export const standardized = (a: NDArray, axes: Axes, eps: number): NDArray =>
  mapRuns(a, axes, (run, start, end, out) => {
    const count = end - start;
    const average = sum(run, start, end) / count;
    const deviation = Math.sqrt(squaredDeviations(run, start, end) / count + eps);
    for (let i = start; i < end; i++) out[i] = ((run[i] as number) - average) / deviation;
  });

/** The VJP of `standardized`: (ḡ − mean ḡ − y · mean ḡy) / √(variance + eps), for y the standardized x: mean and variance depend on every entry too. */
export function standardizedGradient(
  outGrad: Tensor,
  x: Tensor,
  y: Tensor,
  { axes, eps }: { readonly axes: Axes; readonly eps: number },
): Tensor {
  const scale = powerScalar(addScalar(variance(x, axes, true, 0), eps), -0.5);
  const throughVariance = multiply(y, mean(multiply(outGrad, y), axes, true));
  return multiply(scale, subtract(subtract(outGrad, mean(outGrad, axes, true)), throughVariance));
}
