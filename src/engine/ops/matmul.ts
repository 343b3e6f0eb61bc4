import { matmulShape } from '../../case/ops/product.js';
import { broadcastShapes, type Shape, sameShape } from '../../case/shape.js';
import { type Node, Op, type Two } from '../autograd/op.js';
import { matrixProduct } from '../kernels/matmul.js';
import type { NDArray } from '../tensor/ndarray.js';
import { checkTensors } from '../tensor/operands.js';
import { record, type Tensor } from '../tensor/tensor.js';
import { broadcastTo, reshape, transpose } from './shape.js';

/** Operands of shapes (…, n, k) and (…, k, m) with equal batch axes. */
export class MatMul extends Op<Two> {
  readonly name = 'matmul';
  compute(a: NDArray, b: NDArray): NDArray {
    return matrixProduct(a, b);
  }
  gradient(outGrad: Tensor, node: Node<Two>): Two {
    const [a, b] = node.inputs;
    return [matmul(outGrad, transpose(b)), matmul(transpose(a), outGrad)]; // ḡBᵀ, Aᵀḡ
  }
}

/** The matrix product, as NumPy's: batch axes broadcast; a 1-D left operand is a row, a 1-D right one a column. */
export function matmul(a: Tensor, b: Tensor): Tensor {
  checkTensors('matmul', [a, b]);
  if (a.shape.length === 2 && b.shape.length === 2) return record(new MatMul(), [a, b]);
  const shape = matmulShape(a.shape, b.shape);
  const left = a.shape.length === 1 ? reshape(a, [1, ...a.shape]) : a;
  const right = b.shape.length === 1 ? reshape(b, [...b.shape, 1]) : b;
  const batch = broadcastShapes(left.shape.slice(0, -2), right.shape.slice(0, -2), 'matmul');
  return toShape(record(new MatMul(), [toBatch(left, batch), toBatch(right, batch)]), shape);
}

function toBatch(matrices: Tensor, batch: Shape): Tensor {
  const shape = [...batch, ...matrices.shape.slice(-2)];
  return sameShape(shape, matrices.shape) ? matrices : broadcastTo(matrices, shape);
}

/** Drops the axis that a 1-D operand was given. */
const toShape = (product: Tensor, shape: Shape): Tensor =>
  sameShape(shape, product.shape) ? product : reshape(product, shape);
