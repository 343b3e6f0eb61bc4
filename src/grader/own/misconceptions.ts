/** The wrong rules of an instructor's exercise as misconceptions, which are planted and named like ours. */
import { type FunctionClass, Function as OwnFunction, type Tensor } from '../../engine/index.js';
import type { OwnMisconception } from '../../misconceptions/index.js';
import type { Exercise } from '../exercises.js';
import type { WrongRule } from './definition.js';
import { definitionOf } from './program.js';
import type { ReadDefinition } from './read.js';

export function misconceptionsOf(exercise: Exercise): readonly OwnMisconception[] {
  const written = definitionOf(exercise);
  const count = Object.keys(written.inputs).length;
  return Object.entries(written.misconceptions).map(([name, rule]) => {
    const wrong = functionOf(exercise.id, written, rule);
    return {
      kind: 'own',
      exercise: exercise.id,
      name,
      says: rule.says,
      hint: rule.hint,
      breaks: 'vjp',
      options: { interpret: (_, inputs) => [applied(wrong, inputs.slice(0, count))] },
    };
  });
}

const applied = (wrong: FunctionClass<Tensor[]>, inputs: readonly Tensor[]): Tensor =>
  OwnFunction.apply.call(wrong, ...inputs) as Tensor;

/** The right value, with the wrong rule. */
const functionOf = (
  name: string,
  { definition }: ReadDefinition,
  { gradient }: WrongRule,
): FunctionClass<Tensor[]> => ({
  name,
  forward(ctx, ...inputs) {
    const output = definition(...inputs);
    ctx.saveForBackward(...inputs, output);
    return output;
  },
  backward(ctx, outGrad) {
    const saved = ctx.savedTensors;
    const output = saved.at(-1) as Tensor;
    return gradient({ outGrad, output }, ...saved.slice(0, -1));
  },
});
