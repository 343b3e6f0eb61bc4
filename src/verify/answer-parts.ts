/** All tensors of an answer, each with its name and the reference's truth. */
import type { Done } from '../case/implementation.js';
import { nameOf } from '../case/print.js';
import type { TensorData } from '../case/tensor-data.js';
import { tangents } from './laws/twice.js';
import { valueTruth } from './laws/value.js';
import type { Expected } from './tolerance.js';
import type { Trial } from './trial.js';

export interface AnswerPart {
  /** `gradient of input a, for cotangent 1`. */
  readonly what: string;
  readonly kind: 'values' | 'gradients' | 'second derivatives';
  readonly got: TensorData;
  /** Undefined if the reference has none: at a kink in second order, or for a program that is too large. */
  truth(): Expected | undefined;
}

/** Values, then gradients, then second order. */
export const answerPartsOf = (trial: Trial, done: Done): AnswerPart[] => [
  ...done.values.map((got, output) => ({
    kind: 'values' as const,
    what: `value of output ${outputName(trial, output)}`,
    got,
    truth: () => valueTruth(trial, output),
  })),
  ...done.vjps.flatMap((gradients, cotangent) =>
    gradients.map((got, input) => ({
      kind: 'gradients' as const,
      what: `gradient of input ${nameOf(input)}, for cotangent ${cotangent}`,
      got,
      truth: () => (trial.truth.tooLarge ? undefined : trial.truth.pullback(cotangent)[input]),
    })),
  ),
  ...(trial.testCase.order === 2 ? secondParts(trial, done) : []),
];

const secondParts = (trial: Trial, { seconds, jvps = [] }: Done): AnswerPart[] => [
  ...seconds.flatMap((gradients, cotangent) =>
    gradients.map((got, input) => ({
      kind: 'second derivatives' as const,
      what: `gradient of ⟨VJP, u⟩ by input ${nameOf(input)}, for cotangent ${cotangent}`,
      got,
      truth: () => secondTruth(trial, cotangent, input),
    })),
  ),
  ...jvps.flatMap((outputs, cotangent) =>
    outputs.map((got, output) => ({
      kind: 'second derivatives' as const,
      what: `gradient of ⟨VJP, u⟩ by Δ of output ${outputName(trial, output)}, for cotangent ${cotangent}`,
      got,
      truth: () => (trial.truth.tooLarge ? undefined : tangents(trial, trial.truth.chain, cotangent)[output]),
    })),
  ),
];

function secondTruth(trial: Trial, cotangent: number, input: number): Expected | undefined {
  const [delta, u] = [trial.testCase.cotangents[cotangent], trial.testCase.directions[cotangent]];
  if (trial.truth.tooLarge || delta === undefined || u === undefined) return undefined;
  return trial.truth.secondOrder(delta, u)?.[input];
}

const outputName = ({ testCase: { program } }: Trial, output: number): string =>
  nameOf(program.outputs[output] as number);
