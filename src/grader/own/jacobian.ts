/**
 * Jacobians by hand. A learner's matrices are multiplied by cotangents, so that what is known of vector-Jacobian
 * products is known of them: a row of J is the VJP of a cotangent that is 1 in one entry and 0 elsewhere.
 */
import { at } from '../../case/at.js';
import type { Case } from '../../case/case.js';
import { nameOf } from '../../case/print.js';
import { formatShape, sameShape, sizeOf } from '../../case/shape.js';
import { tensorData } from '../../case/tensor-data.js';
import { unitCotangents } from '../../case/unit-cotangents.js';
import { GradientError, Tensor } from '../../engine/index.js';

/** With a cotangent for each entry of the output, in row-major order. */
export const withUnits = (testCase: Case): Case => ({
  ...testCase,
  cotangents: unitCotangents(testCase.program),
  order: 1,
  directions: [],
});

/**
 * Jacobians of one output by some of the inputs, by their places; each has a row per entry of the output, and a column
 * per entry of the input.
 */
export function checkedJacobians(
  returned: unknown,
  output: Tensor,
  inputs: ReadonlyMap<number, Tensor>,
): ReadonlyMap<number, Tensor> {
  const list: unknown = returned instanceof Tensor ? [returned] : returned;
  const names = [...inputs.keys()].map(nameOf).join(', ');
  const expected = inputs.size === 1 ? 'a matrix' : `a list of ${inputs.size} matrices, by ${names}`;
  if (!isTensors(list)) throw new GradientError(`expected ${expected}, but got ${described(returned)}`);
  if (list.length !== inputs.size)
    throw new GradientError(`expected ${expected}, but got ${list.length} of them`);
  return new Map(
    [...inputs].map(([index, input], place) => [index, checked(at(list, place), output, input, index)]),
  );
}

const isTensors = (value: unknown): value is readonly Tensor[] =>
  Array.isArray(value) && value.every((each) => each instanceof Tensor);

function checked(matrix: Tensor, output: Tensor, input: Tensor, index: number): Tensor {
  const what = `the Jacobian by ${nameOf(index)}`;
  const shape = [sizeOf(output.shape), sizeOf(input.shape)];
  if (!sameShape(matrix.shape, shape)) {
    throw new GradientError(
      `${what} has the shape ${formatShape(matrix.shape)}; expected ${formatShape(shape)}: a row for each of the ${shape[0]} entries of the output, a column for each of the ${shape[1]} entries of the input`,
    );
  }
  if (matrix.dtype === input.dtype) return matrix;
  throw new GradientError(`${what} is ${matrix.dtype}; expected ${input.dtype}, the dtype of the input`);
}

const described = (value: unknown): string =>
  value === undefined ? 'nothing' : Array.isArray(value) ? 'a list of other things' : typeof value;

/** JᵀΔ. */
export function pulledBack(matrix: Tensor, outGrad: Tensor, input: Tensor): Tensor {
  const [rows, columns] = matrix.shape as [number, number];
  const [j, delta] = [matrix.toData().data, outGrad.toData().data];
  const data = new Array<number>(columns).fill(0);
  for (let row = 0; row < rows; row++) {
    const weight = delta[row] as number;
    // 0 · ∞ would be NaN in other rows than the one that is asked for.
    if (weight === 0) continue;
    for (let column = 0; column < columns; column++)
      data[column] = (data[column] as number) + weight * (j[row * columns + column] as number);
  }
  return Tensor.fromData(tensorData(input.dtype, input.shape, data));
}
