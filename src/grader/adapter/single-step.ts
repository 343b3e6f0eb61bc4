/** One step of a program as a case of its own. */
import { at } from '../../case/at.js';
import type { Case } from '../../case/case.js';
import type { TensorData } from '../../case/tensor-data.js';
import type { Id, Step } from '../../case/vocabulary.js';

export interface SingleStep {
  readonly testCase: Case;
  /** Which input each argument is. */
  readonly places: readonly number[];
}

/** @param split whether each argument is an input of its own, also where the step reads one tensor twice */
export function stepOn(
  step: Step,
  args: readonly TensorData[],
  adjoint: TensorData | undefined,
  split: boolean,
): SingleStep {
  const distinct: Id[] = [];
  const places = step.args.map((id) => {
    const at = split ? -1 : distinct.indexOf(id);
    return at < 0 ? distinct.push(id) - 1 : at;
  });
  const inputs = distinct.map((_, input) => at(args, places.indexOf(input)));
  const testCase: Case = {
    program: {
      inputs: inputs.map(({ dtype, shape }) => ({ dtype, shape })),
      steps: [{ ...step, args: places } as unknown as Step],
      outputs: [inputs.length],
    },
    inputs,
    cotangents: adjoint === undefined ? [] : [[adjoint]],
    mode: 'eager',
    order: 1,
    directions: [],
  };
  return { testCase, places };
}
