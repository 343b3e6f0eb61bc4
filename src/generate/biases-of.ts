/** Which biases a case shows. Generators are measured with it, and leave biases out by it. */
import type { Case } from '../case/case.js';
import { type Program, shapesOf } from '../case/program.js';
import type { Shape } from '../case/shape.js';
import type { Bias } from './bias.js';
import { outputBiases, wiringBiases } from './graph-biases.js';
import { stepBiases } from './step-biases.js';
import { valueBiases } from './value-biases.js';

/** The biases of one input's shape. */
export function shapeBiases(shape: Shape): Bias[] {
  const found: Bias[] = [];
  const wide = shape.filter((size) => size > 1);
  const distinct = new Set(wide).size;
  if (shape.length === 0) found.push('zero-d');
  if (shape.length > 2) found.push('high-rank');
  if (shape.length > 4) found.push('five-axes');
  if (shape.includes(0)) found.push('empty');
  if (shape.includes(1)) found.push('size-1-axis');
  if (distinct < wide.length) found.push('equal-dimensions');
  if (distinct > 1) found.push('distinct-dimensions');
  return found;
}

/** The biases of what a program reads and does; those of its outputs are apart, as they are chosen last. */
export function bodyBiases(program: Program): Bias[] {
  const shapes = shapesOf(program);
  return [
    ...program.inputs.flatMap(({ shape }) => shapeBiases(shape)),
    ...program.steps.flatMap((step) =>
      stepBiases(
        step,
        step.args.map((id) => shapes[id] as Shape),
      ),
    ),
    ...wiringBiases(program),
  ];
}

/** Every bias that a case shows. */
export const biasesOf = (testCase: Case): Set<Bias> =>
  new Set([...bodyBiases(testCase.program), ...outputBiases(testCase.program), ...valueBiases(testCase)]);
