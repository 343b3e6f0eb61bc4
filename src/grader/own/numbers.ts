/** Whether a function is defined on the numbers of its inputs: where its value is not finite, nothing is decided. */
import fc from 'fast-check';
import type { Case } from '../../case/case.js';
import { interpret, Tensor } from '../../engine/index.js';
import type { Exercise } from '../exercises.js';
import { partsOf } from '../parts.js';

const drawnCases = 100;

/** On how many drawn cases a value of the function is not finite. */
export function notFinite(exercise: Exercise): { readonly odd: number; readonly of: number } {
  const drawn = partsOf(exercise).flatMap((part) => fc.sample(part.drawn, { numRuns: drawnCases, seed: 1 }));
  return { odd: drawn.filter((each) => !isDefined(each)).length, of: drawn.length };
}

function isDefined({ program, inputs }: Case): boolean {
  const leaves = inputs.map((input) => Tensor.fromData(input));
  return interpret(program, leaves).every((value) => value.toData().data.every(Number.isFinite));
}
