import { broadcastShapes, type Shape, stridesOf } from '../program/shape.js';
import { walk } from './slices.js';

/** Where matmul reads: entry k of the output is Σᵢ a[aStart[k] + i·aStride] · b[bStart[k] + i·bStride]. */
export interface MatmulPlan {
  readonly inner: number;
  readonly aStart: Int32Array;
  readonly bStart: Int32Array;
  readonly aStride: number;
  readonly bStride: number;
}

export function matmulPlan(a: Shape, b: Shape): MatmulPlan {
  const left = a.length === 1 ? [1, ...a] : a;
  const right = b.length === 1 ? [...b, 1] : b;
  const batch = broadcastShapes(left.slice(0, -2), right.slice(0, -2), 'matmul');
  const [rows, inner, columns] = [left.at(-2) as number, left.at(-1) as number, right.at(-1) as number];
  const batchStrides = (shape: Shape) => {
    const strides = stridesOf(shape).map((stride, axis) => (shape[axis] === 1 ? 0 : stride));
    return [...new Array<number>(batch.length - shape.length + 2).fill(0), ...strides.slice(0, -2)];
  };
  const out = [...batch, rows, columns];
  return {
    inner,
    aStart: walk(out, [...batchStrides(left), inner, 0]),
    bStart: walk(out, [...batchStrides(right), 0, 1]),
    aStride: 1,
    bStride: columns,
  };
}
