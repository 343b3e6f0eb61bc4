/** Which entries of the gradients that came back are wrong, and what each should be. */
import { at } from '../case/at.js';
import type { Case } from '../case/case.js';
import type { Done } from '../case/implementation.js';
import { indexOf, sameShape } from '../case/shape.js';
import type { TensorData } from '../case/tensor-data.js';
import { NoTruth, type Truth } from '../reference/index.js';
import { type CaseTruth, truthOf } from '../verify/case-truth.js';
import { wrongEntries } from '../verify/wrong-entries.js';

/** The gradients for one cotangent next to what they should be. */
export interface Gradients {
  readonly truth: CaseTruth;
  readonly cotangent: number;
  readonly inputs: readonly Gradient[];
}

export interface Gradient {
  /** The id of the input. */
  readonly input: number;
  readonly right: Truth;
  readonly got: TensorData;
  /** The positions of the wrong entries. */
  readonly wrong: readonly number[];
}

/**
 * For the first cotangent whose gradients are wrong.
 * @param asked the inputs whose gradients are looked at; default: all
 * @returns undefined if all are right, or have another shape than their inputs, or the case has no Jacobian
 */
export function wrongGradients(
  testCase: Case,
  { vjps }: Done,
  asked?: readonly number[],
): Gradients | undefined {
  const truth = truthIfKnown(testCase);
  if (truth === undefined) return undefined;
  for (const [cotangent, gradients] of vjps.entries()) {
    if (!areOfTheirShapes(testCase, gradients)) return undefined;
    const all = gradients.map((got, input): Gradient => {
      const right = at(truth.pullback(cotangent), input);
      return { input, right, got, wrong: wrongEntries(right, got.data, truth.dtype) };
    });
    const inputs = all.filter(({ input }) => asked?.includes(input) !== false);
    if (inputs.some(({ wrong }) => wrong.length > 0)) return { truth, cotangent, inputs };
  }
  return undefined;
}

export const placeIn = (tensor: TensorData, position: number): string => {
  const index = indexOf(position, tensor.shape);
  return index.length === 0 ? '' : `[${index.join(', ')}]`;
};

function truthIfKnown(testCase: Case): CaseTruth | undefined {
  try {
    const truth = truthOf(testCase);
    return truth.tooLarge ? undefined : truth;
  } catch (error) {
    if (error instanceof NoTruth) return undefined;
    throw error;
  }
}

const areOfTheirShapes = ({ inputs }: Case, gradients: readonly TensorData[]): boolean =>
  gradients.length === inputs.length &&
  inputs.every((input, id) => sameShape(input.shape, gradients[id]?.shape ?? [Number.NaN]));
