/** Reductions through exponentials. The largest entry is subtracted first, so that no exponential overflows. */
import {
  type Axes,
  exp,
  type Fold,
  largest,
  mapRuns,
  multiply,
  type NDArray,
  type Node,
  type One,
  Op,
  record,
  reduce,
  reduceShape,
  reshape,
  subtract,
  summation,
  type Tensor,
} from 'backproof/engine';

/** What to subtract from a run: its largest entry, unless that is infinite and would leave ∞ − ∞. */
const shiftOf: Fold = (run, start, end) => {
  const max = largest(run, start, end);
  return Number.isFinite(max) ? max : 0;
};

/** Σ e^(x − shift) over a run. */
function sumOfExp(run: Parameters<Fold>[0], start: number, end: number, shift: number): number {
  let total = 0;
  for (let i = start; i < end; i++) total += Math.exp((run[i] as number) - shift);
  return total;
}

const logSumExpOf: Fold = (run, start, end) => {
  const shift = shiftOf(run, start, end);
  return shift + Math.log(sumOfExp(run, start, end, shift));
};

export class LogSumExp extends Op<One> {
  readonly name = 'logsumexp';
  constructor(
    readonly axes: Axes,
    readonly keepdims: boolean,
  ) {
    super();
  }
  compute(a: NDArray): NDArray {
    return reduce(a, this.axes, this.keepdims, logSumExpOf);
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    const [x] = node.inputs;
    const kept = reduceShape(x.shape, this.axes, true, this.name);
    return [multiply(reshape(outGrad, kept), softmax(x, this.axes))];
  }
}

/** ln Σ eˣ over the axes; default: all axes. They are dropped, or stay at size 1 with `keepdims`. Nothing overflows. */
export const logsumexp = (a: Tensor, axes: Axes = null, keepdims = false): Tensor =>
  record(new LogSumExp(axes, keepdims), [a]);

export class Softmax extends Op<One> {
  readonly name = 'softmax';
  constructor(readonly axes: Axes) {
    super();
  }
  compute(a: NDArray): NDArray {
    return mapRuns(a, this.axes, (run, start, end, out) => {
      const shift = shiftOf(run, start, end);
      const total = sumOfExp(run, start, end, shift);
      for (let i = start; i < end; i++) out[i] = Math.exp((run[i] as number) - shift) / total;
    });
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    const average = summation(multiply(outGrad, node), this.axes, true); // Σ ḡy
    return [multiply(node, subtract(outGrad, average))];
  }
}

/** eˣ / Σ eˣ over the axes; default: all axes. The shape of `a`; nothing overflows. */
export const softmax = (a: Tensor, axes: Axes = null): Tensor => record(new Softmax(axes), [a]);

export class LogSoftmax extends Op<One> {
  readonly name = 'logsoftmax';
  constructor(readonly axes: Axes) {
    super();
  }
  compute(a: NDArray): NDArray {
    return mapRuns(a, this.axes, (run, start, end, out) => {
      const total = logSumExpOf(run, start, end);
      for (let i = start; i < end; i++) out[i] = (run[i] as number) - total;
    });
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    const total = summation(outGrad, this.axes, true); // Σ ḡ
    return [subtract(outGrad, multiply(exp(node), total))];
  }
}

/** x − ln Σ eˣ over the axes; default: all axes. The shape of `a`; nothing overflows. */
export const logsoftmax = (a: Tensor, axes: Axes = null): Tensor => record(new LogSoftmax(axes), [a]);
