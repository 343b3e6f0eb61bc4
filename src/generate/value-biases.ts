/** The biases of the numbers in a case's inputs. */
import type { Case } from '../case/case.js';
import { boundsOf } from '../case/limits.js';
import { broadcastShapes, indexOf, type Shape, sizeOf, stridesOf } from '../case/shape.js';
import type { Step, StepOf } from '../case/step.js';
import type { TensorData } from '../case/tensor-data.js';
import { vocabulary } from '../case/vocabulary.js';
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
 * A kink that shows without computing: relu or abs of an input that holds zero, clip of one that holds a bound, maximum
 * or minimum of inputs that tie, or of one id twice, and max, min or sort of an input that holds a number twice.
 * Intermediate values may hit further ones.
 */
function isKink(step: Step, inputs: readonly TensorData[]): boolean {
  const [a, b] = step.args;
  const data = inputs[a]?.data ?? [];
  switch (vocabulary[step.op].kink) {
    case 'none':
      return false;
    case 'zero':
      return data.includes(0);
    case 'tie':
      return a === b || tie(inputs[a], inputs[b as number]);
    case 'bounds':
      return boundsOf(step as StepOf<'clip'>).some((bound) => data.includes(bound));
    case 'order':
      return new Set(data).size < data.length;
  }
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
