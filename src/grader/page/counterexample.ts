/** A case on which a law is broken, in pieces that a page can lay out. */
import type { Case } from '../../case/case.js';
import { printProgram } from '../../case/print.js';
import type { TensorData } from '../../case/tensor-data.js';
import type { FailureTexts } from '../../texts/index.js';
import { type Beside, wrongBeside } from '../../verify/index.js';
import type { Broken } from '../check-part.js';
import type { Exercise } from '../exercises.js';
import type { Submission } from '../implementation.js';
import { namesParagraph, namingOf } from '../own/names.js';

/** A tensor by its name in the program. */
interface NamedTensor {
  readonly name: string;
  readonly tensor: TensorData;
}

export interface Counterexample {
  readonly program: string;
  readonly inputs: readonly NamedTensor[];
  readonly cotangents: readonly NamedTensor[];
  /** What a VJP is multiplied by to ask for second order. */
  readonly directions: readonly NamedTensor[];
  readonly mode: Case['mode'];
  readonly order: Case['order'];
  /** Which function the program stands for; empty for an op. */
  readonly names: string;
  /** Answers with wrong entries. */
  readonly beside: readonly Beside[];
}

/** A longer program is described by the law that it breaks. */
const mostSteps = 12;

/** @param alike to run the case once more, for all its entries; undefined if that would hang */
export async function counterexampleOf(
  exercise: Exercise,
  broken: Broken,
  submission: Submission | undefined,
  texts: FailureTexts,
): Promise<Counterexample | null> {
  const { testCase } = broken;
  const { program, inputs, cotangents, directions, mode, order } = testCase;
  const naming = namingOf(exercise);
  if (program.steps.length > mostSteps) return null;
  // A Jacobian is that of the program, whatever it is multiplied by, and is drawn where it is said to be wrong.
  const isJacobian = broken.law.id === 'jacobian';
  const outcome = isJacobian ? undefined : await submission?.run(testCase);
  return {
    program: printProgram(program, naming),
    inputs: inputs.map((tensor, id) => ({ name: naming(id), tensor })),
    cotangents: named('Δ', isJacobian ? [] : cotangents),
    directions: named('u', directions),
    mode,
    order,
    names: namesParagraph(exercise, broken, texts),
    beside:
      outcome?.kind === 'done' && submission !== undefined
        ? wrongBeside(submission, testCase, outcome, naming)
        : [],
  };
}

/** A number where there are several, and one more where each has several tensors. */
const named = (letter: string, lists: readonly (readonly TensorData[])[]): NamedTensor[] =>
  lists.flatMap((tensors, index) =>
    tensors.map((tensor, part) => {
      const first = lists.length > 1 ? String(index) : '';
      const second = tensors.length > 1 ? `.${part}` : '';
      return { name: `${letter}${first}${second}`, tensor };
    }),
  );
