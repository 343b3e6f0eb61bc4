/** The biases of the numbers in a case's inputs. */
import type { Case } from '../case/case.js';
import { sameShape } from '../case/shape.js';
import type { TensorData } from '../case/tensor-data.js';
import type { Bias } from './bias.js';
import { meets } from './kinks.js';

/**
 * 'equal-inputs': two of one shape hold the same numbers. 'integer-values': all are whole, and not all zero. 'large-values': some are 5 or more in magnitude. 'small-values':
 * some are within a quarter of zero, but not zero.
 */
export function valueBiases(testCase: Case): Bias[] {
  const found: Bias[] = [];
  const values = testCase.inputs.flatMap(({ data }) => data);
  if (testCase.program.steps.some((step) => meets(step, testCase.inputs))) found.push('kink');
  if (testCase.inputs.some((input, index) => equalsAny(input, testCase.inputs.slice(0, index))))
    found.push('equal-inputs');
  if (values.includes(0)) found.push('zero-values');
  if (values.some((value) => value < 0)) found.push('negative-values');
  if (values.every(Number.isInteger) && values.some((value) => value !== 0)) found.push('integer-values');
  if (values.some((value) => Math.abs(value) >= 5)) found.push('large-values');
  if (values.some((value) => value !== 0 && Math.abs(value) < 0.25)) found.push('small-values');
  return found;
}

/** Whether it has entries, and another has the same ones in the same shape. */
export const equalsAny = (input: TensorData, others: readonly TensorData[]): boolean =>
  input.data.length > 0 &&
  others.some(
    ({ shape, data }) =>
      sameShape(shape, input.shape) && data.every((entry, position) => entry === input.data[position]),
  );
