/** Which biases a case shows. Generators are measured by this, and use it to leave biases out. */
import { at } from '../case/at.js';
import type { Case } from '../case/case.js';
import { type Program, shapesOf } from '../case/program.js';
import type { Shape } from '../case/shape.js';
import type { Operation } from '../case/vocabulary.js';
import type { Bias } from './bias.js';
import { outputBiases, wiringBiases } from './graph-biases.js';
import { entryOf } from './ops/index.js';
import { shapeBiases } from './shape-biases.js';
import { valueBiases } from './value-biases.js';
import { viewBiases } from './view-biases.js';

/** The biases of one step: its attributes, and how the shapes of its operands meet. */
export const stepBiases = (step: Operation, shapes: readonly Shape[]): Bias[] =>
  entryOf(step.op).biases?.(step, shapes) ?? [];

/** The biases of what a program reads and does; those of its outputs are separate, because outputs are chosen last. */
function bodyBiases(program: Program): Bias[] {
  const shapes = shapesOf(program);
  return [
    ...program.inputs.flatMap(({ shape }) => shapeBiases(shape)),
    ...program.steps.flatMap((step) =>
      stepBiases(
        step,
        step.args.map((id) => at(shapes, id)),
      ),
    ),
    ...wiringBiases(program),
    ...viewBiases(program),
  ];
}

/** Every bias that a program shows, whatever its numbers. */
export const programBiases = (program: Program): Bias[] => [...bodyBiases(program), ...outputBiases(program)];

/** Every bias that a case shows. */
export const biasesOf = (testCase: Case): Set<Bias> =>
  new Set([...programBiases(testCase.program), ...valueBiases(testCase)]);
