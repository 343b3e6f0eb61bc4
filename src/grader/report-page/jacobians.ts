/** The dense Jacobian of a failing program, and the learner's own: the VJPs of unit cotangents are its rows. */
import { at } from '../../case/at.js';
import type { Case } from '../../case/case.js';
import type { Naming } from '../../case/print.js';
import { outputTypes } from '../../case/program.js';
import { sizeOf } from '../../case/shape.js';
import type { TensorData } from '../../case/tensor-data.js';
import { unitCotangents } from '../../case/unit-cotangents.js';
import { engineImplementation } from '../../engine/index.js';
import { NoTruth } from '../../reference/index.js';
import { answerProblem, Trial } from '../../verify/index.js';
import type { Submission } from '../implementation.js';
import { labelsOf, rowOf } from '../jacobian-law.js';

export interface JacobianPair {
  /** Of the input by which the derivatives are taken. */
  readonly input: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly right: readonly (readonly number[])[];
  /** The learner's; undefined if it gave none. */
  readonly got: readonly (readonly number[])[] | undefined;
  readonly wrong: readonly (readonly boolean[])[];
}

export type Jacobians =
  | { readonly kind: 'known'; readonly pairs: readonly JacobianPair[]; readonly why: string }
  | { readonly kind: 'none'; readonly why: string };

/** Larger ones are no picture. */
const mostEntries = 64 * 64;

/**
 * @param submission whose answers are drawn; without one, only what is right
 * @param naming what the nodes are called
 */
export async function jacobiansOf(
  testCase: Case,
  submission: Submission | undefined,
  naming: Naming,
): Promise<Jacobians> {
  const entries = sizeOfAll(outputTypes(testCase.program)) * sizeOfAll(testCase.program.inputs);
  if (entries === 0) return { kind: 'none', why: 'The Jacobian has no entries.' };
  if (entries > mostEntries)
    return { kind: 'none', why: `The Jacobian has ${entries} entries, too many for a picture.` };
  const asked = withUnits(testCase);
  try {
    // Without a submission nothing is run.
    const trial = new Trial(submission ?? engineImplementation(), asked);
    if (trial.edge !== undefined || trial.truth.tooLarge)
      return { kind: 'none', why: 'Some step has no derivative here, so there is no Jacobian to draw.' };
    const answered = submission === undefined ? undefined : await rowsFrom(submission, asked);
    const vjps = typeof answered === 'object' ? answered : undefined;
    const pairs = testCase.program.inputs.map((_, input) => pairOf(trial, input, vjps, naming));
    return { kind: 'known', pairs, why: typeof answered === 'string' ? answered : '' };
  } catch (error) {
    if (error instanceof NoTruth) return { kind: 'none', why: `${error.message}.` };
    throw error;
  }
}

const sizeOfAll = (types: readonly { readonly shape: readonly number[] }[]): number =>
  types.reduce((sum, { shape }) => sum + sizeOf(shape), 0);

/** With a cotangent for each entry of each output. */
function withUnits({ program, inputs, mode, kinks }: Case): Case {
  const cotangents = unitCotangents(program);
  return { program, inputs, mode, cotangents, order: 1, directions: [], ...(kinks && { kinks }) };
}

/** @returns the VJPs, or why there are none */
async function rowsFrom(
  submission: Submission,
  asked: Case,
): Promise<readonly (readonly TensorData[])[] | string> {
  const outcome = await submission.run(asked);
  if (outcome.kind !== 'done')
    return 'Your code gave no gradients for this program, so only the right Jacobian is drawn.';
  const problem = answerProblem(outcome, asked);
  return problem === undefined
    ? outcome.vjps
    : `Your gradients do not form a matrix, so only the right Jacobian is drawn: ${problem}.`;
}

function pairOf(
  trial: Trial,
  input: number,
  vjps: readonly (readonly TensorData[])[] | undefined,
  naming: Naming,
): JacobianPair {
  const { program, cotangents } = trial.testCase;
  const right = cotangents.map((_, row) => [...at(trial.truth.pullback(row), input).value]);
  const got = vjps?.map((gradients) => [...at(gradients, input).data]);
  const judged = vjps?.map((gradients, row) => rowOf(trial, row, input, at(gradients, input)).entries);
  return {
    input: naming(input),
    rows: program.outputs.flatMap((id, index) => labelsOf(naming(id), at(outputTypes(program), index).shape)),
    columns: labelsOf(naming(input), at(program.inputs, input).shape),
    right,
    got,
    wrong:
      judged?.map((row) => row.map(({ isWrong }) => isWrong)) ?? right.map((row) => row.map(() => false)),
  };
}
