/** Products of two matrices that read a transposed operand where it lies, instead of transposing it first. */
import { transposition } from '../../case/ops/movement.js';
import { sizeOf } from '../../case/shape.js';
import type { Step } from '../../case/vocabulary.js';
import type { Op } from '../autograd/op.js';
import { multiply } from '../kernels/matmul.js';
import type { Matrix } from '../kernels/matrix.js';
import { allocate, NDArray } from '../tensor/ndarray.js';
import type { Value } from './steps.js';

export const isProduct = ({ source, shape }: Value): boolean =>
  source.kind === 'step' && source.op.name === 'matmul' && shape.length === 2;

/** What a product reads for this operand. */
export const operandOf = (value: Value): Value =>
  value.source.kind === 'step' && isTransposed(value) ? (value.source.inputs[0] as Value) : value;

const isTransposed = ({ source, shape }: Value): boolean =>
  source.kind === 'step' &&
  source.op.name === 'transpose' &&
  shape.length === 2 &&
  transposition((source.op as Op & Pick<TransposeStep, 'axes'>).axes, 2)[0] === 1;

type TransposeStep = Extract<Step, { readonly op: 'transpose' }>;

/** @param arrayOf the array of what an operand reads */
export function productOf(
  { shape, dtype }: Value,
  [left, right]: readonly [Value, Value],
  arrayOf: (value: Value) => NDArray,
): NDArray {
  const data = allocate(dtype, sizeOf(shape));
  const [n, m] = shape as [number, number];
  const matrix = (value: Value): Matrix => {
    const { data: entries, shape: own } = arrayOf(operandOf(value));
    const length = own[1] as number;
    const [row, column] = isTransposed(value) ? [1, length] : [length, 1];
    return { entries, start: 0, row, column };
  };
  multiply(matrix(left), matrix(right), { n, k: left.shape[1] as number, m }, data, 0);
  return new NDArray(dtype, shape, data);
}
