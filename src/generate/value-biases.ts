/** The biases of the numbers in a case's inputs. */
import type { Case } from '../program/case.js';
import { broadcastShapes, indexOf, type Shape, sizeOf, stridesOf } from '../program/shape.js';
import type { Step } from '../program/step.js';
import type { TensorData } from '../program/tensor-data.js';
import type { Bias } from './bias.js';

/**
 * 'integer-values': all are whole, and not all zero. 'large-values': some are 5 or more in magnitude.
 * 'small-values': some lie within a quarter of zero, but not at it.
 */
export function valueBiases(testCase: Case): Bias[] {
  const found: Bias[] = [];
  const values = testCase.inputs.flatMap(({ data }) => data);
  if (testCase.program.steps.some((step) => isKink(step, testCase.inputs))) found.push('kink');
  if (values.includes(0)) found.push('zero-values');
  if (values.some((value) => value < 0)) found.push('negative-values');
  if (values.every(Number.isInteger) && values.some((value) => value !== 0)) found.push('integer-values');
  if (values.some((value) => Math.abs(value) >= 5)) found.push('large-values');
  if (values.some((value) => value !== 0 && Math.abs(value) < 0.25)) found.push('small-values');
  return found;
}

/**
 * A kink that shows without computing: relu or abs of an input that holds zero, or maximum or minimum of
 * inputs that tie, or of one id twice. Intermediate values may hit further ones.
 */
function isKink({ op, args: [a, b] }: Step, inputs: readonly TensorData[]): boolean {
  if (op === 'relu' || op === 'abs') return inputs[a]?.data.includes(0) ?? false;
  if (op !== 'maximum' && op !== 'minimum') return false;
  return a === b || tie(inputs[a], inputs[b as number]);
}

function tie(a: TensorData | undefined, b: TensorData | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  const shape = broadcastShapes(a.shape, b.shape, 'operands');
  return Array.from({ length: sizeOf(shape) }, (_, position) => indexOf(position, shape)).some(
    (index) => entryAt(a, index) === entryAt(b, index),
  );
}

/** The entry that broadcasting puts at this index of the result. */
function entryAt({ shape, data }: TensorData, index: Shape): number | undefined {
  const own = index.slice(index.length - shape.length);
  const position = stridesOf(shape).reduce(
    (sum, stride, axis) => sum + (shape[axis] === 1 ? 0 : stride * (own[axis] as number)),
    0,
  );
  return data[position];
}
