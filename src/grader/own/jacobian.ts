/**
 * Jacobians by hand. A learner's matrices are multiplied by cotangents, so that what is known of vector-Jacobian
 * products is known of them: a row of J is the VJP of a cotangent that is 1 in one entry and 0 elsewhere.
 */
import { at } from '../../case/at.js';
import type { Case } from '../../case/case.js';
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

/** An input by which a Jacobian is asked. */
interface Asked {
  readonly index: number;
  readonly name: string;
  readonly input: Tensor;
}

/**
 * Jacobians of one output by some of the inputs, by their places; each has a row per entry of the output, and a column
 * per entry of the input.
 * @throws {GradientError} for anything but one matrix of that shape for each
 */
export function checkedJacobians(
  returned: unknown,
  output: Tensor,
  asked: readonly Asked[],
): ReadonlyMap<number, Tensor> {
  const list: unknown = returned instanceof Tensor ? [returned] : returned;
  if (!isTensors(list) || list.length !== asked.length)
    throw new GradientError(
      `expected ${expected(asked)}, but got ${described(returned)}. ${example(asked[0]?.input.dtype)}`,
    );
  return new Map(asked.map((each, place) => [each.index, checked(at(list, place), output, each)]));
}

const isTensors = (value: unknown): value is readonly Tensor[] =>
  Array.isArray(value) && value.every((each) => each instanceof Tensor);

function expected(asked: readonly Asked[]): string {
  const names = asked.map(({ name }) => name).join(' and by ');
  return asked.length === 1
    ? `a matrix, the Jacobian by ${names}`
    : `a list of ${asked.length} matrices, the Jacobians by ${names}`;
}

/** Whoever returns a number most often means the matrix of that one number. */
const example = (dtype = 'float64'): string =>
  `A matrix is a tensor of two axes: Tensor.fromData({ dtype: '${dtype}', shape: [1, 1], data: [3] }) has one row and one column`;

function checked(matrix: Tensor, output: Tensor, { name, input }: Asked): Tensor {
  const what = `the Jacobian by ${name}`;
  const shape = [sizeOf(output.shape), sizeOf(input.shape)];
  if (!sameShape(matrix.shape, shape)) {
    throw new GradientError(
      `${what} has the shape ${formatShape(matrix.shape)}; expected ${formatShape(shape)}: a row for each of the ${shape[0]} entries of the output, a column for each of the ${shape[1]} entries of the input`,
    );
  }
  if (matrix.dtype === input.dtype) return matrix;
  throw new GradientError(`${what} is ${matrix.dtype}; expected ${input.dtype}, the dtype of the input`);
}

/** So many entries of a list are told. */
const mostTold = 4;

function described(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (typeof value === 'number') return `the number ${value}`;
  if (value instanceof Tensor) return `a tensor of shape ${formatShape(value.shape)}`;
  if (!Array.isArray(value)) return `a ${typeof value}`;
  if (value.length === 0) return 'an empty list';
  const more = value.length > mostTold ? ', …' : '';
  const told = value.slice(0, mostTold);
  return value.every((each) => typeof each === 'number')
    ? `a list of ${count(value.length, 'number')}, [${told.join(', ')}${more}]`
    : `a list of ${value.length}: ${told.map((each) => (Array.isArray(each) ? 'a list' : described(each))).join(', ')}${more}`;
}

const count = (many: number, what: string): string => `${many} ${what}${many === 1 ? '' : 's'}`;

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
