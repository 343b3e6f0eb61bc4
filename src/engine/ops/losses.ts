/** Loss functions. Both are means, and 0-d. */
import { sizeOf } from '../../case/shape.js';
import { tensorData } from '../../case/tensor-data.js';
import { type Node, type One, Op, type Two } from '../autograd/op.js';
import { largest } from '../kernels/reduce.js';
import { allocate, type Entries, NDArray } from '../tensor/ndarray.js';
import { record, Tensor } from '../tensor/tensor.js';
import { mulScalar, multiply, negate, subtract } from './elementwise.js';
import { broadcast } from './shape.js';
import { softmax } from './stable.js';

export class CrossEntropy extends Op<One> {
  readonly name = 'cross_entropy';
  constructor(readonly labels: readonly number[]) {
    super();
  }
  compute(logits: NDArray): NDArray {
    const classes = logits.shape[1] as number;
    const total = this.labels.reduce(
      (sum, label, row) => sum + surprise(logits.data, row * classes, classes, label),
      0,
    );
    return scalar(logits, total / this.labels.length);
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    const [logits] = node.inputs;
    const off = subtract(softmax(logits, 1), this.oneHot(logits)); // p − y
    return [multiply(mulScalar(outGrad, 1 / this.labels.length), off)];
  }
  /** 1 at each row's label, else 0. */
  private oneHot({ dtype, shape }: Tensor): Tensor {
    const classes = shape[1] as number;
    const data = this.labels.flatMap((label) =>
      Array.from({ length: classes }, (_, c) => (c === label ? 1 : 0)),
    );
    return Tensor.fromData(tensorData(dtype, shape, data));
  }
}

/** −ln softmax(logits)[label], averaged over the rows of logits (rows, classes), 0-d. Each row has a label. */
export const crossEntropy = (logits: Tensor, labels: readonly number[]): Tensor =>
  record(new CrossEntropy(labels), [logits]);

/** −ln softmax(row)[label] as ln Σ e^(x − top) − (x[label] − top), where no exponential overflows. */
function surprise(entries: Entries, start: number, length: number, label: number): number {
  const top = largest(entries, start, start + length);
  let total = 0;
  for (let i = start; i < start + length; i++) total += Math.exp((entries[i] as number) - top);
  return Math.log(total) - ((entries[start + label] as number) - top);
}

export class MseLoss extends Op<Two> {
  readonly name = 'mse_loss';
  compute(a: NDArray, b: NDArray): NDArray {
    let total = 0;
    for (let i = 0; i < a.data.length; i++) total += ((a.data[i] as number) - (b.data[i] as number)) ** 2;
    return scalar(a, total / a.data.length);
  }
  gradient(outGrad: Tensor, node: Node<Two>): Two {
    const [a, b] = node.inputs;
    const count = sizeOf(a.shape);
    const slope = multiply(mulScalar(outGrad, 2 / count), subtract(a, b)); // 2ḡ(a − b)/N
    return [slope, negate(slope)];
  }
}

/** The mean of (a − b)² over all entries, 0-d; the shapes broadcast. */
export const mseLoss = (a: Tensor, b: Tensor): Tensor => record(new MseLoss(), broadcast(a, b, 'mse_loss'));

/** A 0-d array of the dtype of another. */
function scalar({ dtype }: NDArray, value: number): NDArray {
  const data = allocate(dtype, 1).fill(value);
  return new NDArray(dtype, [], data);
}
